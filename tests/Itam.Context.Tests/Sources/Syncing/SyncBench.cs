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

    public async Task<Guid> AddImportedAsync(Action<Device> fill)
    {
        var device = new Device { Id = Guid.CreateVersion7(Now) };
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

    /// <summary>All values, origins, names and warranties of all devices, and all doubts; without ids, which depend on time.</summary>
    public async Task<string[]> ExportAsync()
    {
        var devices = (await DevicesAsync()).Select(d =>
            string.Join(
                '|',
                typeof(Device)
                    .GetProperties()
                    .Where(p => p.Name is not ("Id" or "Tenant" or "Origins" or "Identifiers" or "Warranties" or "AssignedTo" or "Label"))
                    .Select(p => $"{p.Name}={p.GetValue(d)}")
                    .Concat(d.Origins.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key} from {o.Value}"))
                    .Concat(d.Identifiers.Select(i => $"{i.Kind}/{i.Scope}/{i.Value}").Order(StringComparer.Ordinal))
                    .Concat(d.Warranties.Select(w => $"{w.Source} {w.Kind} {w.EndsOn} {w.CheckedAt}").Order(StringComparer.Ordinal))
            )
        );
        var doubts = (await ReviewsAsync()).Select(r => $"{r.Reason} {r.Words} {r.Connection}/{r.SourceId}");
        return [.. devices.Concat(doubts).Order(StringComparer.Ordinal)];
    }

    public static DeviceRecord Record(string id, string? serial = null, string? tag = null, int daysOld = 0) =>
        new(id, Now.AddDays(-daysOld)) { Serial = serial, AssetTag = tag };

    public static DeviceRecord HeldBy(DeviceRecord record, string email) => record with { Holder = [new PersonName(IdentityKind.Email, email)] };

    public ValueTask DisposeAsync() => Test.DisposeAsync();
}
