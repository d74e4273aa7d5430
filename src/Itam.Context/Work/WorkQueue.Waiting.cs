using System.Data.Common;

namespace Itam.Context.Work;

public sealed partial class WorkQueue
{
    /// <summary>Rows that failed and wait for their next attempt. @now is bound by whoever uses it.</summary>
    private const string Waiting =
        "state = 'Ready' AND last_error IS NOT NULL AND (attempts > 0 OR held_since IS NOT NULL) AND (lease_until IS NULL OR lease_until <= @now)";

    private const string WaitingColumns =
        "id, tenant, kind, ordering_key, connection, attempts, last_error, created_at, failed_at, due_at, held_since, meta, payload";

    /// <summary>From this attempt on a success tells of an outage that is over and not of a hiccup: it had waited for minutes.</summary>
    private const int OutageFrom = 5;

    /// <summary>What is tried again first comes first.</summary>
    public async Task<IReadOnlyList<WaitingWork>> ListWaitingAsync(DeadLetterFilter filter, int limit, CancellationToken cancellationToken)
    {
        var (where, parameters) = Matching(filter, Waiting);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(
            null,
            $"SELECT {WaitingColumns} FROM work WHERE {where} ORDER BY due_at, id LIMIT @limit",
            [.. parameters, ("limit", limit), ("now", NowMs)]
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var waiting = new List<WaitingWork>();
        while (await reader.ReadAsync(cancellationToken))
        {
            waiting.Add(ReadWaiting(reader));
        }

        return waiting;
    }

    /// <summary>Null: no such work waits for its next attempt.</summary>
    public async Task<WaitingWorkDetail?> ShowWaitingAsync(long id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(
            null,
            $"SELECT {WaitingColumns} FROM work WHERE {Waiting} AND id = @id",
            ("id", id),
            ("now", NowMs)
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new WaitingWorkDetail(ReadWaiting(reader), reader.TextOrNull(11), Printable.From(reader.GetFieldValue<byte[]>(12)))
            : null;
    }

    /// <summary>Makes held work due: a start may come with the credentials that it waited for.</summary>
    internal Task WakeHeldAsync(CancellationToken cancellationToken) =>
        database.WriteRawAsync(
            (connection, transaction, token) =>
                connection.RunAsync(
                    transaction,
                    $"UPDATE work SET due_at = @now WHERE {Waiting} AND held_since IS NOT NULL AND due_at > @now",
                    [("now", NowMs)],
                    token
                ),
            cancellationToken
        );

    /// <summary>
    /// Work that had long failed has succeeded, so its connection is mended: the connection's other work need not wait out its pauses, and begins its schedule
    /// anew. What failed a moment ago has another cause and stays, and so does what the other side asked to wait for.
    /// </summary>
    private Task WakeConnectionAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (item.Connection is not { } name || (item.HeldSince is null && item.Attempt < OutageFrom))
        {
            return Task.CompletedTask;
        }

        const string Wake = $"""
            UPDATE work SET due_at = CASE WHEN not_before > @now THEN not_before ELSE @now END, attempts = CASE WHEN attempts > 1 THEN 1 ELSE attempts END
            WHERE tenant = @tenant AND connection = @connection AND {Waiting} AND due_at > @now AND failed_at <= @before AND (not_before IS NULL OR due_at > not_before)
            """;
        var now = time.GetUtcNow();
        return database.WriteRawAsync(
            (connection, transaction, token) =>
                connection.RunAsync(
                    transaction,
                    Wake,
                    [
                        ("now", now.ToUnixTimeMilliseconds()),
                        ("before", (now - backoff.ShortestHold).ToUnixTimeMilliseconds()),
                        ("tenant", item.Tenant.Value),
                        ("connection", name),
                    ],
                    token
                ),
            cancellationToken
        );
    }

    private static WaitingWork ReadWaiting(DbDataReader reader) =>
        new(
            reader.GetInt64(0),
            TenantId.Parse(reader.GetString(1)),
            reader.GetString(2),
            reader.GetString(3),
            reader.TextOrNull(4),
            reader.GetInt32(5),
            reader.GetString(6),
            reader.Moment(7),
            reader.Moment(8),
            reader.Moment(9),
            reader.MomentOrNull(10)
        );
}
