using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Tests.Sources.SnipeIt;
using Itam.Context.Work;
using Itam.Sandbox.Sources.SnipeIt;
using Itam.Testing.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using static Itam.Context.Tests.Enrichment.Builders;

namespace Itam.Context.Tests.Enrichment;

/// <summary>A laptop was handed out in an asset register a moment ago; the next sync is an hour away, and its new holder writes a ticket.</summary>
public abstract class LiveCandidatesContract(TestEngine engine) : IAsyncLifetime
{
    private readonly SnipeItBench _snipeIt = new();
    private Stage _stage = null!;
    private ContextService _context = null!;

    public async Task InitializeAsync()
    {
        await _snipeIt.InitializeAsync();
        _stage = await Stage.OpenAsync(engine);
        var sources = new SourceDirectory([new SourceConnection("assets", Tenant, _snipeIt.Source)]);

        // The budget is real time here, since the calls are.
        var live = new LiveFacts(sources, new LiveOptions(TimeSpan.FromSeconds(20)), TimeProvider.System, NullLogger<LiveFacts>.Instance);
        _context = new ContextService(_stage.Database, ThresholdsByTenant.Defaults, _stage.Time, NullLogger<ContextService>.Instance, live);
    }

    public async Task DisposeAsync()
    {
        await _stage.DisposeAsync();
        await _snipeIt.DisposeAsync();
    }

    [Fact]
    public async Task In_an_empty_register_the_device_is_named_all_the_same_and_nothing_is_stored()
    {
        HandOut();

        var answer = await AskAsync("It is slow");

        answer.Device!.Device.Serial.Should().Be("PF3ABC01");
        answer.Device.IsGiven.Should().BeTrue();
        answer.Device.InRegister.Should().BeFalse();
        answer.Device.Reasons[0].Words.Should().Be("assigned to Dana in Snipe-IT, not in the register yet");
        ReportBuilder.Build(await AskAsync("It is slow")).Fingerprint.Should().Be(ReportBuilder.Build(answer).Fingerprint, "nothing has changed");
        await using var db = _stage.Database.Open(Tenant);
        (await db.Devices.CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task A_device_that_the_register_has_in_stock_is_the_requesters_now()
    {
        await _stage.DanaAsync();
        var stock = await _stage.LaptopAsync("LT-0001", "PF3ABC01");
        await _stage.Database.WriteAsync(Tenant, async (db, token) => (await db.Devices.SingleAsync(token)).State = LifecycleState.InStock, default);
        HandOut();

        var meant = (await AskAsync("It is slow")).Device!;

        meant.Should().BeEquivalentTo(new { InRegister = true, IsGiven = true });
        meant.Device.Should().BeEquivalentTo(new { stock.Id, State = LifecycleState.InUse });
        meant.Reasons[0].Words.Should().Be("assigned to Dana in Snipe-IT, the register does not know that yet");
    }

    [Fact]
    public async Task A_serial_that_the_register_does_not_know_is_asked_for()
    {
        _snipeIt.Instance.AddAsset(1, "PF3ABC01", holder: _snipeIt.Instance.AddUser(9, "Kim", "Lee").AsHolder());

        var meant = (await AskAsync("PF3ABC01 beeps")).Device!;

        meant.Reasons.Select(r => r.Words).Should().Equal("serial in the text", "found in Snipe-IT, not in the register yet");
        meant.IsGiven.Should().BeTrue();
    }

    [Fact]
    public async Task A_known_device_costs_no_call_to_a_source_that_has_nothing_new_to_say_of_it()
    {
        await _stage.LaptopAsync("LT-0042", "PF3ABCDE", await _stage.DanaAsync());
        HandOut();

        (await AskAsync("It is slow")).Device!.Device.Serial.Should().Be("PF3ABCDE");

        _snipeIt.Instance.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_source_that_is_down_leaves_the_answer_as_it_was()
    {
        HandOut();
        await _snipeIt.DisposeAsync();

        (await AskAsync("It is slow")).Candidates.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_not_in_the_register_enters_no_history()
    {
        HandOut();
        var handler = new EnrichTicketHandler(
            new DeskDirectory([_stage.Desk]),
            _context,
            _stage.Database,
            new DeviceLinking(new Dictionary<string, double>()),
            new Announcing(true),
            _stage.Time,
            NullLogger<EnrichTicketHandler>.Instance
        );
        _stage.Desk.Ticket = Ticket("It is slow");
        await _stage.Database.WriteAsync(
            Tenant,
            (db, token) => db.EnqueueOnceAsync(EnrichTicketWork.For(Ticket("").Ref), _stage.Time.GetUtcNow(), token),
            default
        );

        var item = (await _stage.Queue.ClaimAsync(1, default)).Single();
        await _stage.Queue.SettleAsync(item, await handler.HandleAsync(item, default), default);

        (await _stage.RecordAsync(Ticket(""))).DeviceId.Should().BeNull();
        var announced = (await _stage.Queue.ClaimAsync(10, default)).Single(w => w.Kind == TicketAnnouncement.WorkKind);
        TicketAnnouncement.Read(announced).DeviceId.Should().BeNull("no button can mean it");
    }

    private void HandOut() =>
        _snipeIt.Instance.AddAsset(
            1,
            "PF3ABC01",
            "deployed",
            "Deployed",
            holder: _snipeIt.Instance.AddUser(9, "Dana", "Demo", "dana@example.com").AsHolder()
        );

    private Task<AssetContext> AskAsync(string summary) => _context.DescribeAsync(Ticket(summary), null, default);
}

public sealed class LiveCandidatesOnSqlite() : LiveCandidatesContract(TestEngine.Sqlite);

public sealed class LiveCandidatesOnPostgres() : LiveCandidatesContract(TestEngine.Postgres);
