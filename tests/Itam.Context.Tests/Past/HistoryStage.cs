using Itam.Context.Desks;
using Itam.Context.Desks.History;
using Itam.Context.Enrichment;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.Testing.Databases;
using Itam.Testing.Logs;
using Itam.Testing.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using static Itam.Context.Tests.Enrichment.Builders;
using Builders = Itam.Context.Tests.Enrichment.Builders;

namespace Itam.Context.Tests.Past;

/// <summary>A desk with a past, a register with Dana's laptop, and a queue whose work is done when a test says so.</summary>
public abstract class HistoryStage(TestEngine engine) : IAsyncLifetime
{
    private readonly RecordingLog<HistoryHandler> _log = new();
    private TestDatabase _test = null!;

    protected ManualTime Time { get; } = new(Now);
    private protected PastDesk Desk { get; } = new();

    /// <summary>The setting HistoryDays.</summary>
    protected int Days { get; set; } = 365;
    protected WorkQueue Queue { get; private set; } = null!;
    protected Person Dana { get; private set; } = null!;
    protected Device DanasLaptop { get; private set; } = null!;
    protected Database Database => _test.Database;
    protected IReadOnlyList<LogEntry> Logged => _log.Entries;

    public async Task InitializeAsync()
    {
        _test = await TestDatabase.CreateAsync(engine);
        Queue = new WorkQueue(_test.Database, new WorkOptions(), new Backoff(() => 0.5), Time);
        Dana = Builders.Dana();
        Dana.Identities.Add(
            new PersonIdentity
            {
                Kind = IdentityKind.Email,
                Value = "dana@example.com",
                PersonId = Dana.Id,
            }
        );
        DanasLaptop = Registered("LT-0042", "PF3ABCDE", Dana);
        await SaveAsync(Dana, DanasLaptop);
    }

    public Task DisposeAsync() => _test.DisposeAsync().AsTask();

    protected static Device Batch(string tag, string serial, bool bad)
    {
        var device = Registered(tag, serial, null);
        (device.Model, device.PurchasedOn) = bad ? ("ThinkPad X1", new DateOnly(2025, 2, 1)) : ("ThinkPad T14 Gen 4", new DateOnly(2024, 8, 1));
        return device;
    }

    protected static Device Registered(string tag, string serial, Person? holder)
    {
        var device = Laptop(holder, d => (d.Name, d.AssetTag, d.Serial, d.AssignedTo) = (tag, tag, serial, null));
        foreach (var name in ContextService.NamesOf(device))
        {
            device.Identifiers.Add(
                new DeviceIdentifier
                {
                    Kind = name.Kind,
                    Value = Identifiers.Normalise(name.Kind, name.Value)!,
                    DeviceId = device.Id,
                }
            );
        }

        return device;
    }

    protected void AddPast(int count)
    {
        for (var i = 1; i <= count; i++)
        {
            Desk.Add($"{i}", "Battery of my laptop is empty", Now.AddDays(-40 + i));
        }
    }

    protected ContextService Context() => new(_test.Database, ThresholdsByTenant.Defaults, Time, NullLogger<ContextService>.Instance);

    protected HistoryReader Reader() => new(_test.Database, Context(), Time, NullLogger<HistoryReader>.Instance);

    protected HistoryHandler Handler() =>
        new(new DeskDirectory([Desk]), Reader(), new HistoryOptions(new Dictionary<string, int> { ["helpdesk"] = Days }), Time, _log);

    /// <summary>The process ends and another one starts.</summary>
    protected async Task RestartAsync()
    {
        await _test.ReopenAsync();
        Queue = new WorkQueue(_test.Database, new WorkOptions(), new Backoff(() => 0.5), Time);
    }

    protected Task ArmAsync() =>
        Queue.EnsureTimerAsync(Tenant, HistoryHandler.TimerKind, HistoryHandler.KeyOf("helpdesk"), Time.GetUtcNow(), default);

    /// <summary>Does what is due, each as a new process would.</summary>
    protected async Task<int> DoDueAsync()
    {
        var done = 0;
        while ((await Queue.ClaimAsync(1, default)).SingleOrDefault() is { } item)
        {
            item.Kind.Should().Be(HistoryHandler.TimerKind);
            await Queue.SettleAsync(item, await Handler().HandleAsync(item, default), default);
            done++;
        }

        return done;
    }

    protected async Task RunInBackgroundAsync()
    {
        await ArmAsync();
        for (var pages = 0; (await WorkAsync()).Count > 0; pages++)
        {
            pages.Should().BeLessThan(100, "it comes to an end");
            await DoDueAsync();
            Time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    protected Task SaveAsync(params object[] rows) =>
        _test.Database.WriteAsync(
            Tenant,
            (db, _) =>
            {
                db.AddRange(rows);
                return Task.CompletedTask;
            },
            default
        );

    protected async Task<List<string>> WorkAsync()
    {
        await using var db = _test.Database.Open(Tenant);
        return await db.Work.OrderBy(w => w.Id).Select(w => w.Kind).ToListAsync();
    }

    protected async Task<List<TicketRecord>> RecordsAsync()
    {
        await using var db = _test.Database.Open(Tenant);
        return await db.Tickets.AsNoTracking().OrderBy(t => t.CreatedAt).ToListAsync();
    }

    protected async Task<TicketRecord> RecordAsync(string id)
    {
        await using var db = _test.Database.Open(Tenant);
        return await db.Tickets.AsNoTracking().SingleAsync(t => t.TicketId == id);
    }

    protected async Task<TicketHistory> StateAsync()
    {
        await using var db = _test.Database.Open(Tenant);
        return await db.TicketHistories.AsNoTracking().SingleAsync();
    }

    protected sealed class Listener(List<HistoryProgress> heard) : IProgress<HistoryProgress>
    {
        public void Report(HistoryProgress value) => heard.Add(value);
    }
}
