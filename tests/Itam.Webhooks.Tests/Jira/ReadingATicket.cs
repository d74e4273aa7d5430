using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Sandbox;
using Itam.Sandbox.Jira;
using Itam.Webhooks.Jira;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Tests.Jira;

public sealed class ReadingATicket
{
    [Fact]
    public async Task The_ticket_comes_in_neutral_words()
    {
        await using var world = await JiraWorld.StartAsync();
        var number = await world.Site.RaiseAsync(new NewTicket(JiraWorld.Dana, "Laptop is slow", "First line.\nSecond line.", "LT-0042"), default);

        var ticket = await world.Desk.ReadTicketAsync(JiraWorld.Ref(number), default);

        ticket.Number.Should().Be(number);
        ticket.Ref.Id.Should().MatchRegex("^[0-9]+$", "the id stays when the ticket moves");
        ticket.Summary.Should().Be("Laptop is slow");
        ticket.Description.Should().Be("First line.\nSecond line.");
        ticket.Closed.Should().BeFalse();
        ticket.Url!.AbsolutePath.Should().EndWith($"/browse/{number}");
        ticket.CreatedAt.Should().BeCloseTo(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
        ticket.Requester!.DisplayName.Should().Be("Dana Demo");
        ticket.Requester.TimeZone.Should().Be("Europe/Berlin");
        ticket
            .Requester.Names.Should()
            .Equal(new PersonName(IdentityKind.Account, "qm:sandbox:1", JiraWorld.Connection), new PersonName(IdentityKind.Email, JiraWorld.Dana));
    }

    [Theory]
    [InlineData("Highest", TicketPriority.Critical)]
    [InlineData("High", TicketPriority.High)]
    [InlineData("Medium", TicketPriority.Normal)]
    [InlineData("Low", TicketPriority.Low)]
    [InlineData("Lowest", TicketPriority.Low)]
    [InlineData("Blocker", TicketPriority.Critical)]
    [InlineData("Trivial", TicketPriority.Low)]
    [InlineData("Whenever it suits", null)]
    [InlineData("", null)]
    public async Task Its_priority_is_the_sites_own_in_our_words(string name, TicketPriority? expected)
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.RaiseAsync();
        world.Site.SetPriority(ticket.Id, name);

        (await world.Desk.ReadTicketAsync(ticket, default)).Priority.Should().Be(expected);
    }

    [Fact]
    public async Task A_priority_that_an_administrator_named_for_raising_is_known_when_reading()
    {
        await using var world = await JiraWorld.StartAsync(
            change: (settings, _) =>
            {
                settings["ServiceDesk"] = "1";
                settings["RequestTypes:Incident"] = "7";
                settings["Priorities:Critical"] = "P1";
            }
        );
        var ticket = await world.RaiseAsync();
        world.Site.SetPriority(ticket.Id, "p1");

        (await world.Desk.ReadTicketAsync(ticket, default)).Priority.Should().Be(TicketPriority.Critical);
    }

    [Theory]
    [InlineData("3", "Mittel", TicketPriority.Normal)]
    [InlineData("1", "Höchste", TicketPriority.Critical)]
    [InlineData("10100", "Dringend", null)]
    public void A_translated_name_is_known_by_the_id(string id, string name, TicketPriority? expected) =>
        JiraPriority.Of(new JObject { ["id"] = id, ["name"] = name }, null).Should().Be(expected);

    [Fact]
    public async Task A_hidden_email_leaves_the_account_id()
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.Desk.ReadTicketAsync(await world.RaiseAsync(email: JiraWorld.Hidden), default);

