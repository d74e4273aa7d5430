using Itam.Context.Storage;

namespace Itam.Context.Register;

public enum IdentifierKind
{
    Serial,
    AssetTag,
    Hostname,
    Mac,
    Imei,
    Uuid,

    /// <summary>The id in a source; <see cref="DeviceIdentifier.Scope"/> names the connection.</summary>
    SourceId,
}

/// <summary>One way to name a device. <see cref="Value"/> is normalised by <see cref="Matching.Identifiers"/>; equal values may belong to
/// several devices (a duplicate serial is a fact to show, not an error to hide).</summary>
public sealed class DeviceIdentifier : ITenantOwned
{
    public string Tenant { get; set; } = "";
    public required IdentifierKind Kind { get; init; }

    /// <summary>Connection name for <see cref="IdentifierKind.SourceId"/>, otherwise empty.</summary>
    public string Scope { get; init; } = "";
    public required string Value { get; init; }
    public required Guid DeviceId { get; init; }
}
