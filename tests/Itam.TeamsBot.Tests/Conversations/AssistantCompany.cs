using Itam.Context;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Sandbox.Teams;
using Itam.Testing;
using Microsoft.EntityFrameworkCore;

namespace Itam.TeamsBot.Tests.Conversations;

/// <summary>Who works at the company that the assistant serves in these tests, what lies in its stockroom, and what may be asked for.</summary>
internal static class AssistantCompany
{
    public static readonly string[] Names = ["Dana Demo", "Kim Lee", "Max Moor", "Finn Fee", "Sam Store", "Ada Agent", "Sec Urity"];

    public static TeamsUser User(string name, int number) =>
        new(name, $"44444444-4444-4444-8444-44444444444{number}", $"29:1person-{number}", $"{name.Split(' ')[0].ToLowerInvariant()}@example.com");

    public static async Task RegisterAsync(Database database, TenantId tenant, IEnumerable<TeamsUser> users)
    {
        await database.MigrateAsync(default);
        await SmallCompany.RegisterAsync(database, tenant);
        await database.WriteAsync(
            tenant,
            async (db, token) =>
            {
                var people = (await db.People.Include(p => p.Identities).ToListAsync(token)).ToDictionary(p => p.Email!);
                foreach (var user in users)
                {
                    if (!people.TryGetValue(user.Upn, out var person))
                    {
                        person = NewPerson(user);
                        people[user.Upn] = person;
                        db.People.Add(person);
                    }

                    if (!user.Name.StartsWith("Dana", StringComparison.Ordinal))
                    {
                        person.Identities.Add(Identity(person, IdentityKind.DirectoryId, user.EntraId));
                    }
                }

                people["dana@example.com"].ManagerId = people["kim@example.com"].Id;
                people["kim@example.com"].ManagerId = people["max@example.com"].Id;
                foreach (var n in Enumerable.Range(1, 2))
                {
                    db.Devices.Add(Monitor(n));
                }
            },
            default
        );
    }

    private static Person NewPerson(TeamsUser user)
    {
        var person = new Person
        {
            Id = Guid.CreateVersion7(),
            DisplayName = user.Name,
            Email = user.Upn,
            Department = "IT",
            Site = "Berlin",
            Country = "DE",
            TimeZone = "Europe/Berlin",
        };
        person.Identities.Add(Identity(person, IdentityKind.Email, user.Upn));
        return person;
    }

    private static PersonIdentity Identity(Person person, IdentityKind kind, string value) =>
        new()
        {
            Kind = kind,
            Value = value,
            PersonId = person.Id,
        };

    private static Device Monitor(int number)
    {
        var device = new Device
        {
            Id = Guid.CreateVersion7(),
            AssetTag = $"MO-000{number}",
            Serial = $"MONITOR{number}",
            Type = DeviceType.Monitor,
            Manufacturer = "Dell",
            Model = "UltraSharp U2724D",
            State = LifecycleState.InStock,
            Location = "Berlin",
        };
        foreach (var (kind, value) in new[] { (IdentifierKind.AssetTag, device.AssetTag), (IdentifierKind.Serial, device.Serial) })
        {
            device.Identifiers.Add(
                new DeviceIdentifier
                {
                    Kind = kind,
                    Value = Identifiers.Normalise(kind, value)!,
                    DeviceId = device.Id,
                }
            );
        }

        return device;
    }

    public const string Catalogue = """
        {
          "items": [
            { "id": "monitor", "name": { "default": "27-inch monitor", "de": "27-Zoll-Monitor" }, "type": "monitor", "models": ["UltraSharp U2724D"], "price": "349 EUR", "maxHeld": 2 },
            { "id": "headset", "name": "Headset", "type": "peripheral", "price": "79 EUR", "autoApproveUpTo": 100 },
            { "id": "workstation", "name": "Workstation", "type": "desktop", "models": ["Precision 3680"], "price": "2900 EUR" }
          ]
        }
        """;
}
