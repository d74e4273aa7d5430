using Itam.Context.Enrichment;
using Itam.Context.Register;
using Itam.Testing.Databases;
using static Itam.Context.Tests.Enrichment.Builders;

namespace Itam.Context.Tests.Enrichment;

/// <summary>What an agent reads under Do, from what the database holds.</summary>
public abstract class AdviceContract(TestEngine engine) : IAsyncLifetime
{
    private Stage _stage = null!;
    private Person _dana = null!;

    public async Task InitializeAsync()
    {
        _stage = await Stage.OpenAsync(engine);
        _dana = await _stage.DanaAsync();
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task The_verdict_on_repair_comes_first_then_the_spare_and_the_fixed_advice_is_gone()
    {
        var laptop = await OldAsync(Today.AddDays(-1));
        await _stage.SaveAsync(Laptop(null, d => (d.State, d.Location, d.PurchasedOn) = (LifecycleState.InStock, "Berlin", Today)));
        await _stage.SaveAsync(
            Earlier(laptop, "1", FaultClass.Battery),
            Earlier(laptop, "2", FaultClass.Battery),
            Earlier(laptop, "3", FaultClass.Network)
        );

        var report = await ReportAsync("Battery is empty again");

        report
            .Actions.Should()
            .Equal(
                "Replace rather than repair: third battery ticket, 35 of 36 months old, no warranty",
                "Swap from stock: 1 × ThinkPad T14 Gen 4 in Berlin"
            );
        report.Findings.Select(f => f.Code).Should().Contain("repeated-fault");
    }

    [Fact]
    public async Task A_warranty_that_pays_is_said_once_and_needs_no_spare()
    {
        await OldAsync(Today.AddDays(18));
        await _stage.SaveAsync(Laptop(null, d => (d.State, d.Location) = (LifecycleState.InStock, "Berlin")));

        (await ReportAsync("Battery is empty")).Actions.Should().Equal("Repair: the warranty pays until 9 Dec 2026, claim at support.lenovo.com");
    }

    [Fact]
    public async Task A_changed_verdict_is_news_and_the_same_one_is_not()
    {
        var laptop = await OldAsync(Today.AddDays(-1));
        var first = await ReportAsync("Battery is empty");
        (await ReportAsync("Battery is empty")).Fingerprint.Should().Be(first.Fingerprint);

        await _stage.SaveAsync(Warranty(laptop, Today.AddDays(-1)));
        (await ReportAsync("Battery is empty")).Fingerprint.Should().Be(first.Fingerprint);
        (await ReportAsync("Camera order")).Actions.Should().Equal(first.Actions, "age decides here, whatever part it is");
        (await ReportAsync("I cannot log in")).Fingerprint.Should().NotBe(first.Fingerprint);
    }

    [Fact]
    public async Task License_facts_of_the_register_become_findings()
    {
        var (visio, project) = (Product("Visio Plan 2", 1), Product("Project Plan 3", null));
        visio.RenewsOn = Today.AddDays(20);
        visio.Seats.AddRange([SeatOf(visio, null), SeatOf(visio, null)]);
        project.Seats.Add(SeatOf(project, _dana.Id, Now.AddDays(-120)));
        await _stage.SaveAsync(visio, project);

        var answer = await _stage.Context.DescribeAsync(Ticket("Visio asks for a key"), null, default);

        answer
            .Findings.Select(f => f.Words)
            .Should()
            .BeEquivalentTo(
                "Visio Plan 2: asked for in the text, not entitled",
                "Visio Plan 2: 2 seats in use, 1 owned",
                "Visio Plan 2: renewal is due in 20 days",
                "Project Plan 3: not used for 120 days"
            );
        answer.Findings.Should().Contain(f => f.Action == "No seat of Visio Plan 2 is free: free one, or order it with the manager's approval");
    }

    private async Task<ContextReport> ReportAsync(string words) =>
        ReportBuilder.Build(await _stage.Context.DescribeAsync(Ticket(words), null, default));

    private async Task<Device> OldAsync(DateOnly warranty)
    {
        var laptop = await _stage.LaptopAsync("LT-0042", "PF3ABCDE", _dana);
        await _stage.Database.WriteAsync(
            Tenant,
            (db, _) =>
            {
                db.Update(laptop);
                laptop.PurchasedOn = Today.AddMonths(-35);
                laptop.Warranties[0].EndsOn = warranty;
                return Task.CompletedTask;
            },
            default
        );
        return laptop;
    }

    private static TicketRecord Earlier(Device device, string id, FaultClass fault) =>
        new()
        {
            Connection = "helpdesk",
            TicketId = id,
            Number = $"HELP-{id}",
            Summary = "It is broken",
            Fault = fault,
            DeviceId = device.Id,
            CreatedAt = Now.AddDays(-20),
            UpdatedAt = Now.AddDays(-20),
        };

    private static License Product(string name, int? owned) =>
        new()
        {
            Id = Id(),
            Product = name,
            Owned = owned,
        };

    private static Seat SeatOf(License license, Guid? person, DateTimeOffset? used = null) =>
        new()
        {
            Id = Id(),
            LicenseId = license.Id,
            PersonId = person,
            LastUsedAt = used,
        };
}

public sealed class AdviceOnSqlite() : AdviceContract(TestEngine.Sqlite);

public sealed class AdviceOnPostgres() : AdviceContract(TestEngine.Postgres);
