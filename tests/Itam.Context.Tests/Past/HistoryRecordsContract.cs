using Itam.Context.Desks;
using Itam.Context.Desks.History;
using Itam.Context.Enrichment;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Testing.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using static Itam.Context.Tests.Enrichment.Builders;

namespace Itam.Context.Tests.Past;

/// <summary>What is known of past tickets afterwards, and what follows from it: findings, but never a note.</summary>
public abstract class HistoryRecordsContract(TestEngine engine) : HistoryStage(engine)
{
    [Fact]
    public async Task Past_tickets_are_known_with_their_person_device_and_fault_and_nothing_follows_from_them()
    {
        Desk.Add("1", "Battery of my laptop is empty after an hour", Now.AddDays(-30));
        Desk.Add("2", "Please reset my password", Now.AddDays(-20), closed: false);
        Desk.Add("3", "Screen of my laptop flickers", Now.AddDays(-10), email: "nobody@example.com");

        await RunInBackgroundAsync();

        var battery = await RecordAsync("1");
        (battery.Number, battery.Closed, battery.Fault).Should().Be(("HELP-1", true, FaultClass.Battery));
        (battery.RequesterId, battery.DeviceId).Should().Be((Dana.Id, DanasLaptop.Id));
        (battery.CreatedAt, battery.UpdatedAt, battery.FromHistory).Should().Be((Now.AddDays(-30), Now.AddDays(-30).AddHours(1), true));
        battery.Confidence.Should().BeGreaterThanOrEqualTo(Candidate.GivenFrom);
        (battery.NoteId, battery.NoteFingerprint, battery.EnrichmentLagMs).Should().Be((null, null, null));
        var password = await RecordAsync("2");
        (password.RequesterId, password.DeviceId, password.Closed).Should().Be((Dana.Id, null, false));
        (await RecordAsync("3")).RequesterId.Should().BeNull();
        (await WorkAsync()).Should().BeEmpty("no note, no enrichment, no announcement");
    }

    [Fact]
    public async Task What_enrichment_has_stored_of_a_ticket_stays()
    {
        var known = new TicketRecord
        {
            Connection = "helpdesk",
            TicketId = "1",
            Number = "HELP-1",
            Summary = "As we saw it",
            NoteId = "7",
            NoteFingerprint = "f",
            EnrichedAt = Now.AddDays(-3),
            CreatedAt = Now.AddDays(-4),
            UpdatedAt = Now.AddDays(-4),
        };
        await SaveAsync(known);
        Desk.Add("1", "Battery of my laptop is empty", Now.AddDays(-4));

        await RunInBackgroundAsync();

        (await RecordAsync("1")).Should().BeEquivalentTo(known);
        (await StateAsync()).New.Should().Be(0);
    }

    [Fact]
    public async Task A_ticket_that_came_up_after_the_start_is_left_to_its_webhook()
    {
        AddPast(3);
        await ArmAsync();
        await DoDueAsync();
        Desk.Add("99", "Just now", Now.AddSeconds(1));

        await RunInBackgroundAsync();

        (await RecordsAsync()).Select(t => t.TicketId).Should().NotContain("99");
    }

    [Fact]
    public async Task The_sweep_still_brings_a_ticket_that_only_the_past_knows()
    {
        Desk.Add("1", "Battery of my laptop is empty", Now.AddDays(-4));
        await RunInBackgroundAsync();
        Desk.Changed.Add(new ChangedTicket(Desk.Past[0].Ref, Desk.Past[0].UpdatedAt));
        var sweep = new SweepHandler(new DeskDirectory([Desk]), Database, SweepOptions.Default, Time, NullLogger<SweepHandler>.Instance);
        await Queue.EnsureTimerAsync(Tenant, SweepHandler.TimerKind, SweepHandler.KeyOf("helpdesk"), Time.GetUtcNow(), default);

        var item = (await Queue.ClaimAsync(1, default)).Single();
        await Queue.SettleAsync(item, await sweep.HandleAsync(item, default), default);

        (await WorkAsync()).Should().Contain(EnrichTicketWork.Kind);
    }

