using Itam.Context.Desks;
using Itam.Context.Lifecycle;
using Itam.Context.Lifecycle.Catalogue;
using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.Testing.Databases;
using Itam.Testing.Time;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Tests.Lifecycle;

/// <summary>A small company with a stockroom, a catalogue, a clock that stands still, and a desk on paper.</summary>
internal sealed class EquipmentStage : IAsyncDisposable
{
    public static readonly TenantId Tenant = TenantId.Parse("acme");
    private static int _number;
    private readonly TestDatabase _test;

    private EquipmentStage(TestDatabase test, EquipmentSettings settings)
    {
        _test = test;
        Settings = settings;
    }

    public ManualTime Time { get; } = new();
    public EquipmentSettings Settings { get; }
    public PaperRequestDesk Desk { get; } = new();
    public Database Database => _test.Database;
    public string Setting => _test.Setting;
    public EquipmentService Service => new(Database, Settings, new WorkSignal(), Time);
    public List<CaseNotice> Notices { get; } = [];
    public required SourceDirectory Sources { get; init; }

    /// <summary>Causes of dead letters, where a test expects any.</summary>
    public List<string>? DeadLetters { get; init; }

    public Person Boss { get; } = Human("Bo Boss", "boss@example.com", "Sales");
    public Person Mia { get; } = Human("Mia Manager", "mia@example.com", "Sales");
    public Person Dana { get; } = Human("Dana Demo", "dana@example.com", "Sales");
    public Person Kim { get; } = Human("Kim Lee", "kim@example.com", "Finance", "Paris", "FR", "Europe/Paris");
    public Person Sam { get; } = Human("Sam Store", "sam@example.com", "IT");
    public Person Fin { get; } = Human("Fin Finance", "fin@example.com", "Finance");
    public Person Fay { get; } = Human("Fay Fallback", "fay@example.com", "IT services");

    public static async Task<EquipmentStage> OpenAsync(
        TestEngine engine,
        Func<EquipmentSettings, EquipmentSettings>? adjust = null,
        SourceDirectory? sources = null
    )
    {
        var settings = new EquipmentSettings
        {
            Tenant = Tenant,
            Catalogue = CatalogueFile.Parse(Catalogue, "catalogue.json"),
            Desk = "helpdesk",
            Stockroom = ["sam@example.com"],
            FallbackApprover = "fay@example.com",
            SecondApprover = "fin@example.com",
            SecondApprovalAbove = 2000,
            Notices = true,
        };
        var stage = new EquipmentStage(await TestDatabase.CreateAsync(engine), adjust?.Invoke(settings) ?? settings)
        {
            Sources = sources ?? new SourceDirectory([]),
            DeadLetters = sources is null ? null : [],
        };
        stage.Mia.ManagerId = stage.Boss.Id;
        stage.Dana.ManagerId = stage.Mia.Id;
        stage.Kim.ManagerId = stage.Mia.Id;
        await stage.SaveAsync(stage.Boss, stage.Mia, stage.Dana, stage.Kim, stage.Sam, stage.Fin, stage.Fay);
        return stage;
    }

    /// <summary>2026 is the year of the clock.</summary>
    private const string Catalogue = """
        {
          "items": [
            { "id": "laptop", "name": { "default": "Laptop", "de": "Notebook" }, "type": "laptop", "models": ["ThinkPad T14 Gen 5"], "price": "1490 EUR", "refreshMonths": 36, "policy": "One per person" },
            { "id": "workstation", "name": "Workstation", "type": "desktop", "models": ["Z6"], "price": "3000 EUR" },
            { "id": "monitor", "name": "Monitor", "type": "monitor", "models": ["P2425H"], "price": "239 EUR", "maxHeld": 2, "autoApproveUpTo": 300 },
            { "id": "loaner", "name": "Loaner laptop", "type": "laptop", "models": ["Latitude 5420"], "price": "0 EUR", "autoApproveUpTo": 0, "loanMaxDays": 14 },
            { "id": "bag", "name": "Bag", "type": "other", "price": "30 EUR", "autoApproveUpTo": 50, "maxHeld": 3 },
            { "id": "press", "name": "Press phone", "type": "phone", "models": ["iPhone 16"], "price": "899 EUR", "departments": ["Marketing"] }
          ],
          "budgets": [{ "department": "Sales", "year": 2026, "amount": "5000 EUR" }]
        }
        """;

