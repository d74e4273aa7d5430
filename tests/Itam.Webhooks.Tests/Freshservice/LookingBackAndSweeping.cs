using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Sandbox.Faults;

namespace Itam.Webhooks.Tests.Freshservice;

public class LookingBackAndSweeping
{
    [Fact]
    public async Task Earlier_tickets_reach_back_past_thirty_days_but_not_past_the_question()
    {
        await using var stage = await Stage.StartAsync();
        var (_, reference) = await stage.RaiseAsync();

        var found = await History(stage, reference, account: "1001");

        found.Select(t => (t.Summary, t.Closed, t.OfDevice)).Should().Equal(("Mouse", false, false), ("Battery swells", true, false));
        found[1].Number.Should().Be("INC-42");
        found[1].Ref.Should().Be(stage.Ref("INC-42"));
        found[1].Url!.AbsoluteUri.Should().EndWith("/a/tickets/42");
        found[1].CreatedAt.Should().Be(stage.Time.GetUtcNow().AddDays(-60));
    }

    [Fact]
    public async Task Without_an_account_the_e_mail_finds_them()
    {
        await using var stage = await Stage.StartAsync();
        var (_, reference) = await stage.RaiseAsync();

        var query = Query(stage, reference, new TicketPerson("Lee", [new PersonName(IdentityKind.Email, Stage.Lee)]), device: null);
        var found = await stage.Desk.FindEarlierTicketsAsync(query, CancellationToken.None);

        found.Should().ContainSingle().Which.Summary.Should().Be("Loan of Dana's laptop");
    }

    [Fact]
    public async Task A_device_has_tickets_of_everybody_who_had_it_and_no_problems_or_changes()
    {
        await using var stage = await Stage.StartAsync();
        var (_, reference) = await stage.RaiseAsync(linked: "ASSET-42");

        var found = await History(stage, reference, account: null, Stage.Device(serial: "PF3ABCDE"));

        found.Select(t => t.Summary).Should().Equal("Loan of Dana's laptop", "Battery swells");
        found.Should().OnlyContain(t => t.OfDevice);
    }

    [Fact]
    public async Task Both_sides_are_limited_each()
    {
        await using var stage = await Stage.StartAsync();
        for (var i = 0; i < 15; i++)
        {
            await stage.RaiseAsync(subject: $"Battery {i}", linked: "ASSET-42");
        }

        var (_, reference) = await stage.RaiseAsync();
        var found = await stage.Desk.FindEarlierTicketsAsync(
            Query(stage, reference, Person("1001"), Stage.Device(serial: "PF3ABCDE")) with
            {
                Limit = 5,
            },
            CancellationToken.None
        );

        found.Count(t => t.OfDevice).Should().Be(5);
        found.Count(t => !t.OfDevice).Should().Be(5);
        found.Should().BeInDescendingOrder(t => t.CreatedAt);
    }

    [Fact]
    public async Task A_plan_without_assets_still_has_the_requesters_history()
    {
        await using var stage = await Stage.StartAsync();
        stage.Vendor.WithoutAssets = true;
        var (_, reference) = await stage.RaiseAsync();

        (await History(stage, reference, account: "1001", Stage.Device(serial: "PF3ABCDE"))).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_role_that_may_not_view_assets_still_has_the_requesters_history()
    {
        await using var stage = await Stage.StartAsync();
        var (_, reference) = await stage.RaiseAsync();
        stage.Vendor.Faults.Add(FaultKind.Forbidden, int.MaxValue, r => r.Path.Value!.Contains("/assets", StringComparison.Ordinal));

        (await History(stage, reference, account: "1001", Stage.Device(serial: "PF3ABCDE"))).Should().HaveCount(2);
    }

    [Fact]
    public async Task An_account_without_workspaces_has_history_too()
    {
        await using var stage = await Stage.StartAsync();
        stage.Vendor.WithoutWorkspaces = true;
        var (_, reference) = await stage.RaiseAsync();

        (await History(stage, reference, account: "1001")).Should().HaveCount(2);
    }

    [Fact]
    public async Task The_sweep_gives_every_change_of_every_workspace_oldest_change_first()
    {
        await using var stage = await Stage.StartAsync();
        var since = stage.Time.GetUtcNow();
        var raised = new List<string>();
        for (var i = 0; i < 120; i++)
        {
            raised.Add((await stage.RaiseAsync(subject: $"Ticket {i}")).Number);
        }

        stage.Vendor.MoveToOtherWorkspace(raised[7]);
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        await stage.Vendor.UpdateAsync(raised[3], "changed last", CancellationToken.None);
        await stage.Vendor.UpdateAsync("INC-41", "an old ticket moves", CancellationToken.None);

        var swept = await SweepAsync(stage, since);

        swept.Select(t => t.Ref.Id).Should().BeEquivalentTo(raised.Append("INC-41").Select(n => stage.Ref(n).Id));
        swept.Should().BeInAscendingOrder(t => t.UpdatedAt);
        swept.TakeLast(2).Select(t => t.Ref).Should().BeEquivalentTo([stage.Ref(raised[3]), stage.Ref("INC-41")]);
        stage.Vendor.Requests.Count(r => r.StartsWith("GET /api/v2/tickets?", StringComparison.Ordinal)).Should().Be(2);
    }

    [Fact]
    public async Task The_sweep_takes_what_changed_in_the_very_second()
    {
        await using var stage = await Stage.StartAsync();
        var (_, reference) = await stage.RaiseAsync();

        (await SweepAsync(stage, stage.Time.GetUtcNow()))
            .Should()
            .ContainSingle()
            .Which.Should()
            .Be(new ChangedTicket(reference, stage.Time.GetUtcNow()));
        (await SweepAsync(stage, stage.Time.GetUtcNow().AddSeconds(1))).Should().BeEmpty();
    }

    private static async Task<List<ChangedTicket>> SweepAsync(Stage stage, DateTimeOffset since) =>
        await stage.Desk.ChangedSinceAsync(since, CancellationToken.None).ToListAsync();

    private static Task<IReadOnlyList<EarlierTicket>> History(Stage stage, TicketRef ticket, string? account, LinkedDevice? device = null) =>
        stage.Desk.FindEarlierTicketsAsync(Query(stage, ticket, account is null ? null : Person(account), device), CancellationToken.None);

    private static TicketPerson Person(string account) => new("Dana", [new PersonName(IdentityKind.Account, account, "desk")]);

    private static EarlierTicketsQuery Query(Stage stage, TicketRef ticket, TicketPerson? person, LinkedDevice? device) =>
        new(ticket, person, device?.Names ?? [], stage.Time.GetUtcNow().AddDays(-90));
}
