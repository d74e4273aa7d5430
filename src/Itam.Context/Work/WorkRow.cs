using Itam.Context.Storage;

namespace Itam.Context.Work;

public enum WorkState
{
    Ready,
    Dead,
}

/// <summary>One row of the durable queue: a webhook event, a delivery or a timer. Done rows are deleted.
/// Times are Unix milliseconds, so that the claim statement is the same SQL on both databases.</summary>
public sealed class WorkRow : ITenantOwned
{
    public string Tenant { get; set; } = "";
    public long Id { get; init; }
    public required string Kind { get; init; }

    /// <summary>One row at a time per key (a ticket, a case, a connection); empty means that order does not matter.</summary>
    public string OrderingKey { get; init; } = "";
    public WorkState State { get; set; }
    public long DueAt { get; set; }
    public int Attempts { get; set; }
    public Guid? LeaseId { get; set; }
    public long? LeaseUntil { get; set; }
    public byte[] Payload { get; init; } = [];

    /// <summary>What the payload needs to be understood, e.g. its content type.</summary>
    public string? Meta { get; init; }
    public long CreatedAt { get; init; }
    public string? LastError { get; set; }
}
