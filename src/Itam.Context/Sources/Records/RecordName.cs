using Itam.Context.Storage;

namespace Itam.Context.Sources.Records;

public enum NameUse
{
    /// <summary>The record is about whom the name names.</summary>
    Itself,

    /// <summary>The record points at somebody or something else: a holder, a manager, the user of a seat.</summary>
    Other,
}

/// <summary>A name that a stored record gives, so that the records which share or await it are found when it moves. Follows the record's JSON.</summary>
public sealed class RecordName : ITenantOwned
{
    public string Tenant { get; set; } = "";

    /// <summary>Kind of thing, kind of name, scope and normal form: "person Mail||dana@example.com".</summary>
    public required string Name { get; init; }
    public required NameUse Use { get; init; }
    public required RecordKind Kind { get; init; }
    public required string Connection { get; init; }
    public required string SourceId { get; init; }
}
