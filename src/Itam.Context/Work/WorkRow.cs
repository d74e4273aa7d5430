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

    /// <summary>The other side asked not to be called before; only a person may be faster.</summary>
    public long? NotBefore { get; set; }
    public Guid? LeaseId { get; set; }
    public long? LeaseUntil { get; set; }

    /// <summary>When it was first put on hold since it last made progress.</summary>
    public long? HeldSince { get; set; }

    /// <summary>The connection it came in through or goes out to, so that dead letters can be found by it.</summary>
    public string? Connection { get; init; }

    /// <summary>Null once a dead letter is older than the retention; such a row can be read but not replayed.</summary>
    public byte[]? Payload { get; init; } = [];

    /// <summary>What the payload needs to be understood, e.g. its content type.</summary>
    public string? Meta { get; init; }
    public long CreatedAt { get; init; }

    /// <summary>When the last attempt ended without success.</summary>
    public long? FailedAt { get; set; }
    public string? LastError { get; set; }
}
