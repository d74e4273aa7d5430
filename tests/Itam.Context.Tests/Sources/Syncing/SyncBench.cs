using Itam.Context.Desks;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Sources.Records;
using Itam.Context.Sources.Syncing;
using Itam.Context.Storage;
using Itam.Testing.Databases;
using Itam.Testing.Time;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Tests.Sources.Syncing;

/// <summary>A fresh register, a clock, and what one wants to know of it after a sync.</summary>
internal sealed class SyncBench : IAsyncDisposable
{
    public static readonly TenantId Tenant = TenantId.Parse("acme");
    public static readonly DateTimeOffset Now = ManualTime.Morning;

    private SyncBench(TestDatabase test) => Test = test;

    public TestDatabase Test { get; }
    public Database Database => Test.Database;
    public ManualTime Time { get; } = new();
    public SyncRunner Runner => new(Database, Time);

    public static async Task<SyncBench> CreateAsync(TestEngine engine = TestEngine.Sqlite) => new(await TestDatabase.CreateAsync(engine));

    public Task<SyncResult> SyncAsync(ISource source, bool? full = null) => Runner.RunAsync(source, full, null, CancellationToken.None);

    /// <summary>A person with an e-mail, and a device as an import leaves it.</summary>
    public async Task<Guid> AddPersonAsync(string email)
    {
        var id = new Guid(email.Length, 1, 1, [.. new byte[8]]);
        var person = new Person
        {
            Id = id,
            DisplayName = email,
            Email = email,
            Identities =
            {
                new PersonIdentity
                {
                    Kind = IdentityKind.Email,
                    Value = email,
                    PersonId = id,
                },
            },
        };
        await AddAsync(person);
        return id;
    }

    public async Task<Guid> AddImportedAsync(Action<Device> fill, Guid? id = null)
    {
        var device = new Device { Id = id ?? Guid.CreateVersion7(Now) };
        fill(device);
        Identify(IdentifierKind.Serial, device.Serial);
        Identify(IdentifierKind.AssetTag, device.AssetTag);
        Identify(IdentifierKind.Hostname, device.Name);
        await AddAsync(device);
        return device.Id;

        void Identify(IdentifierKind kind, string? value)
        {
            if (Identifiers.Normalise(kind, value) is { } normal)
            {
                device.Identifiers.Add(
                    new DeviceIdentifier
                    {
                        Kind = kind,
                        Value = normal,
                        DeviceId = device.Id,
                    }
                );
            }
        }
    }

    public Task AddAsync(params object[] rows) => WriteAsync(db => db.AddRange(rows));

    public Task WriteAsync(Action<ItamDb> change) =>
        Database.WriteAsync(
            Tenant,
            (db, _) =>
            {
                change(db);
                return Task.CompletedTask;
            },
            default
        );

    public async Task<List<Device>> DevicesAsync()
    {
        await using var db = Database.Open(Tenant);
        return await db.Devices.AsNoTracking().Include(d => d.Identifiers).Include(d => d.Warranties).AsSplitQuery().ToListAsync();
    }

    public async Task<List<MatchReview>> ReviewsAsync()
    {
        await using var db = Database.Open(Tenant);
        return await db.MatchReviews.AsNoTracking().ToListAsync();
    }

    public async Task<SyncState> StateAsync(string connection)
    {
        await using var db = Database.Open(Tenant);
        return await db.SyncStates.AsNoTracking().SingleAsync(s => s.Connection == connection);
    }

    public async Task<List<Person>> PeopleAsync()
    {
        await using var db = Database.Open(Tenant);
        return await db.People.AsNoTracking().Include(p => p.Identities).ToListAsync();
    }

    public async Task<List<License>> LicensesAsync()
    {
        await using var db = Database.Open(Tenant);
        return await db.Licenses.AsNoTracking().Include(l => l.Seats).ToListAsync();
    }

    /// <summary>All values, origins and names of all devices, people and licenses, and all doubts; without ids, which depend on time: people and devices are called by
    /// what they are.</summary>
    public async Task<string[]> ExportAsync()
    {
        var people = await PeopleAsync();
        var devices = await DevicesAsync();
        var names = people
            .ToDictionary(p => p.Id, CallOf)
            .Concat(devices.ToDictionary(d => d.Id, d => string.Join(',', d.Identifiers.Select(NameOf).Order(StringComparer.Ordinal))))
            .ToDictionary();
        var doubts = (await ReviewsAsync()).Select(r => $"{r.Reason} {r.Words} {r.Connection}/{r.SourceId}");
        var ofPeople = people.Select(p =>
            Print(p, p.Origins, names, p.Identities.Where(i => i.Scope.Length > 0 || i.Kind != IdentityKind.Account).Select(NameOf))
        );
        var ofDevices = devices.Select(d =>
            Print(d, d.Origins, names, d.Identifiers.Select(NameOf).Concat(d.Warranties.Select(w => $"{w.Source} {w.Kind} {w.EndsOn} {w.CheckedAt}")))
        );
        var ofLicenses = (await LicensesAsync()).Select(l =>
            Print(
                l,
                l.Origins,
                names,
                l.Seats.Select(s => $"seat {Name(s.PersonId)} {Name(s.DeviceId)} {s.AssignedOn} {s.LastUsedAt} {s.FromSource}")
            )
        );
        return [.. ofDevices.Concat(ofPeople).Concat(ofLicenses).Concat(doubts).Order(StringComparer.Ordinal)];

        string Name(Guid? id) => id is { } known ? names[known] : "nobody";
    }

    private static string Print(object thing, Dictionary<string, Origin> origins, Dictionary<Guid, string> names, IEnumerable<string> more) =>
        string.Join(
            '|',
            thing
                .GetType()
                .GetProperties()
                .Where(p =>
                    p.Name
                        is not ("Id" or "Tenant" or "Origins" or "Identifiers" or "Identities" or "Warranties" or "Seats" or "AssignedTo" or "Label")
                )
                .Select(p => $"{p.Name}={(p.GetValue(thing) is Guid id ? names[id] : p.GetValue(thing))}")
                .Prepend(thing.GetType().Name)
                .Concat(origins.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key} from {o.Value}"))
                .Concat(more.Order(StringComparer.Ordinal))
        );

    private static string CallOf(Person person) =>
        $"{person.DisplayName} ({string.Join(',', person.Identities.Where(i => i.Scope.Length > 0 || i.Kind != IdentityKind.Account).Select(NameOf).Order(StringComparer.Ordinal))})";

    private static string NameOf(PersonIdentity i) => $"{i.Kind}/{i.Scope}/{i.Value}/{i.FromSource}";

    private static string NameOf(DeviceIdentifier i) => $"{i.Kind}/{i.Scope}/{i.Value}";

    public static DeviceRecord Record(string id, string? serial = null, string? tag = null, int daysOld = 0) =>
        new(id, Now.AddDays(-daysOld)) { Serial = serial, AssetTag = tag };

    public static DeviceRecord HeldBy(DeviceRecord record, string email) => record with { Holder = [new PersonName(IdentityKind.Email, email)] };

    public ValueTask DisposeAsync() => Test.DisposeAsync();
}
