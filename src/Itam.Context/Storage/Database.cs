using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Itam.Context.Storage;

/// <summary>
/// The one database that holds register and queue, SQLite or PostgreSQL (<see cref="DatabaseSetting"/>).
/// On SQLite all writers of this process queue at a gate, so that none of them spins on the file lock.
/// </summary>
public sealed class Database : IAsyncDisposable
{
    // SQLITE_CANTOPEN: https://www.sqlite.org/rescode.html
    private const int CannotOpen = 14;
    private static readonly TimeSpan UpgradePatience = TimeSpan.FromMinutes(1);

    private readonly DbContextOptions<ItamDb> _options;
    private readonly SemaphoreSlim _writing;
    private readonly NpgsqlDataSource? _postgres;
    private readonly DatabaseSetting _setting;

    private Database(DbContextOptions<ItamDb> options, DatabaseSetting setting, NpgsqlDataSource? postgres)
    {
        _options = options;
        _setting = setting;
        _postgres = postgres;
        _writing = new SemaphoreSlim(postgres is null ? 1 : 64);
    }

    public bool IsSqlite => _postgres is null;

    /// <exception cref="FormatException">The setting is neither a SQLite nor a PostgreSQL connection string.</exception>
    /// <exception cref="IOException">The folder of a SQLite file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder of a SQLite file may not be made.</exception>
    public static Database From(string setting)
    {
        var parsed = DatabaseSetting.Parse(setting);
        var builder = new DbContextOptionsBuilder<ItamDb>().ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning));
        if (parsed.SqliteFile is not { } file)
        {
            var source = NpgsqlDataSource.Create(parsed.ConnectionString);
            return new Database(builder.UseNpgsql(source).Options, parsed, source);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return new Database(builder.UseSqlite(parsed.ConnectionString).Options, parsed, null);
    }

    /// <summary>Creates or upgrades the schema. Safe to call at every start and from several processes at once, and after one that was killed at it.</summary>
    /// <exception cref="DatabaseBusyException">Another process has been upgrading the schema for a minute.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = new ItamDb(_options, TenantId.Parse("migration"));
        if (IsSqlite)
        {
            // WAL lets readers pass the writer; FULL survives a power cut. Both are asserted by a test.
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellationToken);
            await RequirePowerLossSafetyAsync(cancellationToken);
        }
        else if (db.GetService<IRelationalDatabaseCreator>() is var creator && !await creator.ExistsAsync(cancellationToken))
        {
            await creator.CreateAsync(cancellationToken);
        }

        if (!(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            return;
        }

        await using var claim = await UpgradeClaim.TakeAsync(_setting, UpgradePatience, TimeProvider.System, cancellationToken);
        if (IsSqlite)
        {
            // EF Core's own lock, if a process was killed while it held it; whoever is alive holds the claim.
            await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
        }

        await db.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>Looks without changing anything; a SQLite file that is not there is not made.</summary>
    /// <exception cref="DbException">The database does not answer or may not be written.</exception>
    public async Task<SchemaState> LookAsync(CancellationToken cancellationToken)
    {
        if (_setting.SqliteFile is { } file && !File.Exists(file))
        {
            return CanBeMade(file) ? SchemaState.Empty : throw new SqliteException("unable to open database file", CannotOpen);
        }

        // A transaction that changes nothing still asks SQLite for the right to write.
        await WriteRawAsync((_, _, _) => Task.FromResult(true), cancellationToken);
        await using var db = new ItamDb(_options, TenantId.Parse("migration"));
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        return applied.Count == 0 ? SchemaState.Empty
            : applied.IsSupersetOf(db.Database.GetMigrations()) ? SchemaState.Current
            : SchemaState.Behind;
    }

    private static bool CanBeMade(string file)
    {
        try
        {
            using var probe = FileClaim.TryTake(file + ".probe", FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private async Task RequirePowerLossSafetyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenConnectionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous";
        // 2 is FULL, 3 is EXTRA: https://www.sqlite.org/pragma.html#pragma_synchronous
        if (await command.ExecuteScalarAsync(cancellationToken) is not (long and >= 2))
        {
            throw new InvalidOperationException(
                "This SQLite build does not wait for the disk (synchronous is not FULL), so accepted webhooks could be lost. Use the SQLite that ships with the product."
            );
        }
    }

    /// <summary>For reading. Dispose it soon; it holds a connection while a query runs.</summary>
    public ItamDb Open(TenantId tenant) => new(_options, tenant);

    /// <summary>Runs the body in one transaction and commits it; an exception rolls everything back. No remote calls inside.</summary>
    public async Task<T> WriteAsync<T>(TenantId tenant, Func<ItamDb, CancellationToken, Task<T>> body, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await using var db = new ItamDb(_options, tenant);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var result = await body(db, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        finally
        {
            _writing.Release();
        }
    }

    public Task WriteAsync(TenantId tenant, Func<ItamDb, CancellationToken, Task> body, CancellationToken cancellationToken) =>
        WriteAsync(
            tenant,
            async (db, token) =>
            {
                await body(db, token);
                return true;
            },
            cancellationToken
        );

    /// <summary>Plain ADO.NET in one transaction, for the queue's hot path. It sees every tenant, so its SQL names the tenant itself.</summary>
    internal async Task<T> WriteRawAsync<T>(Func<DbConnection, DbTransaction, CancellationToken, Task<T>> body, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await using var connection = await OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var result = await body(connection, transaction, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        finally
        {
            _writing.Release();
        }
    }

    internal async Task<DbConnection> OpenConnectionAsync(CancellationToken cancellationToken)
    {
        if (_postgres is not null)
        {
            return await _postgres.OpenConnectionAsync(cancellationToken);
        }

        var connection = new SqliteConnection(_setting.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
        else
        {
            await using var connection = new SqliteConnection(_setting.ConnectionString);
            SqliteConnection.ClearPool(connection);
        }

        _writing.Dispose();
    }
}
