namespace Itam.Context.Work;

/// <param name="Deliveries">Remembered deliveries that were forgotten.</param>
/// <param name="Payloads">Dead letters that lost their payload.</param>
public sealed record Purged(int Deliveries, int Payloads);

public sealed partial class WorkQueue
{
    /// <summary>Enforces both retentions, a batch per transaction.</summary>
    public async Task<Purged> PurgeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var deliveries = await database.InBatchesAsync(
            "DELETE FROM work_seen WHERE (tenant, dedupe_key) IN (SELECT tenant, dedupe_key FROM work_seen WHERE seen_at <= @before LIMIT @count)",
            now - options.SeenRetention,
            cancellationToken
        );
        var payloads = await database.InBatchesAsync(
            "UPDATE work SET payload = NULL WHERE id IN (SELECT id FROM work WHERE state = 'Dead' AND payload IS NOT NULL AND failed_at <= @before LIMIT @count)",
            now - options.DeadPayloadRetention,
            cancellationToken
        );
        return new Purged(deliveries, payloads);
    }
}
