using Itam.Context.Sources;
using Itam.Context.Storage;

namespace Itam.Context.Register;

public enum WarrantyKind
{
    Unknown,
    Base,
    Extended,
    Subscription,
    AccidentalDamage,
    SoftwareSupport,
    SetupService,
}

/// <summary>The last three are different answers and stay different in what an agent sees.</summary>
public enum WarrantyLookup
{
    Found,
    NoneFound,
    NotChecked,
    Failed,
}

/// <summary>One entitlement of a device, or the fact that none was found.</summary>
public sealed class Warranty : ITenantOwned
{
    public string Tenant { get; set; } = "";
    public required Guid Id { get; init; }
    public required Guid DeviceId { get; init; }
    public string? Provider { get; set; }
    public WarrantyKind Kind { get; set; }

    /// <summary>The vendor's words, e.g. "Premier Support".</summary>
    public string? Level { get; set; }
    public DateOnly? StartsOn { get; set; }
    public DateOnly? EndsOn { get; set; }
    public WarrantyLookup Lookup { get; set; }
    public required string Source { get; set; }

    /// <summary>What the source is to us, which decides whose warranty counts; null for what was imported or typed.</summary>
    public SourceRole? Role { get; set; }
    public DateTimeOffset CheckedAt { get; set; }

    /// <summary>Set-up services and software support do not pay for a broken device.</summary>
    public bool CoversHardware => Kind is not (WarrantyKind.SetupService or WarrantyKind.SoftwareSupport);
}
