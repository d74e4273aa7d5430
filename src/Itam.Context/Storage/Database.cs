using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Itam.Context.Storage;

/// <summary>
/// The one database that holds register and queue. The setting decides the engine: "Data Source=…" is SQLite, "Host=…" is PostgreSQL.
/// On SQLite all writers of this process queue at a gate, so that none of them spins on the file lock.
/// </summary>
public sealed class Database : IAsyncDisposable
{
    private readonly DbContextOptions<ItamDb> _options;
    private readonly SemaphoreSlim _writing;
    private readonly NpgsqlDataSource? _postgres;
    private readonly string _connectionString;

    private Database(DbContextOptions<ItamDb> options, string connectionString, NpgsqlDataSource? postgres)
    {
        _options = options;
        _connectionString = connectionString;
        _postgres = postgres;
        _writing = new SemaphoreSlim(postgres is null ? 1 : 64);
    }

    public bool IsSqlite => _postgres is null;

    /// <exception cref="FormatException">The setting is neither a SQLite nor a PostgreSQL connection string.</exception>
    public static Database From(string setting)
    {
        var builder = new DbContextOptionsBuilder<ItamDb>().ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning));
        if (setting.StartsWith("Host=", StringComparison.OrdinalIgnoreCase))
        {
            var source = NpgsqlDataSource.Create(setting);
            return new Database(builder.UseNpgsql(source).Options, setting, source);
        }

        if (!setting.StartsWith("Data Source=", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException(
                "Database must start with 'Data Source=' (SQLite, e.g. \"Data Source=data/itam.db\") or 'Host=' (PostgreSQL, e.g. \"Host=db;Database=itam;Username=itam\")."
            );
        }

        var sqlite = new SqliteConnectionStringBuilder(setting) { ForeignKeys = true, DefaultTimeout = 30 };
        if (Path.GetDirectoryName(Path.GetFullPath(sqlite.DataSource)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        return new Database(builder.UseSqlite(sqlite.ConnectionString).Options, sqlite.ConnectionString, null);
    }

    /// <summary>Creates or upgrades the schema. Safe to call at every start and from several replicas at once.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = new ItamDb(_options, TenantId.Parse("migration"));
        if (IsSqlite)
        {
            // WAL lets readers pass the writer; FULL survives a power cut. Both are asserted by a test.
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellationToken);
            await RequirePowerLossSafetyAsync(cancellationToken);
        }

        await db.Database.MigrateAsync(cancellationToken);
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

        var connection = new SqliteConnection(_connectionString);
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
            await using var connection = new SqliteConnection(_connectionString);
            SqliteConnection.ClearPool(connection);
        }

        _writing.Dispose();
    }
}
