using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Sandbox;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Jira;

namespace Itam.Webhooks.Tests.Jira;

public sealed class FindingEarlierTickets
{
    private static readonly DateTimeOffset QuarterAgo = TimeProvider.System.GetUtcNow().AddDays(-90);

    [Fact]
    public async Task The_device_is_found_by_link_and_by_words_and_the_requester_by_account()
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.Desk.ReadTicketAsync(await world.RaiseAsync(deviceTag: "LT-0042"), default);
        var query = new EarlierTicketsQuery(ticket.Ref, ticket.Requester, ticket.LinkedDevices[0].Names, QuarterAgo);

        var earlier = await world.Desk.FindEarlierTicketsAsync(query, default);

        earlier.Where(t => t.OfDevice).Select(t => t.Summary).Should().Equal("Fan is loud", "Battery swells");
        earlier.Where(t => !t.OfDevice).Select(t => t.Summary).Should().Equal("Printer jams", "Battery swells");
        earlier.Should().BeInDescendingOrder(t => t.CreatedAt);
        earlier.First(t => t.Summary == "Fan is loud").Closed.Should().BeFalse();
        earlier.First(t => t.Summary == "Battery swells").Closed.Should().BeTrue();
        earlier.Should().OnlyContain(t => t.Url != null && t.Ref.Connection == JiraWorld.Connection);
    }

    [Fact]
    public async Task A_device_that_the_register_knows_by_serial_is_enough()
    {
        await using var world = await JiraWorld.StartAsync();
        var query = new EarlierTicketsQuery(JiraWorld.Ref("1"), null, [new DeviceName(IdentifierKind.Serial, "pf3abcde")], QuarterAgo);

        (await world.Desk.FindEarlierTicketsAsync(query, default)).Select(t => t.Summary).Should().Equal("Fan is loud", "Battery swells");
    }

    [Fact]
    public async Task Our_own_notes_do_not_make_history()
    {
        await using var world = await JiraWorld.StartAsync();
        var other = await world.RaiseAsync("Mail is slow", "Nothing about a device.");
        await world.Desk.WriteNoteAsync(other, Reports.Rich(), null, default);
        var query = new EarlierTicketsQuery(JiraWorld.Ref("1"), null, [new DeviceName(IdentifierKind.Serial, "PF3ABCDE")], QuarterAgo);

        (await world.Desk.FindEarlierTicketsAsync(query, default)).Should().NotContain(t => t.Summary == "Mail is slow");
    }

    [Fact]
    public async Task Without_Assets_the_words_are_searched()
    {
        await using var world = await JiraWorld.StartAsync();
        world.Site.HasAssets = false;
        var query = new EarlierTicketsQuery(JiraWorld.Ref("1"), null, [new DeviceName(IdentifierKind.Serial, "PF3ABCDE")], QuarterAgo);

        (await world.Desk.FindEarlierTicketsAsync(query, default)).Select(t => t.Summary).Should().Equal("Fan is loud");
    }

    [Fact]
    public async Task Assets_that_may_not_be_read_do_not_hide_the_rest()
    {
        await using var world = await JiraWorld.StartAsync();
        world.Site.Faults.Add(FaultKind.Forbidden, int.MaxValue, r => r.Path.Value!.Contains("/jsm/assets/", StringComparison.Ordinal));
        var query = new EarlierTicketsQuery(JiraWorld.Ref("1"), null, [new DeviceName(IdentifierKind.Serial, "PF3ABCDE")], QuarterAgo);

        (await world.Desk.FindEarlierTicketsAsync(query, default)).Select(t => t.Summary).Should().Equal("Fan is loud");
    }

    [Fact]
    public async Task Not_more_than_asked_for_and_never_the_ticket_itself()
    {
        await using var world = await JiraWorld.StartAsync();
        for (var i = 0; i < 8; i++)
        {
            await world.Site.RaiseAsync(new NewTicket(JiraWorld.Dana, $"Again {i}", "…"), default);
        }

        var ticket = await world.Desk.ReadTicketAsync(await world.RaiseAsync(), default);

        var earlier = await world.Desk.FindEarlierTicketsAsync(
            new EarlierTicketsQuery(ticket.Ref, ticket.Requester, [], QuarterAgo, Limit: 3),
            default
        );

        earlier.Should().HaveCount(3).And.NotContain(t => t.Ref == ticket.Ref);
    }

    [Fact]
    public async Task Tickets_of_projects_that_are_not_served_stay_out()
    {
        await using var world = await JiraWorld.StartAsync();
        world.Site.Raise(new NewTicket(JiraWorld.Dana, "Secret project", "PF3ABCDE"), "DEV");
        var ticket = await world.Desk.ReadTicketAsync(await world.RaiseAsync(), default);
        var query = new EarlierTicketsQuery(ticket.Ref, ticket.Requester, [new DeviceName(IdentifierKind.Serial, "PF3ABCDE")], QuarterAgo);

        (await world.Desk.FindEarlierTicketsAsync(query, default)).Should().NotContain(t => t.Summary == "Secret project");
    }

    [Theory]
    [InlineData("x\" OR project = \"DEV")]
    [InlineData("qm:sandbox:1\" OR reporter != \"x")]
    [InlineData("x\\\" OR project = DEV OR reporter = \"x")]
    [InlineData("x\nORDER BY created")]
    [InlineData("x^OR^project=DEV")]
    [InlineData("javascript:alert(1)")]
    [InlineData("\\")]
    [InlineData("\"")]
    public async Task Text_from_outside_stays_one_value_of_the_query(string hostile)
    {
        await using var world = await JiraWorld.StartAsync(change: (settings, _) => settings["Projects"] = "HELP,DEV");
        world.Site.Raise(new NewTicket(JiraWorld.Hidden, "Secret project", "…"), "DEV");
        var person = new TicketPerson("x", [new PersonName(IdentityKind.Account, hostile, JiraWorld.Connection)]);
        DeviceName[] device =
        [
            new(IdentifierKind.Serial, hostile),
            new(IdentifierKind.AssetTag, hostile),
            new(IdentifierKind.Hostname, hostile),
            new(IdentifierKind.SourceId, hostile, JiraWorld.Connection),
        ];

        var earlier = await world.Desk.FindEarlierTicketsAsync(new EarlierTicketsQuery(JiraWorld.Ref("1"), person, [.. device], QuarterAgo), default);

        earlier.Should().BeEmpty("the query is accepted, and nobody and nothing has this name");
    }

    [Fact]
    public async Task Data_Center_pages_by_offset()
    {
        await using var world = await JiraWorld.StartAsync(JiraFlavour.DataCenter);
        world.Site.SearchPageLimit = 1;
        var ticket = await world.Desk.ReadTicketAsync(await world.RaiseAsync(), default);

        var earlier = await world.Desk.FindEarlierTicketsAsync(new EarlierTicketsQuery(ticket.Ref, ticket.Requester, [], QuarterAgo), default);

        earlier.Select(t => t.Summary).Should().Equal("Printer jams", "Battery swells");
    }
}