        ticket.Requester!.Email.Should().BeNull();
        ticket.Requester.Names.Should().ContainSingle().Which.Value.Should().Be("qm:sandbox:2");
    }

    [Fact]
    public async Task A_ticket_of_nobody_is_still_a_ticket()
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.Desk.ReadTicketAsync(await world.RaiseAsync(email: null), default);

        ticket.Requester.Should().BeNull();
    }

    [Fact]
    public async Task A_linked_device_comes_with_its_identifiers()
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.Desk.ReadTicketAsync(await world.RaiseAsync(deviceTag: "LT-0042"), default);

        var device = ticket.LinkedDevices.Should().ContainSingle().Which;
        device.Label.Should().Be("LT-0042");
        device
            .Names.Should()
            .Contain([
                new DeviceName(IdentifierKind.Serial, "PF3ABCDE"),
                new DeviceName(IdentifierKind.AssetTag, "LT-0042"),
                new DeviceName(IdentifierKind.Hostname, "LT-0042"),
            ])
            .And.Contain(n => n.Kind == IdentifierKind.SourceId && n.Scope == JiraWorld.Connection);
    }

    [Fact]
    public async Task Without_Assets_reading_works()
    {
        await using var world = await JiraWorld.StartAsync();
        world.Site.HasAssets = false;

        var ticket = await world.Desk.ReadTicketAsync(await world.RaiseAsync(), default);

        ticket.LinkedDevices.Should().BeEmpty();
    }

    [Fact]
    public async Task A_number_is_found_in_any_case_and_only_when_it_is_one()
    {
        await using var world = await JiraWorld.StartAsync();
        var number = await world.Site.RaiseAsync(new NewTicket(JiraWorld.Dana, "a", "b"), default);

        (await world.Desk.FindTicketAsync($" {number.ToLowerInvariant()} ", default)).Id.Should().MatchRegex("^[0-9]+$");

        foreach (var nonsense in (string[])["HELP-99999", "HELP", "../../myself", "HELP-1/comment", "HELP-1?x=1", "\"", ""])
        {
            var find = () => world.Desk.FindTicketAsync(nonsense, default);
            (await find.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.GiveUp);
        }
    }

    [Fact]
    public async Task A_project_that_is_not_served_is_not_read()
    {
        await using var world = await JiraWorld.StartAsync();
        var number = world.Site.Raise(new NewTicket(JiraWorld.Dana, "Refactor", "Code."), "DEV");

        var read = () => world.Desk.ReadTicketAsync(JiraWorld.Ref(number), default);

        (await read.Should().ThrowAsync<ConnectionException>()).Which.Message.Should().Contain("Projects");
    }

    [Fact]
    public async Task After_our_note_the_last_change_is_ours_until_somebody_changes_the_ticket()
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.RaiseAsync();
        (await world.Desk.ReadTicketAsync(ticket, default)).LastChangedByUs.Should().BeFalse();

        await world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);
        (await world.Desk.ReadTicketAsync(ticket, default)).LastChangedByUs.Should().BeTrue();

        await world.Site.UpdateAsync(world.Site.View(ticket.Id).Number, "It is the other laptop.", default);
        (await world.Desk.ReadTicketAsync(ticket, default)).LastChangedByUs.Should().BeFalse();
    }

    [Fact]
    public async Task Data_Center_names_people_by_name_key_and_email()
    {
        await using var world = await JiraWorld.StartAsync(JiraFlavour.DataCenter);
        var ticket = await world.Desk.ReadTicketAsync(
            await world.RaiseAsync(description: "h1. Help\n*Serial* PF3ABCDE [here|https://x.example]", deviceTag: "LT-0042"),
            default
        );

        ticket.Requester!.Email.Should().Be(JiraWorld.Dana);
        ticket.Requester.Names.Where(n => n.Kind == IdentityKind.Account).Should().HaveCount(2);
        ticket.Description.Should().Be("Help\nSerial PF3ABCDE here");
        ticket.LinkedDevices.Should().ContainSingle().Which.Label.Should().Be("LT-0042");
        ticket
            .LinkedDevices[0]
            .Names.Should()
            .Contain(new DeviceName(IdentifierKind.Hostname, "LT-0042"), "the key in the field names nothing that another source knows");
    }
}
