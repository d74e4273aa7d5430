using System.Data.Common;

namespace Itam.Context.Work;

public sealed partial class WorkQueue
{
    /// <summary>Any number; the same in every replica. It makes claims take turns on PostgreSQL, as the write gate does on SQLite.</summary>
    private const long ClaimLock = 0x6974616D;

    // Of each ordering key only the lowest id may run, and only while no other row of the key is leased. A row that was never tried and is due
    // later (a timer) does not hold back the work behind it; a row waiting for its next attempt does.
    private const string ClaimSql = """
        WITH due AS (
            SELECT w.id FROM work w
            WHERE w.state = 'Ready' AND w.due_at <= @now AND (w.lease_until IS NULL OR w.lease_until <= @now) /*kinds*/
              AND (w.ordering_key = '' OR NOT EXISTS (
                SELECT 1 FROM work o
                WHERE o.tenant = w.tenant AND o.ordering_key = w.ordering_key AND o.state = 'Ready' AND o.id <> w.id
                  AND (o.lease_until > @now OR (o.id < w.id AND (o.due_at <= @now OR o.attempts > 0 OR o.held_since IS NOT NULL)))))
            ORDER BY w.due_at, w.id LIMIT @count /*skip locked*/)
        UPDATE work SET lease_id = @lease, lease_until = @until, attempts = attempts + 1
        WHERE id IN (SELECT id FROM due)
        RETURNING id, tenant, kind, ordering_key, payload, meta, attempts, created_at, connection, held_since
        """;

    private readonly string _claimSql = database.IsSqlite
        ? ClaimSql
        : ClaimSql.Replace("/*skip locked*/", "FOR UPDATE OF w SKIP LOCKED", StringComparison.Ordinal);

    /// <summary>Leases up to <paramref name="count"/> due items, at most one per ordering key, and counts an attempt on each. Oldest first.</summary>
    public Task<IReadOnlyList<WorkItem>> ClaimAsync(int count, CancellationToken cancellationToken) => ClaimAsync(count, [], cancellationToken);

    /// <inheritdoc cref="ClaimAsync(int, CancellationToken)"/>
    /// <param name="without">Kinds that are left where they are. They keep their turn: what follows them in their ordering key still waits for them.</param>
    public async Task<IReadOnlyList<WorkItem>> ClaimAsync(int count, IReadOnlyList<string> without, CancellationToken cancellationToken) =>
        await database.WriteRawAsync(
            async (connection, transaction, token) =>
            {
                if (!database.IsSqlite)
                {
                    // A statement of its own: the claim below must take its snapshot after the lock is held.
                    await connection.RunAsync(transaction, "SELECT pg_advisory_xact_lock(@lock)", [("lock", ClaimLock)], token);
                }

                var now = time.GetUtcNow();
                var lease = Guid.CreateVersion7(now);
                await using var command = connection.Command(
                    transaction,
                    _claimSql.Replace("/*kinds*/", Leaving(without), StringComparison.Ordinal),
                    [
                        ("now", now.ToUnixTimeMilliseconds()),
                        ("count", count),
                        ("lease", lease),
                        ("until", (now + options.Lease).ToUnixTimeMilliseconds()),
                        .. without.Select((kind, i) => ($"kind{i}", (object?)kind)),
                    ]
                );
                var items = new List<WorkItem>(count);
                await using var reader = await command.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    items.Add(ReadItem(reader, lease));
                }

                items.Sort(static (a, b) => a.Id.CompareTo(b.Id));
                return items;
            },
            cancellationToken
        );

    private static string Leaving(IReadOnlyList<string> kinds) =>
        kinds.Count == 0 ? "" : $"AND w.kind NOT IN ({string.Join(", ", kinds.Select((_, i) => $"@kind{i}"))})";

    /// <summary>Keeps the lease while a handler runs. False: it was lost, somebody else may be at work.</summary>
    public Task<bool> ExtendAsync(WorkItem item, CancellationToken cancellationToken) =>
        ChangeAsync(item, "lease_until = @until", [("until", NowMs + (long)options.Lease.TotalMilliseconds)], cancellationToken);

    /// <summary>Gives a claim back untried, e.g. when the process stops.</summary>
    public Task<bool> ReleaseAsync(WorkItem item, CancellationToken cancellationToken) =>
        ChangeAsync(item, "lease_id = NULL, lease_until = NULL, attempts = attempts - 1", [], cancellationToken);

    private Task<bool> ChangeAsync(WorkItem item, string change, (string, object?)[] parameters, CancellationToken cancellationToken) =>
        OnClaimAsync(item, $"UPDATE work SET {change}", parameters, cancellationToken);

    /// <summary>Runs the statement on the claimed row. False: the lease was lost and nothing changed.</summary>
    private Task<bool> OnClaimAsync(WorkItem item, string statement, (string, object?)[] parameters, CancellationToken cancellationToken) =>
        database.WriteRawAsync(
            async (connection, transaction, token) =>
                await connection.RunAsync(
                    transaction,
                    statement + " WHERE id = @id AND tenant = @tenant AND lease_id = @lease",
                    [("id", item.Id), ("tenant", item.Tenant.Value), ("lease", item.LeaseId), .. parameters],
                    token
                ) == 1,
            cancellationToken
        );

    private static WorkItem ReadItem(DbDataReader reader, Guid lease) =>
        new(
            reader.GetInt64(0),
            TenantId.Parse(reader.GetString(1)),
            reader.GetString(2),
            reader.GetString(3),
            reader.GetFieldValue<byte[]>(4),
            reader.TextOrNull(5),
            reader.GetInt32(6),
            reader.Moment(7),
            lease,
            reader.TextOrNull(8),
            reader.MomentOrNull(9)
        );
}
