namespace Itam.Context.Work;

/// <summary>A claimed piece of work. <see cref="LeaseId"/> fences it: whoever lost the lease cannot complete.</summary>
/// <param name="Attempt">1 on the first try.</param>
/// <param name="HeldSince">Set while the work waits for a person.</param>
public sealed record WorkItem(
    long Id,
    TenantId Tenant,
    string Kind,
    string OrderingKey,
    byte[] Payload,
    string? Meta,
    int Attempt,
    DateTimeOffset CreatedAt,
    Guid LeaseId,
    string? Connection = null,
    DateTimeOffset? HeldSince = null
);
