namespace Itam.Sandbox.Company;

/// <summary>The invented company that the emulated desks and the register share. The desks know only what a desk would know of it.</summary>
public sealed record SandboxCompany(
    IReadOnlyList<SandboxPerson> People,
    IReadOnlyList<SandboxDevice> Devices,
    IReadOnlyList<SandboxLicense> Licenses,
    IReadOnlyList<SandboxPastTicket> PastTickets
)
{
    public SandboxPerson Person(string email) => People.First(p => p.Email == email);
}

/// <param name="HidesEmail">A desk with privacy settings shows no e-mail of this person.</param>
public sealed record SandboxPerson(
    int Number,
    string Name,
    string Email,
    string Department,
    string JobTitle,
    string Site,
    string Country,
    string TimeZone,
    string Language,
    bool Vip,
    bool HidesEmail,
    string? ManagerEmail,
    DateOnly StartsOn,
    DateOnly? LeavesOn
)
{
    /// <summary>The same in every run.</summary>
    public string EntraId => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"33333333-3333-4333-8333-{Number:D12}");
}

/// <param name="Type">As in the import: laptop, desktop, phone, monitor …</param>
/// <param name="State">As in the import: in use, in stock, stolen, retired …</param>
/// <param name="OnDesk">The desk's own asset store knows this device too.</param>
public sealed record SandboxDevice(
    int Number,
    string Name,
    string Serial,
    string AssetTag,
    string Type,
    string Platform,
    string Manufacturer,
    string Model,
    string State,
    bool Shared,
    string? Location,
    string? AssignedTo,
    string? OsName,
    string? OsVersion,
    double? StorageTotalGb,
    double? StorageFreeGb,
    DateTimeOffset? LastSeen,
    string? Encryption,
    DateOnly? PurchasedOn,
    decimal? Cost,
    DateOnly? WarrantyEnd,
    string? WarrantyLevel,
    DateOnly? RefreshDue,
    DateOnly? LeaseEnd,
    bool OnDesk
);

public sealed record SandboxLicense(string Product, string Publisher, int Owned, DateOnly? RenewsOn, IReadOnlyList<string> SeatEmails);

/// <summary>A ticket that was there before we were connected. <paramref name="DeviceTag"/> is linked on it where the desk can.</summary>
public sealed record SandboxPastTicket(
    string RequesterEmail,
    string Subject,
    string Description,
    string? DeviceTag,
    DateTimeOffset CreatedAt,
    bool Closed
);
