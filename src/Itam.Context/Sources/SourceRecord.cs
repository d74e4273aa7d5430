using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Itam.Context.Desks;
using Itam.Context.Register;

namespace Itam.Context.Sources;

/// <summary>
/// What one source says about one thing, in neutral words. Null means that the source does not say; values that mean nothing (0001-01-01, zero GUIDs,
/// factory placeholders) were already made null by the source's mapper.
/// </summary>
/// <param name="SourceId">The source's own key of the thing; stable over time.</param>
/// <param name="AsOf">When the source itself last knew this (last sync of the device, last change of the row), not when we read it.</param>
public abstract record SourceRecord(string SourceId, DateTimeOffset AsOf);

public sealed record DeviceRecord(string SourceId, DateTimeOffset AsOf) : SourceRecord(SourceId, AsOf)
{
    /// <summary>The name it has in the network; not a label somebody typed.</summary>
    public string? Hostname { get; init; }
    public string? Serial { get; init; }
    public string? AssetTag { get; init; }
    public ImmutableArray<string> Macs { get; init; } = [];
    public string? Imei { get; init; }
    public string? Uuid { get; init; }

    /// <summary>Entra device id; joins records of directory and management.</summary>
    public string? DirectoryDeviceId { get; init; }

    /// <summary>Ids of this device in other systems, as this source knows them (a management's id in a register's custom field): kind SourceId with the other connection's scope.</summary>
    public ImmutableArray<DeviceName> CrossIds { get; init; } = [];

    public DeviceType? Type { get; init; }
    public Platform? Platform { get; init; }
    public string? Manufacturer { get; init; }
    public string? Model { get; init; }

    /// <summary>Machine-readable model: Mac16,10, 21HD, 20XW.</summary>
    public string? ModelId { get; init; }
    public LifecycleState? State { get; init; }
    public string? SourceState { get; init; }
    public Ownership? Ownership { get; init; }
    public bool? Shared { get; init; }
    public string? Location { get; init; }

    /// <summary>Who holds it, by every name the source gives. Empty where it does not say; see <see cref="Unassigned"/>.</summary>
    public ImmutableArray<PersonName> Holder { get; init; } = [];

    /// <summary>The source says plainly that nobody holds it.</summary>
    public bool Unassigned { get; init; }

    public string? OsName { get; init; }
    public string? OsVersion { get; init; }
    public long? StorageTotalBytes { get; init; }
    public long? StorageFreeBytes { get; init; }
    public DateTimeOffset? LastSeenAt { get; init; }
    public DateTimeOffset? LastBootAt { get; init; }
    public Encryption? Encryption { get; init; }
    public Compliance? Compliance { get; init; }

    /// <summary>Enrolled in device management.</summary>
    public bool? Managed { get; init; }
    public Protection? Protection { get; init; }

    public DateOnly? PurchasedOn { get; init; }
    public decimal? Cost { get; init; }
    public string? Currency { get; init; }
    public DateOnly? EndOfLifeOn { get; init; }
    public DateOnly? RefreshDueOn { get; init; }
    public DateOnly? LeaseEndsOn { get; init; }
    public DateOnly? LoanDueOn { get; init; }
    public ImmutableArray<WarrantyFact> Warranties { get; init; } = [];
}

public sealed record WarrantyFact(WarrantyKind Kind, string? Level, DateOnly? StartsOn, DateOnly? EndsOn);

public sealed record PersonRecord(string SourceId, DateTimeOffset AsOf) : SourceRecord(SourceId, AsOf)
{
    public ImmutableArray<PersonName> Names { get; init; } = [];

    /// <summary>Records of this person in other systems, as this source knows them: kind Account, the record's own key, and the other connection's scope. They name nobody in
    /// tickets.</summary>
    public ImmutableArray<PersonName> CrossIds { get; init; } = [];
    public string? DisplayName { get; init; }
    public string? JobTitle { get; init; }
    public string? Department { get; init; }
    public string? Site { get; init; }
    public string? Country { get; init; }
    public string? TimeZone { get; init; }
    public string? Language { get; init; }
    public bool? Vip { get; init; }
    public bool? Active { get; init; }
    public ImmutableArray<PersonName> Manager { get; init; } = [];

    /// <summary>The source tells only what changed and said nothing of the manager: whom it named last still holds.</summary>
    [JsonIgnore]
    public bool SameManager { get; init; }
    public DateOnly? StartsOn { get; init; }
    public DateOnly? LeavesOn { get; init; }
}

public sealed record LicenseRecord(string SourceId, DateTimeOffset AsOf) : SourceRecord(SourceId, AsOf)
{
    public required string Product { get; init; }
    public string? Publisher { get; init; }

    /// <summary>Entitlements owned.</summary>
    public int? Owned { get; init; }

    /// <summary>In use, where the source counts but does not list.</summary>
    public int? Assigned { get; init; }
    public DateOnly? RenewsOn { get; init; }
    public decimal? CostPerSeat { get; init; }
    public string? Currency { get; init; }

    /// <summary>Null: the source does not list seats. Empty: nobody has one.</summary>
    public ImmutableArray<SeatFact>? Seats { get; init; }
}

public sealed record SeatFact(
    ImmutableArray<PersonName> Person,
    ImmutableArray<DeviceName> Device,
    DateOnly? AssignedOn = null,
    DateTimeOffset? LastUsedAt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] SeatState State = SeatState.Active
);