    public static Device Stock(string tag, string model, string location = "Berlin, IT store", DeviceType type = DeviceType.Laptop)
    {
        var device = new Device
        {
            Id = NewId(),
            Name = tag,
            AssetTag = tag,
            Serial = $"S-{tag}-X1",
            Type = type,
            Model = model,
            State = LifecycleState.InStock,
            Location = location,
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

    public Task SaveAsync(params object[] rows) =>
        Database.WriteAsync(
            Tenant,
            (db, _) =>
            {
                db.AddRange(rows);
                return Task.CompletedTask;
            },
            default
        );

    public Task ChangeAsync(Guid device, Action<Device> change) =>
        Database.WriteAsync(Tenant, async (db, token) => change(await db.Devices.FirstAsync(d => d.Id == device, token)), default);

    public async Task<Device> DeviceAsync(Guid id)
    {
        await using var db = Database.Open(Tenant);
        return await db.Devices.AsNoTracking().FirstAsync(d => d.Id == id);
    }

    public async Task<List<CustodyEvent>> CustodyAsync()
    {
        await using var db = Database.Open(Tenant);
        return await db.CustodyEvents.AsNoTracking().OrderBy(c => c.DeviceId).ThenBy(c => c.Number).ToListAsync();
    }

    public async Task<EquipmentRequestView> AskAsync(Person person, string item, int? loanDays = null) =>
        (await TryAskAsync(person, item, loanDays)).Should().BeOfType<EquipmentOutcome.Accepted>().Subject.View;

    /// <summary>A second later, so that everybody's place in line is plain.</summary>
    public Task<EquipmentOutcome> TryAskAsync(Person person, string item, int? loanDays = null)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        return Service.AskAsync(Tenant, person.Id, new EquipmentAsk(item, "I need it", $"activity-{NewId()}", LoanDays: loanDays), default);
    }

    public async Task<EquipmentRequestView> ViewAsync(Guid request, Person viewer) =>
        (await Service.ViewAsync(Tenant, request, viewer.Id, default)).Should().BeOfType<EquipmentOutcome.Accepted>().Subject.View;

    public Task<EquipmentOutcome> ApproveAsync(Guid request, Person by) => Service.DecideAsync(Tenant, by.Id, request, approve: true, null, default);

    /// <summary>A request for a laptop, approved by the manager.</summary>
    public async Task<Guid> ApprovedLaptopAsync(Person person)
    {
        var asked = await AskAsync(person, "laptop");
        (await ApproveAsync(asked.Id, Mia)).Should().BeOfType<EquipmentOutcome.Accepted>();
        return asked.Id;
    }

    /// <summary>Lets time pass, an hour at a time, with the worker running; notices are kept aside.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromHours(1))
        {
            Time.Advance(TimeSpan.FromHours(1));
            await WorkAsync();
        }
    }

    /// <summary>Does all work that is due.</summary>
    public async Task WorkAsync()
    {
        var queue = new WorkQueue(Database, new WorkOptions(), new Backoff(() => 0.5), Time);
        IWorkHandler[] handlers =
        [
            new EquipmentTimerHandler(Settings, Time),
            new MirrorHandler(new DeskDirectory([Desk]), Database, Settings),
            new AssetWriteHandler(Sources, Database),
        ];
        while (await queue.ClaimAsync(20, default) is { Count: > 0 } items)
        {
            foreach (var item in items)
            {
                if (item.Kind == CaseNotice.WorkKind)
                {
                    Notices.Add(CaseNotice.Read(item));
                    await queue.SettleAsync(item, WorkOutcome.Finished, default);
                    continue;
                }

                WorkOutcome outcome;
                try
                {
                    outcome = await handlers.Single(h => h.Kind == item.Kind).HandleAsync(item, default);
                }
                catch (Itam.Context.Connections.ConnectionException failure)
                {
                    outcome = new WorkOutcome.Retry(failure.Message);
                }

                var settlement = await queue.SettleAsync(item, outcome, default);
                if (outcome is WorkOutcome.Dead dead && DeadLetters is not null)
                {
                    DeadLetters.Add(dead.Cause);
                    continue;
                }

                settlement.Should().BeOneOf(Settlement.Done, Settlement.Retried);
            }
        }
    }

    public Task RestartAsync() => _test.ReopenAsync();

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    private static Guid NewId() => Guid.CreateVersion7(ManualTime.Morning.AddSeconds(Interlocked.Increment(ref _number)));

    private static Person Human(
        string name,
        string email,
        string department,
        string site = "Berlin",
        string country = "DE",
        string zone = "Europe/Berlin"
    )
    {
        var id = NewId();
        return new Person
        {
            Id = id,
            DisplayName = name,
            Email = email,
            Department = department,
            Site = site,
            Country = country,
            TimeZone = zone,
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
    }
}
