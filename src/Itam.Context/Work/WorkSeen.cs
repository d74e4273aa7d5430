using Itam.Context.Storage;

namespace Itam.Context.Work;

/// <summary>A delivery that was already taken in. Outlives the work itself: 7 days, longer than any sender retries.</summary>
public sealed class WorkSeen : ITenantOwned
{
    public string Tenant { get; set; } = "";
    public required string DedupeKey { get; init; }
    public long SeenAt { get; init; }
}
