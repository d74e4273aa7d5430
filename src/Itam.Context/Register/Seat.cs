using Itam.Context.Storage;

namespace Itam.Context.Register;

/// <summary>Whether what was assigned can be used.</summary>
public enum SeatState
{
    Active,

    /// <summary>Assigned, and still being set up.</summary>
    Pending,

    /// <summary>Assigned, but it could not be set up.</summary>
    Failed,

    /// <summary>Assigned, but everything in it is switched off.</summary>
    Disabled,

    /// <summary>Assigned, but the subscription does not run.</summary>
    Suspended,
}

/// <summary>One use of a license, by a person or by a device.</summary>
public sealed class Seat : ITenantOwned
{
    public string Tenant { get; set; } = "";
    public required Guid Id { get; init; }
    public required Guid LicenseId { get; set; }
    public License? License { get; set; }
    public Guid? PersonId { get; set; }
    public Guid? DeviceId { get; set; }
    public DateOnly? AssignedOn { get; set; }
    public DateTimeOffset? LastUsedAt { get; set; }
    public SeatState State { get; set; }

    /// <summary>A source lists it. False for what was imported.</summary>
    public bool FromSource { get; set; }
}
