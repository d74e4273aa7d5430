using Itam.Context.Matching;
using Itam.Context.Storage;

namespace Itam.Context.Sources.Records;

/// <summary>A person's decision about two records: one device, or never one. Kept until it is taken back, whatever the records say later.</summary>
public sealed class MatchDecision : ITenantOwned
{
    public string Tenant { get; set; } = "";

    /// <summary>The lower of the two, so that a pair is stored once.</summary>
    public required string Connection { get; init; }
    public required string SourceId { get; init; }
    public required string OtherConnection { get; init; }
    public required string OtherSourceId { get; init; }
    public bool Same { get; set; }

    /// <summary>For people.</summary>
    public string DecidedBy { get; set; } = "";
    public DateTimeOffset DecidedAt { get; set; }

    public RecordId One => new(Connection, SourceId);
    public RecordId Other => new(OtherConnection, OtherSourceId);
}
