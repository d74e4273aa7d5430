using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.Testing.Databases;
using Itam.Testing.Time;

namespace Itam.Context.Tests.Storage;

public abstract class SchemaContract(TestEngine engine)
{
    private static readonly TenantId Tenant = TenantId.Parse("acme");

    [Fact]
    public async Task The_migrations_make_exactly_the_schema_that_the_model_expects()
    {
        await using var migrated = await TestDatabase.CreateAsync(engine);
        await using var created = await TestDatabase.CreateAsync(engine, migrate: false);
        await using (var db = created.Database.Open(Tenant))
        {
            await db.Database.EnsureCreatedAsync();
        }

        var expected = await DescribeAsync(created.Database);

        expected.Should().Contain(line => line.StartsWith("column work_seen"));
        (await DescribeAsync(migrated.Database)).Should().BeEquivalentTo(expected);
    }

    [Fact]
    public async Task Migrating_again_changes_nothing()
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        var before = await DescribeAsync(test.Database);
        await test.Database.MigrateAsync(default);

        (await DescribeAsync(test.Database)).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task Several_processes_may_upgrade_at_once()
    {
        await using var test = await TestDatabase.CreateAsync(engine, migrate: false);
        await using var other = Database.From(test.Setting);
        (await test.Database.LookAsync(default)).Should().Be(SchemaState.Empty);

        await Task.WhenAll(
            Enumerable.Range(0, 4).Select(i => Task.Run(() => (i % 2 == 0 ? test.Database : other).MigrateAsync(CancellationToken.None)))
        );

        (await test.Database.LookAsync(default)).Should().Be(SchemaState.Current);
    }

    [Fact]
    public async Task Whoever_waits_too_long_for_another_ones_upgrade_hears_of_it_and_the_next_one_goes_on()
    {
        await using var test = await TestDatabase.CreateAsync(engine, migrate: false);
        var setting = DatabaseSetting.Parse(test.Setting);
        var time = new ManualTime();
        await using (await UpgradeClaim.TakeAsync(setting, TimeSpan.Zero, time, default))
        {
            var waiting = UpgradeClaim.TakeAsync(setting, TimeSpan.FromMinutes(1), time, default);
            await Eventually.IsTrueAsync(
                () =>
                {
                    time.Advance(TimeSpan.FromSeconds(10));
                    return waiting.IsCompleted;
                },
                "the wait has ended"
            );

            (await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<DatabaseBusyException>()).WithMessage("*for 60 s*");
        }

        await test.Database.MigrateAsync(default);
    }

    protected abstract string DescribeSql { get; }

    private async Task<List<string>> DescribeAsync(Database database)
    {
        await using var connection = await database.OpenConnectionAsync(default);
        await using var command = connection.Command(null, DescribeSql);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }
}

public sealed class SqliteSchema() : SchemaContract(TestEngine.Sqlite)
{
    protected override string DescribeSql =>
        """
            WITH tables AS (SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\_\_EF%' ESCAPE '\')
            SELECT 'column ' || t.name || '.' || c.name || ' ' || c.type || ' notnull=' || c."notnull" || ' pk=' || c.pk FROM tables t, pragma_table_info(t.name) c
            UNION ALL
            SELECT 'index ' || t.name || '.' || CASE i.origin WHEN 'pk' THEN 'pk' ELSE i.name END || ' unique=' || i."unique" || ' ' || x.seqno || '=' || x.name
            FROM tables t, pragma_index_list(t.name) i, pragma_index_info(i.name) x
            UNION ALL
            SELECT 'key ' || t.name || '.' || f."from" || ' -> ' || f."table" || '.' || f."to" || ' ' || f.on_delete FROM tables t, pragma_foreign_key_list(t.name) f
            ORDER BY 1
            """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_process_left_that_was_killed_at_the_upgrade_holds_up_no_later_start(bool afterwards)
    {
        await using var test = await TestDatabase.CreateAsync(TestEngine.Sqlite, migrate: afterwards);
        await using (var connection = await test.Database.OpenConnectionAsync(default))
        {
            // What EF Core takes before its first step and gives back after its last one.
            await connection
                .Command(
                    null,
                    """
                    CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                    INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-21 10:00:00');
                    """
                )
                .ExecuteNonQueryAsync();
        }

        await test.ReopenAsync();
        await test.Database.MigrateAsync(default).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        (await test.Database.LookAsync(default)).Should().Be(SchemaState.Current);
    }

    [Fact]
    public async Task Every_commit_waits_for_the_disk_and_readers_pass_the_writer()
    {
        await using var test = await TestDatabase.CreateAsync(TestEngine.Sqlite);
        await test.ReopenAsync();
        await using var connection = await test.Database.OpenConnectionAsync(default);

        (await connection.Command(null, "PRAGMA synchronous").ExecuteScalarAsync()).Should().Be(2L, "2 is FULL");
        (await connection.Command(null, "PRAGMA journal_mode").ExecuteScalarAsync()).Should().Be("wal");
    }
}

public sealed class PostgresSchema() : SchemaContract(TestEngine.Postgres)
{
    protected override string DescribeSql =>
        """
            SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || COALESCE('(' || character_maximum_length || ')', '') || ' null=' || is_nullable || ' identity=' || is_identity
            FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\_\_EF%'
            UNION ALL
            SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '\_\_EF%'
            UNION ALL
            SELECT 'key ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'p') AND conrelid::regclass::text NOT LIKE '%EFMigrations%'
            ORDER BY 1
            """;
}
