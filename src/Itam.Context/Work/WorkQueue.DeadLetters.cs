using System.Data.Common;

namespace Itam.Context.Work;

public sealed partial class WorkQueue
{
    private const string Dead = "state = 'Dead'";
    private const string Stuck = $"({Dead} OR ({Waiting}))";

    private const string LetterColumns =
        "id, tenant, kind, ordering_key, connection, attempts, last_error, created_at, failed_at, CASE WHEN payload IS NULL THEN 0 ELSE 1 END";

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(DeadLetterFilter filter, int limit, CancellationToken cancellationToken)
    {
        var (where, parameters) = Matching(filter, Dead);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(
            null,
            $"SELECT {LetterColumns} FROM work WHERE {where} ORDER BY failed_at DESC, id DESC LIMIT @limit",
            [.. parameters, ("limit", limit)]
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var letters = new List<DeadLetter>();
        while (await reader.ReadAsync(cancellationToken))
        {
            letters.Add(ReadLetter(reader));
        }

        return letters;
    }

    /// <summary>Null: there is no such dead letter.</summary>
    public async Task<DeadLetterDetail?> ShowDeadLetterAsync(long id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(
            null,
            $"SELECT {LetterColumns}, meta, payload FROM work WHERE state = 'Dead' AND id = @id",
            ("id", id)
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var payload = await reader.IsDBNullAsync(11, cancellationToken) ? null : Printable.From(reader.GetFieldValue<byte[]>(11));
        return new DeadLetterDetail(ReadLetter(reader), reader.TextOrNull(10), payload);
    }

    /// <summary>Makes a dead letter or work that waits for its next attempt due now, with its id and no attempts. False: no such work, or its payload is past the retention.</summary>
    public async Task<bool> ReplayAsync(long id, CancellationToken cancellationToken) =>
        await ReplayAsync($"{Stuck} AND id = @id", [("id", id)], cancellationToken) == 1;

    /// <returns>How many were made due.</returns>
    public Task<int> ReplayAsync(DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        var (where, parameters) = Matching(filter, Stuck);
        return ReplayAsync(where, parameters, cancellationToken);
    }

    /// <summary>Deletes it for good. False: no such dead letter.</summary>
    public Task<bool> DiscardAsync(long id, CancellationToken cancellationToken) =>
        database.WriteRawAsync(
            async (connection, transaction, token) =>
                await connection.RunAsync(transaction, "DELETE FROM work WHERE state = 'Dead' AND id = @id", [("id", id)], token) == 1,
            cancellationToken
        );

    /// <returns>How many were deleted.</returns>
    public Task<int> DiscardAsync(DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        var (where, parameters) = Matching(filter, Dead);
        return database.WriteRawAsync(
            (connection, transaction, token) => connection.RunAsync(transaction, $"DELETE FROM work WHERE {where}", parameters, token),
            cancellationToken
        );
    }

    /// <param name="tenant">Null: all of them.</param>
    public async Task<WorkSummary> SummariseAsync(TenantId? tenant, CancellationToken cancellationToken)
    {
        const string Text = """
            SELECT kind, phase, COUNT(*), MIN(created_at) FROM (
                SELECT kind, created_at, CASE WHEN state = 'Dead' THEN 'Dead' WHEN lease_until > @now THEN 'Running' WHEN due_at <= @now THEN 'Due' ELSE 'Waiting' END AS phase
                FROM work WHERE CAST(@tenant AS TEXT) IS NULL OR tenant = CAST(@tenant AS TEXT)) counted
            GROUP BY kind, phase ORDER BY kind, phase
            """;
        var now = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(null, Text, ("now", now.ToUnixTimeMilliseconds()), ("tenant", tenant?.Value));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new List<WorkCount>();
        while (await reader.ReadAsync(cancellationToken))
        {
            counts.Add(new WorkCount(reader.GetString(0), Enum.Parse<WorkPhase>(reader.GetString(1)), reader.GetInt64(2), now - reader.Moment(3)));
        }

        return new WorkSummary(counts);
    }

    private Task<int> ReplayAsync(string where, (string, object?)[] parameters, CancellationToken cancellationToken) =>
        database.WriteRawAsync(
            (connection, transaction, token) =>
                connection.RunAsync(
                    transaction,
                    $"UPDATE work SET state = 'Ready', due_at = @now, attempts = 0, held_since = NULL, not_before = NULL WHERE payload IS NOT NULL AND {where}",
                    [.. parameters, ("now", NowMs)],
                    token
                ),
            cancellationToken
        );

    private static (string Where, (string, object?)[] Parameters) Matching(DeadLetterFilter filter, string which)
    {
        (string Column, object? Value)[] wanted = [("tenant", filter.Tenant?.Value), ("kind", filter.Kind), ("connection", filter.Connection)];
        var set = wanted.Where(w => w.Value is not null).ToArray();
        return (string.Join(" AND ", [which, .. set.Select(w => $"{w.Column} = @{w.Column}")]), set);
    }

    private static DeadLetter ReadLetter(DbDataReader reader) =>
        new(
            reader.GetInt64(0),
            TenantId.Parse(reader.GetString(1)),
            reader.GetString(2),
            reader.GetString(3),
            reader.TextOrNull(4),
            reader.GetInt32(5),
            reader.TextOrNull(6) ?? "",
            reader.Moment(7),
            reader.Moment(8),
            reader.GetInt32(9) == 1
        );
}
