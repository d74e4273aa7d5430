using Itam.Context.Storage;

namespace Itam.Context.Register;

/// <summary>How far a connection has been read; the next sweep starts here, less an overlap.</summary>
public sealed class Watermark : ITenantOwned
{
    public string Tenant { get; set; } = "";
    public required string Connection { get; init; }
    public required DateTimeOffset ReadUntil { get; set; }
}
