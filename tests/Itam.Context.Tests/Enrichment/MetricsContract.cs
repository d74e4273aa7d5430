using Itam.Context.Enrichment;
using Itam.Context.Register;
using Itam.Context.Work;
using Itam.Testing.Databases;
using static Itam.Context.Tests.Enrichment.Builders;

namespace Itam.Context.Tests.Enrichment;

public abstract class MetricsContract(TestEngine engine) : IAsyncLifetime
{
    private Stage _stage = null!;

    public async Task InitializeAsync() => _stage = await Stage.OpenAsync(engine);

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task Without_data_nothing_is_claimed()
    {
        var metrics = await ReadAsync();

        metrics.Match.Should().Be(new MatchMetrics(0, 0, null));
        metrics.Lag.Should().Be(new LagMetrics(0, null, null));
        metrics.Coverage.Should().OnlyContain(c => c.Share == null);
        metrics.Sources.Should().BeEmpty();
    }

    [Fact]
    public async Task The_lag_of_a_ticket_runs_from_its_event_to_its_note()
    {
        await _stage.LaptopAsync("LT-0042", "PF3ABCDE");

        await _stage.HappensAsync(Ticket("PF3ABCDE: battery is empty"));

        var record = await _stage.RecordAsync(_stage.Desk.Ticket);
        record.EnrichmentLagMs.Should().Be(4000, "describing and writing took two seconds each");
        record.Fault.Should().Be(FaultClass.Battery);
    }

    [Fact]
    public async Task The_time_an_event_waited_in_the_inbox_counts()
    {
        var ticket = Ticket("PF3ABCDE: battery is empty");
        _stage.Desk.Ticket = ticket;
        await _stage.Database.WriteAsync(
            Tenant,
            (db, token) =>
                db.EnqueueOnceAsync(EnrichTicketWork.For(ticket.Ref, _stage.Time.GetUtcNow().AddSeconds(-30)), _stage.Time.GetUtcNow(), token),
            default
        );

        await _stage.SettleAsync();

        (await _stage.RecordAsync(ticket)).EnrichmentLagMs.Should().Be(34_000, "it had waited half a minute before anybody read it");
    }

    [Fact]
    public async Task A_source_that_knows_only_old_devices_is_told_too()
    {
        await _stage.SaveAsync(Laptop(null, d => d.Origins = new() { ["A"] = new Origin("Jamf", Now.AddHours(-7)) }));
        await _stage.SaveAsync([
            .. Enumerable.Range(0, 2000).Select(_ => Laptop(null, d => d.Origins = new() { ["A"] = new Origin("Intune", Now) })),
        ]);

        (await ReadAsync()).Sources.Should().Equal(new SourceAge("Intune", 2000, 0, 0), new SourceAge("Jamf", 1, 7, 7));
    }

    [Fact]
    public async Task Percentiles_are_those_of_the_notes_of_the_last_90_days()
    {
        await _stage.SaveAsync([.. Enumerable.Range(1, 100).Select(i => Noted($"{i}", i * 100, Now.AddDays(-1)))]);
        await _stage.SaveAsync(Noted("old", 1_000_000, Now.AddDays(-91)));

        (await ReadAsync()).Lag.Should().Be(new LagMetrics(100, 5000, 9500));
    }

    [Fact]
    public async Task Precision_is_the_share_of_named_devices_that_no_agent_corrected()
    {
        var dana = await _stage.DanaAsync();
        var (own, other) = (await _stage.LaptopAsync("LT-0042", "PF3ABCDE", dana), await _stage.LaptopAsync("LT-0107", "PF3KLMNO"));
        for (var i = 1; i <= 5; i++)
        {
            await _stage.HappensAsync(Ticket("It is slow") with { Ref = Ref(i) });
        }

        await _stage.Feedback.RecordAsync(Ref(1), other.Id, MatchVerdict.ThisOne, "kim", default);
        await _stage.Feedback.RecordAsync(Ref(2), own.Id, MatchVerdict.NotThis, "kim", default);
        await _stage.Feedback.RecordAsync(Ref(3), own.Id, MatchVerdict.ThisOne, "kim", default);
        await _stage.Feedback.RecordAsync(Ref(4), other.Id, MatchVerdict.NotThis, "kim", default);

        // Changing one's mind corrects the agent, not us.
        await _stage.Feedback.RecordAsync(Ref(3), other.Id, MatchVerdict.ThisOne, "kim", default);

        (await ReadAsync())
            .Match.Should()
            .BeEquivalentTo(
                new
                {
                    Named = 5,
                    Corrected = 2,
                    Precision = 0.6,
                }
            );
    }

    [Fact]
    public async Task Coverage_counts_devices_in_service_that_report()
    {
        var full = Laptop(null, d => (d.PurchasedOn, d.Compliance, d.Protection) = (Today, Compliance.Compliant, Protection.Healthy));
        var bare = Laptop(
            null,
            d =>
            {
                (d.StorageFreeBytes, d.LastSeenAt, d.OsName, d.Encryption) = (null, null, null, Encryption.Unknown);
                d.Warranties.Clear();
            }
        );
        var notAsked = Laptop(null, d => d.Warranties[0].Lookup = WarrantyLookup.Failed);
        await _stage.SaveAsync(
            full,
            bare,
            notAsked,
            Laptop(null, d => d.State = LifecycleState.Retired),
            Laptop(null, d => d.Type = DeviceType.Monitor)
        );

        var known = (await ReadAsync()).Coverage.ToDictionary(c => c.Value, c => c.Known);

        known["model"].Should().Be(3);
        known["storage"].Should().Be(2);
        known["last seen"].Should().Be(2);
        known["operating system"].Should().Be(2);
        known["encryption"].Should().Be(2);
        known["warranty"].Should().Be(1, "a failed look-up is no knowledge");
        known["compliance"].Should().Be(1);
        known["protection"].Should().Be(1);
        known["holder"].Should().Be(0);
        (await ReadAsync()).Coverage[0].Devices.Should().Be(3);
    }

    [Fact]
    public async Task The_age_of_each_source_is_told_by_its_median_and_its_oldest_value()
    {
        await _stage.SaveAsync(
            Laptop(
                null,
                d =>
                {
                    d.Origins.Clear();
                    d.Origins["A"] = new Origin("Intune", Now.AddHours(-1));
                    d.Origins["B"] = new Origin("Intune", Now.AddHours(-3));
                    d.Origins["C"] = new Origin("Intune", Now.AddHours(-50));
                    d.Origins["D"] = new Origin("devices.csv", Now.AddHours(-10));
                }
            )
        );

        (await ReadAsync()).Sources.Should().Equal(new SourceAge("Intune", 3, 3, 50), new SourceAge("devices.csv", 1, 10, 10));
    }

    private Task<Metrics> ReadAsync() => new MetricsReader(_stage.Database, _stage.Time).ReadAsync(Tenant, default);

    private static Desks.TicketRef Ref(int id) => Ticket("").Ref with { Id = $"{id}" };

    private static TicketRecord Noted(string id, long lag, DateTimeOffset at) =>
        new()
        {
            Connection = "helpdesk",
            TicketId = id,
            Number = id,
            Summary = "",
            CreatedAt = at,
            NoteWrittenAt = at,
            EnrichmentLagMs = lag,
        };
}

public sealed class MetricsOnSqlite() : MetricsContract(TestEngine.Sqlite);

public sealed class MetricsOnPostgres() : MetricsContract(TestEngine.Postgres);