    [Fact]
    public async Task A_device_that_was_bought_later_was_not_meant_unless_the_ticket_names_it()
    {
        await Database.WriteAsync(Tenant, async (db, token) => (await db.Devices.SingleAsync(token)).PurchasedOn = Today.AddDays(-20), default);
        Desk.Add("1", "Battery of my laptop is empty", Now.AddDays(-30));
        Desk.Add("2", "Battery of PF3ABCDE is empty", Now.AddDays(-29));
        Desk.Add("3", "Battery of my laptop is empty", Now.AddDays(-10));

        await RunInBackgroundAsync();

        (await RecordsAsync())
            .OrderBy(t => t.TicketId, StringComparer.Ordinal)
            .Select(t => t.DeviceId)
            .Should()
            .Equal(null, DanasLaptop.Id, DanasLaptop.Id);
    }

    [Fact]
    public async Task Devices_that_were_registered_later_are_found_when_it_is_read_again()
    {
        Desk.Add("1", "Battery of PF3NEWER is empty", Now.AddDays(-30), email: null);
        await RunInBackgroundAsync();
        (await RecordAsync("1")).DeviceId.Should().BeNull();
        var newer = Registered("LT-0099", "PF3NEWER", null);
        await SaveAsync(newer);

        var result = await Reader().RunAsync(Desk, 365, null, default);

        result.Counts.Should().Be(new HistoryCounts(1, 0, 1, 0));
        (await RecordAsync("1")).DeviceId.Should().Be(newer.Id);
    }

    [Fact]
    public async Task A_ticket_that_nobody_can_make_sense_of_does_not_stop_the_others()
    {
        Desk.Add("1", "Odd", Now.AddDays(-30));
        Desk.Past[0] = Desk.Past[0] with { LinkedDevices = default };
        Desk.Add("2", "Battery of my laptop is empty", Now.AddDays(-20));

        await RunInBackgroundAsync();

        (await RecordsAsync()).Select(t => t.TicketId).Should().Equal("2");
        (await StateAsync()).Failed.Should().Be(1);
    }

    [Fact]
    public async Task The_products_own_figures_leave_the_past_out()
    {
        Desk.Add("1", "Battery of my laptop is empty", Now.AddDays(-30));
        await RunInBackgroundAsync();

        (await new MetricsReader(Database, Time).ReadAsync(Tenant, default)).Match.Named.Should().Be(0);
    }

    [Fact]
    public async Task A_bad_batch_is_suspected_as_soon_as_the_past_is_read_although_it_was_asked_a_minute_before()
    {
        var fleet = Enumerable.Range(0, 60).Select(i => Batch($"LT-1{i:000}", $"PF4{i:00000}", i < 20)).ToArray();
        await SaveAsync([.. fleet]);
        foreach (var (i, device) in fleet.Take(12).Index())
        {
            Desk.Add($"{i}", $"Battery of {device.Serial} is empty", Now.AddDays(-60 + i), email: null);
        }

        var context = Context();
        var asked = await context.DescribeDeviceAsync(Tenant, "LT-1010", default);
        asked!.Findings.Should().NotContain(f => f.Code == "fault-cluster");

        await Reader().RunAsync(Desk, 365, null, default);

        (await context.DescribeDeviceAsync(Tenant, "LT-1010", default))!
            .Findings.Should()
            .ContainSingle(f => f.Code == "fault-cluster")
            .Which.Words.Should()
            .StartWith("12 of 20 ThinkPad X1 bought in Q1 2025 had battery tickets");
        (await context.DescribeDeviceAsync(Tenant, "LT-1030", default))!.Findings.Should().NotContain(f => f.Code == "fault-cluster");
    }
}

public sealed class HistoryRecordsOnSqlite() : HistoryRecordsContract(TestEngine.Sqlite);

public sealed class HistoryRecordsOnPostgres() : HistoryRecordsContract(TestEngine.Postgres);
