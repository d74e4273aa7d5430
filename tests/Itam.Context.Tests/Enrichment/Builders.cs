using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Enrichment.EndOfLife;
using Itam.Context.Enrichment.Findings;
using Itam.Context.Register;

namespace Itam.Context.Tests.Enrichment;

/// <summary>Devices, people and questions with sensible defaults, so that a test names only what it is about.</summary>
internal static class Builders
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 42, 0, TimeSpan.Zero);
    public static readonly DateOnly Today = new(2026, 11, 21);
    public static readonly TenantId Tenant = TenantId.Parse("acme");

    private static int _number;

    public static Guid Id() => Guid.CreateVersion7(Now.AddSeconds(Interlocked.Increment(ref _number)));

    public static Person Dana() =>
        new()
        {
            Id = Id(),
            DisplayName = "Dana Demo",
            Email = "dana@example.com",
            Department = "Sales",
            Site = "Berlin",
            TimeZone = "Europe/Berlin",
            Origins =
            {
                [nameof(Person.Department)] = new Origin("Entra", Now.AddHours(-2)),
                [nameof(Person.Site)] = new Origin("Entra", Now.AddHours(-2)),
                [nameof(Person.TimeZone)] = new Origin("Entra", Now.AddHours(-2)),
            },
        };

    public static Device Laptop(Person? owner = null, Action<Device>? change = null)
    {
        var device = new Device
        {
            Id = Id(),
            Name = "LT-0042",
            Serial = "PF3ABCDE",
            AssetTag = "LT-0042",
            Type = DeviceType.Laptop,
            Platform = Platform.Windows,
            Manufacturer = "Lenovo",
            Model = "ThinkPad T14 Gen 4",
            State = LifecycleState.InUse,
            AssignedToId = owner?.Id,
            AssignedTo = owner,
            OsName = "Windows 11 Enterprise",
            OsVersion = "25H2",
            StorageTotalBytes = 512_000_000_000,
            StorageFreeBytes = 200_000_000_000,
            LastSeenAt = Now.AddMinutes(-4),
            Encryption = Encryption.Full,
            Origins =
            {
                [nameof(Device.StorageFreeBytes)] = new Origin("Intune", Now.AddHours(-3)),
                [nameof(Device.LastSeenAt)] = new Origin("Intune", Now.AddHours(-3)),
                [nameof(Device.Model)] = new Origin("Intune", Now.AddHours(-3)),
                [nameof(Device.Name)] = new Origin("Intune", Now.AddHours(-3)),
                [nameof(Device.Serial)] = new Origin("Intune", Now.AddHours(-3)),
                [nameof(Device.AssetTag)] = new Origin("Snipe-IT", Now.AddDays(-2)),
            },
        };
        device.Warranties.Add(Warranty(device, Today.AddYears(1)));
        change?.Invoke(device);
        return device;
    }

    public static Warranty Warranty(Device device, DateOnly ends) =>
        new()
        {
            Id = Id(),
            DeviceId = device.Id,
            Kind = WarrantyKind.Base,
            Level = "Premier Support",
            EndsOn = ends,
            Lookup = WarrantyLookup.Found,
            Source = "Lenovo",
            CheckedAt = Now.AddDays(-6),
        };

    public static IReadOnlyList<Finding> Findings(Device device, params DateTimeOffset[] tickets) =>
        FindingRules.Evaluate(new FindingInput(device, null, tickets, Thresholds.Default, EndOfLifeCalendar.Shipped, Now));

    public static Ticket Ticket(string summary, string description = "", params LinkedDevice[] linked) =>
        new()
        {
            Ref = new TicketRef(Tenant, "helpdesk", "10042"),
            Number = "HELP-7",
            Summary = summary,
            Description = description,
            Requester = new TicketPerson("Dana Demo", [new PersonName(IdentityKind.Email, "dana@example.com")]),
            LinkedDevices = [.. linked],
            CreatedAt = Now.AddMinutes(-1),
            UpdatedAt = Now.AddMinutes(-1),
        };
}
