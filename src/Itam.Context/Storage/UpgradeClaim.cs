using Npgsql;

namespace Itam.Context.Storage;

/// <summary>
/// One process at a time changes the schema. What EF Core does itself is not enough: on SQLite a row that a killed process leaves locks out every later
/// start, and on PostgreSQL two may run the same step. This claim ends with the process that holds it.
/// </summary>
internal static class UpgradeClaim
{
    /// <summary>Any number; the same in every replica.</summary>
    private const long PostgresLock = 0x6974616E;

    /// <returns>Keep it until the schema is done.</returns>
    /// <exception cref="DatabaseBusyException">Another process held it all the time.</exception>
    public static async Task<IAsyncDisposable> TakeAsync(
        DatabaseSetting setting,
        TimeSpan patience,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var started = time.GetTimestamp();
        while (true)
        {
            if (await TryTakeAsync(setting, cancellationToken) is { } claim)
            {
                return claim;
            }

            if (time.GetElapsedTime(started) >= patience)
            {
                throw new DatabaseBusyException(
                    $"another process has been upgrading its schema for {patience.TotalSeconds:0} s; wait until that is done, then start again"
                );
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
        }
    }

    private static async Task<IAsyncDisposable?> TryTakeAsync(DatabaseSetting setting, CancellationToken cancellationToken)
    {
        if (setting.SqliteFile is { } file)
        {
            return FileClaim.TryTake(file + ".upgrade");
        }

        // Not from the pool: the lock is the session's and must end with it.
        var session = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(setting.ConnectionString) { Pooling = false }.ConnectionString);
        var taken = false;
        try
        {
            await session.OpenAsync(cancellationToken);
            await using var command = session.CreateCommand();
            command.CommandText = $"SELECT pg_try_advisory_lock({PostgresLock})";
            taken = await command.ExecuteScalarAsync(cancellationToken) is true;
            return taken ? session : null;
        }
        finally
        {
            if (!taken)
            {
                await session.DisposeAsync();
            }
        }
    }
}
