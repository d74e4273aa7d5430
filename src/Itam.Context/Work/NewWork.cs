namespace Itam.Context.Work;

/// <summary>Work to be put on the queue.</summary>
/// <param name="OrderingKey">One item at a time per key; empty where order does not matter.</param>
/// <param name="DedupeKey">The sender's identity of this delivery; a second one within 7 days is taken in as a duplicate. Null where the sender gives none.</param>
/// <param name="DueAt">Null: at once.</param>
/// <param name="Connection">The connection it came in through or goes out to; dead letters are found by it.</param>
public sealed record NewWork(
    TenantId Tenant,
    string Kind,
    string OrderingKey,
    ReadOnlyMemory<byte> Payload,
    string? Meta = null,
    string? DedupeKey = null,
    DateTimeOffset? DueAt = null,
    string? Connection = null
);
