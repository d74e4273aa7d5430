using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Sandbox.Jira;

namespace Itam.Webhooks.Tests.Jira;

public sealed class LinkingADevice
{
    private static LinkedDevice Named(IdentifierKind kind, string value) => new("device", [new DeviceName(kind, value)]);

    [Theory]
    [InlineData(IdentifierKind.Serial, "pf3abcde")]
    [InlineData(IdentifierKind.AssetTag, "LT-0042")]
    [InlineData(IdentifierKind.Hostname, "LT-0042")]
    public async Task A_known_device_is_linked_once(IdentifierKind kind, string value)
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.RaiseAsync();

        (await world.Desk.LinkDeviceAsync(ticket, Named(kind, value), default)).Status.Should().Be(LinkStatus.Linked);
        (await world.Desk.LinkDeviceAsync(ticket, Named(kind, value), default)).Status.Should().Be(LinkStatus.AlreadyLinked);

        world.Site.View(ticket.Id).LinkedDevices.Should().Equal("LT-0042");
    }

    [Fact]
    public async Task What_a_person_chose_stays()
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.RaiseAsync(deviceTag: "LT-0043");

        (await world.Desk.LinkDeviceAsync(ticket, Named(IdentifierKind.Serial, "PF3ABCDE"), default)).Status.Should().Be(LinkStatus.Linked);

        world.Site.View(ticket.Id).LinkedDevices.Should().Equal("LT-0043", "LT-0042");
    }

    [Fact]
    public async Task A_field_for_one_device_that_is_taken_is_left_alone()
    {
        await using var world = await JiraWorld.StartAsync();
        world.Site.OneAssetOnly = true;
        var ticket = await world.RaiseAsync(deviceTag: "LT-0043");

        var result = await world.Desk.LinkDeviceAsync(ticket, Named(IdentifierKind.Serial, "PF3ABCDE"), default);

        result.Status.Should().Be(LinkStatus.NotPossible);
        result.Reason.Should().Contain("person has chosen");
        world.Site.View(ticket.Id).LinkedDevices.Should().Equal("LT-0043");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_right_device_takes_the_place_of_the_one_that_we_linked_and_nothing_else(bool oneOnly)
    {
        await using var world = await JiraWorld.StartAsync();
        world.Site.OneAssetOnly = oneOnly;
        var ticket = await world.RaiseAsync(deviceTag: oneOnly ? null : "LT-0078");
        var linked = await world.Desk.LinkDeviceAsync(ticket, Named(IdentifierKind.Serial, "PF3ABCDE"), default);

        var corrected = await world.Desk.CorrectLinkAsync(ticket, linked.LinkedAs!, Named(IdentifierKind.AssetTag, "LT-0043"), default);

        corrected.Status.Should().Be(LinkStatus.Linked);
        world.Site.View(ticket.Id).LinkedDevices.Should().Equal(oneOnly ? ["LT-0043"] : ["LT-0078", "LT-0043"]);
    }

    [Fact]
    public async Task A_wrong_link_goes_even_when_Assets_does_not_know_the_right_device_and_twice_is_no_failure()
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.RaiseAsync();
        var linked = await world.Desk.LinkDeviceAsync(ticket, Named(IdentifierKind.Serial, "PF3ABCDE"), default);

        for (var i = 0; i < 2; i++)
        {
            var corrected = await world.Desk.CorrectLinkAsync(ticket, linked.LinkedAs!, Named(IdentifierKind.Serial, "C02XY123"), default);
            corrected.Status.Should().Be(LinkStatus.Removed);
            corrected.Reason.Should().Contain("does not know");
            world.Site.View(ticket.Id).LinkedDevices.Should().BeEmpty();
        }
    }

    [Theory]
    [InlineData(IdentifierKind.Serial, "TWIN0001", "several")]
    [InlineData(IdentifierKind.Serial, "C02XY123", "does not know")]
    [InlineData(IdentifierKind.Serial, "To be filled by O.E.M.", "does not know")]
    [InlineData(IdentifierKind.Serial, "x\" OR \"Serial Number\" = \"PF3ABCDE", "does not know")]
    [InlineData(IdentifierKind.AssetTag, "LT-0042\\", "does not know")]
    [InlineData(IdentifierKind.SourceId, "HELP:1", "does not know")]
    public async Task An_ambiguous_or_unknown_device_is_not_linked(IdentifierKind kind, string value, string because)
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.RaiseAsync();

        var result = await world.Desk.LinkDeviceAsync(ticket, Named(kind, value), default);

        result.Status.Should().Be(LinkStatus.NotPossible);
        result.Reason.Should().Contain(because);
        world.Site.View(ticket.Id).LinkedDevices.Should().BeEmpty();
    }

    [Fact]
    public async Task A_twin_is_told_apart_by_its_own_source_id()
    {
        await using var world = await JiraWorld.StartAsync();
        var seen = (await world.Desk.ReadTicketAsync(await world.RaiseAsync(deviceTag: "LT-0078"), default)).LinkedDevices.Single();
        var ticket = await world.RaiseAsync();

        (await world.Desk.LinkDeviceAsync(ticket, seen, default)).Status.Should().Be(LinkStatus.Linked);

        world.Site.View(ticket.Id).LinkedDevices.Should().Equal("LT-0078");
    }

    [Fact]
    public async Task Without_Assets_nothing_is_linked_and_the_reason_says_so()
    {
        await using var world = await JiraWorld.StartAsync();
        world.Site.HasAssets = false;

        var result = await world.Desk.LinkDeviceAsync(await world.RaiseAsync(), Named(IdentifierKind.Serial, "PF3ABCDE"), default);

        result.Status.Should().Be(LinkStatus.NotPossible);
        result.Reason.Should().Contain("Assets");
    }

    [Fact]
    public async Task Data_Center_links_nothing()
    {
        await using var world = await JiraWorld.StartAsync(JiraFlavour.DataCenter);

        (await world.Desk.LinkDeviceAsync(await world.RaiseAsync(), Named(IdentifierKind.Serial, "PF3ABCDE"), default))
            .Status.Should()
            .Be(LinkStatus.NotPossible);
    }
}
