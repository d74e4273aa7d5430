using Itam.Context;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Sandbox.Company;

namespace Itam.Testing;

/// <summary>Three people and three devices, on the emulated desks and in the register alike: enough for a whole ticket.</summary>
public static class SmallCompany
{
    private static readonly DateTimeOffset Created = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    public static readonly SandboxPerson Dana = Person(1, "Dana Demo", "dana@example.com");
    public static readonly SandboxPerson Kim = Person(2, "Kim Lee", "kim@example.com") with { HidesEmail = true };
    public static readonly SandboxPerson Sam = Person(3, "Sam Nobody", "sam@example.com");

    public static readonly SandboxDevice DanasLaptop = Device(1, "LT-0042", "PF3ABCDE", Dana);
    public static readonly SandboxDevice KimsLaptop = Device(2, "LT-0107", "PF3KLMNO", Kim);
    public static readonly SandboxDevice Spare = Device(3, "LT-0200", "PF3SPARE", null) with { State = "in stock" };

    public static SandboxCompany Create() => new([Dana, Kim, Sam], [DanasLaptop, KimsLaptop, Spare], [], []);

    /// <summary>The same company in the register, e-mails and all.</summary>
    public static Task RegisterAsync(Database database, TenantId tenant, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            tenant,
            (db, _) =>
            {
                var people = Create().People.ToDictionary(p => p.Email, Entity);
                db.AddRange(people.Values);
                db.AddRange(Create().Devices.Select(d => Entity(d, d.AssignedTo is { } email ? people[email] : null)));
                return Task.CompletedTask;
            },
            cancellationToken
        );

    private static Person Entity(SandboxPerson person)
    {
        var id = Guid.CreateVersion7(Created.AddSeconds(person.Number));
        return new Person
        {
            Id = id,
            DisplayName = person.Name,
            Email = person.Email,
            Department = person.Department,
            Site = person.Site,
            TimeZone = person.TimeZone,
            Identities =
            {
                new PersonIdentity
                {
                    Kind = IdentityKind.Email,
                    Value = person.Email,
                    PersonId = id,
                },
            },
        };
    }

    private static Device Entity(SandboxDevice device, Person? holder)
    {
        var id = Guid.CreateVersion7(Created.AddSeconds(1000 + device.Number));
        var entity = new Device
        {
            Id = id,
            Name = device.Name,
            Serial = device.Serial,
            AssetTag = device.AssetTag,
            Type = DeviceType.Laptop,
            Manufacturer = device.Manufacturer,
            Model = device.Model,
            State = device.State == "in stock" ? LifecycleState.InStock : LifecycleState.InUse,
            AssignedToId = holder?.Id,
            StorageTotalBytes = 256_000_000_000,
            StorageFreeBytes = 6_100_000_000,
            Encryption = Encryption.Full,
            OsName = "Windows 11 Enterprise",
            OsVersion = "25H2",
            LastSeenAt = TimeProvider.System.GetUtcNow(),
        };
        Identify(IdentifierKind.Serial, device.Serial);
        Identify(IdentifierKind.AssetTag, device.AssetTag);
        Identify(IdentifierKind.Hostname, device.Name);
        return entity;

        void Identify(IdentifierKind kind, string value) =>
            entity.Identifiers.Add(
                new DeviceIdentifier
                {
                    Kind = kind,
                    Value = Identifiers.Normalise(kind, value)!,
                    DeviceId = id,
                }
            );
    }

    private static SandboxPerson Person(int number, string name, string email) =>
        new(number, name, email, "Sales", "Consultant", "Berlin", "DE", "Europe/Berlin", "de", false, false, null, new DateOnly(2020, 1, 1), null);

    private static SandboxDevice Device(int number, string tag, string serial, SandboxPerson? holder) =>
        new(
            number,
            tag,
            serial,
            tag,
            "laptop",
            "windows",
            "Lenovo",
            "ThinkPad T14 Gen 4",
            "in use",
            false,
            "Berlin",
            holder?.Email,
            "Windows 11 Enterprise",
            "25H2",
            256,
            6.1,
            null,
            "full",
            new DateOnly(2024, 1, 1),
            1299,
            new DateOnly(2027, 1, 1),
            "Premier Support",
            null,
            null,
            OnDesk: true
        );
}
