using Itam.Context.Storage;
using Npgsql;

namespace Itam.Testing.Databases;

public enum TestEngine
{
    Sqlite,
    Postgres,
}

/// <summary>A fresh, migrated database of its own: a SQLite file, or a database on the test run's PostgreSQL.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static int _count;
    private readonly string? _folder;

    private TestDatabase(string setting, string? folder)
    {
        Setting = setting;
        _folder = folder;
        Database = Database.From(setting);
    }

    /// <summary>What an administrator would write.</summary>
    public string Setting { get; }

    public Database Database { get; private set; }

    /// <summary>The SQLite file.</summary>
    public string File => Path.Combine(_folder ?? throw new InvalidOperationException("PostgreSQL has no file."), "itam.db");

    /// <param name="migrate">False leaves it empty.</param>
    public static async Task<TestDatabase> CreateAsync(TestEngine engine, bool migrate = true)
    {
        var database = engine is TestEngine.Sqlite ? CreateSqlite() : await CreatePostgresAsync();
        if (migrate)
        {
            await database.Database.MigrateAsync(CancellationToken.None);
        }

        return database;
    }

    /// <summary>Closes and opens it again, as a restarted process would.</summary>
    /// <param name="more">Added to the setting, e.g. ";Mode=ReadOnly".</param>
    public async Task ReopenAsync(string more = "")
    {
        await Database.DisposeAsync();
        Database = Database.From(Setting + more);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
            return;
        }

        var name = new NpgsqlConnectionStringBuilder(Setting).Database;
        await OnServerAsync(await PostgresServer.GetAsync(), $"DROP DATABASE {name} WITH (FORCE)");
    }

    private static TestDatabase CreateSqlite()
    {
        var folder = Directory.CreateTempSubdirectory("itam-test-").FullName;
        return new TestDatabase($"Data Source={Path.Combine(folder, "itam.db")}", folder);
    }

    private static async Task<TestDatabase> CreatePostgresAsync()
    {
        var server = await PostgresServer.GetAsync();
        var name = $"itam_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
        await OnServerAsync(server, $"CREATE DATABASE {name}");
        return new TestDatabase($"{server.Setting};Database={name};Maximum Pool Size=20", null);
    }

    private static async Task OnServerAsync(PostgresServer server, string command)
    {
        await using var connection = new NpgsqlConnection(server.Setting + ";Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var run = connection.CreateCommand();
        run.CommandText = command;
        await run.ExecuteNonQueryAsync();
    }
}
