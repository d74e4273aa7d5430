using Itam.Context.Storage;

namespace Itam.Context.Register;

/// <summary>One physical or virtual device as the register knows it. Dates of the four clocks: warranty (<see cref="Warranties"/>),
/// end of life, refresh and lease are told apart on purpose.</summary>
public sealed class Device : ITenantOwned
{
    public string Tenant { get; set; } = "";
    public required Guid Id { get; init; }

    public string? Name { get; set; }
    public string? Serial { get; set; }
    public string? AssetTag { get; set; }
    public DeviceType Type { get; set; }
    public Platform Platform { get; set; }
    public string? Manufacturer { get; set; }
    public string? Model { get; set; }

    /// <summary>Machine-readable model: Mac16,10, 21HD.</summary>
    public string? ModelId { get; set; }

    public LifecycleState State { get; set; }

    /// <summary>The state in the words of the source, kept beside the neutral one.</summary>
    public string? SourceState { get; set; }

    /// <summary>Used by many people (a meeting room, a till), so an assignment proves little.</summary>
    public bool Shared { get; set; }
    public string? Location { get; set; }
    public Guid? AssignedToId { get; set; }
    public Person? AssignedTo { get; set; }

    public string? OsName { get; set; }
    public string? OsVersion { get; set; }
    public long? StorageTotalBytes { get; set; }
    public long? StorageFreeBytes { get; set; }
    public DateTimeOffset? LastSeenAt { get; set; }
    public DateTimeOffset? LastBootAt { get; set; }
    public Encryption Encryption { get; set; }
    public Compliance Compliance { get; set; }

    /// <summary>Enrolled in device management; null where no source says.</summary>
    public bool? Managed { get; set; }
    public Protection Protection { get; set; }
    public Ownership Ownership { get; set; }

    public DateOnly? PurchasedOn { get; set; }
    public decimal? Cost { get; set; }
    public string? Currency { get; set; }
    public DateOnly? EndOfLifeOn { get; set; }
    public DateOnly? RefreshDueOn { get; set; }
    public DateOnly? LeaseEndsOn { get; set; }

    /// <summary>A loaner is due back on this day.</summary>
    public DateOnly? LoanDueOn { get; set; }

    /// <summary>No source knows the device any more since this moment; null while one does, and for devices that never came from a source.</summary>
    public DateTimeOffset? GoneSince { get; set; }

    /// <summary>Source and as-of time per property name of this class; a value without an entry is of unknown origin.</summary>
    public Dictionary<string, Origin> Origins { get; set; } = [];

    public List<DeviceIdentifier> Identifiers { get; init; } = [];
    public List<Warranty> Warranties { get; init; } = [];

    /// <summary>What people call it: the name, else the tag, else the serial.</summary>
    public string Label => Name ?? AssetTag ?? Serial ?? Id.ToString();

    public Origin? OriginOf(string property) => Origins.GetValueOrDefault(property);
}
