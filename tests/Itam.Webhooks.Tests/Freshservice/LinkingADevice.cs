using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Sandbox.Faults;

namespace Itam.Webhooks.Tests.Freshservice;

public class LinkingADevice
{
    [Fact]
    public async Task It_is_added_to_what_people_linked()
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync(linked: "ASSET-107");

        var result = await Link(stage, reference, Stage.Device(serial: "PF3ABCDE"));

        result.Status.Should().Be(LinkStatus.Linked);
        stage.Vendor.View(number).LinkedDevices.Should().Equal("MB-0107", "LT-0042");
    }

    [Fact]
    public async Task What_is_there_already_is_not_written_again()
    {
        await using var stage = await Stage.StartAsync();
        var (_, reference) = await stage.RaiseAsync(linked: "ASSET-42");

        (await Link(stage, reference, Stage.Device(serial: "PF3ABCDE"))).Status.Should().Be(LinkStatus.AlreadyLinked);

        stage.Vendor.Requests.Should().NotContain(r => r.StartsWith("PUT"));
    }

    [Theory]
    [InlineData("PF3ABCDE", null, null, "LT-0042")]
    [InlineData(" pf3abcde ", null, null, "LT-0042")]
    [InlineData(null, "asset-42", null, "LT-0042")]
    [InlineData(null, null, "lt-0042", "LT-0042")]
    [InlineData("C02XYZ123456", null, null, "MB-0107")]
    [InlineData("UNKNOWN-77", "ASSET-50", null, null)]
    [InlineData("UNKNOWN-77", null, "LT-0042", null)]
    [InlineData("PF3ABC", null, null, null)]
    [InlineData("NOTONDESK1", null, null, null)]
    [InlineData("NONE", null, null, null)]
    public async Task Only_an_equal_identifier_counts(string? serial, string? tag, string? host, string? expected)
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();

        var result = await Link(stage, reference, Stage.Device(serial, tag, host));

        result.Status.Should().Be(expected is null ? LinkStatus.NotPossible : LinkStatus.Linked);
        (result.Reason is null).Should().Be(expected is not null);
        stage.Vendor.View(number).LinkedDevices.Should().Equal(expected is null ? [] : [expected]);
    }

    [Fact]
    public async Task A_serial_on_two_assets_is_nobodys()
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();

        var result = await Link(stage, reference, Stage.Device(serial: "DUPE-5555", tag: "ASSET-50"));

        result.Status.Should().Be(LinkStatus.NotPossible);
        result.Reason.Should().Contain("2 assets");
        stage.Vendor.View(number).LinkedDevices.Should().BeEmpty();
    }

    [Theory]
    [InlineData(null, "ASSET-77", null)]
    [InlineData(null, null, "PC-77")]
    [InlineData("SN-77", null, null)]
    public async Task Many_that_start_alike_do_not_hide_the_equal_one(string? serial, string? tag, string? host)
    {
        await using var stage = await Stage.StartAsync();
        for (var i = 0; i < 15; i++)
        {
            stage.Vendor.AddAsset($"PC-77{i:00}", $"ASSET-77{i:00}", $"SN-77{i:00}");
        }

        stage.Vendor.AddAsset("PC-77", "ASSET-77", "SN-77");
        var (number, reference) = await stage.RaiseAsync();

        (await Link(stage, reference, Stage.Device(serial, tag, host))).Status.Should().Be(LinkStatus.Linked);

        stage.Vendor.View(number).LinkedDevices.Should().Equal("PC-77");
        stage.Vendor.Requests.Count(r => r.StartsWith("GET /api/v2/assets/", StringComparison.Ordinal)).Should().BeLessThanOrEqualTo(10);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(100)]
    public async Task More_that_start_alike_than_are_looked_at_is_a_reason_of_its_own(int alike)
    {
        await using var stage = await Stage.StartAsync();
        for (var i = 0; i < alike; i++)
        {
            stage.Vendor.AddAsset($"Dana's desk {i}", $"T-{i}", $"S-{i}");
        }

        var (_, reference) = await stage.RaiseAsync();

        var result = await Link(stage, reference, Stage.Device(host: "Dana's"));

        result.Status.Should().Be(LinkStatus.NotPossible);
        result.Reason.Should().StartWith("Too many");
    }

    [Fact]
    public async Task The_desks_own_number_needs_no_search()
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();

        (await Link(stage, reference, Stage.Device(id: "13"))).Status.Should().Be(LinkStatus.Linked);
        stage.Vendor.Requests.Should().NotContain(r => r.Contains("search="));

        var contradicted = await Link(stage, reference, Stage.Device(id: "11", serial: "C02XYZ123456"));
        contradicted.Status.Should().Be(LinkStatus.AlreadyLinked, "its serial says that number 11 is another device");
        stage.Vendor.View(number).LinkedDevices.Should().Equal("MB-0107");
    }

    [Fact]
    public async Task The_right_asset_takes_the_place_of_the_one_that_we_linked_and_nothing_else()
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync(linked: "ASSET-107");
        var linked = await Link(stage, reference, Stage.Device(serial: "PF3ABCDE"));

        var corrected = await stage.Desk.CorrectLinkAsync(reference, linked.LinkedAs!, Stage.Device(tag: "ASSET-421"), default);
        corrected.Status.Should().Be(LinkStatus.Linked);
        stage.Vendor.View(number).LinkedDevices.Should().Equal("MB-0107", "LT-00421");

        var removed = await stage.Desk.CorrectLinkAsync(reference, corrected.LinkedAs!, null, default);
        removed.Should().Be(new LinkResult(LinkStatus.Removed));
        stage.Vendor.View(number).LinkedDevices.Should().Equal("MB-0107");

        (await stage.Desk.CorrectLinkAsync(reference, corrected.LinkedAs!, Stage.Device(serial: "UNKNOWN-77"), default))
            .Status.Should()
            .Be(LinkStatus.Removed, "what is gone already need not go again");
    }

    [Fact]
    public async Task An_account_without_workspaces_is_asked_without_them()
    {
        await using var stage = await Stage.StartAsync();
        stage.Vendor.WithoutWorkspaces = true;
        var (_, reference) = await stage.RaiseAsync();

        (await Link(stage, reference, Stage.Device(serial: "PF3ABCDE"))).Status.Should().Be(LinkStatus.Linked);
        await Link(stage, reference, Stage.Device(serial: "PF3ABCDE"));

        stage.Vendor.Requests.Count(r => r.Contains("workspace_id")).Should().Be(1, "what the account refuses is remembered");
    }

    [Fact]
    public async Task A_plan_without_assets_is_a_reason_not_an_error()
    {
        await using var stage = await Stage.StartAsync();
        stage.Vendor.WithoutAssets = true;
        var (_, reference) = await stage.RaiseAsync();

        var result = await Link(stage, reference, Stage.Device(serial: "PF3ABCDE"));

        result.Should().Be(new LinkResult(LinkStatus.NotPossible, "The plan of this Freshservice account has no assets."));
    }

    [Fact]
    public async Task A_ticket_that_its_form_locks_is_a_reason_not_an_error()
    {
        await using var stage = await Stage.StartAsync();
        stage.Vendor.MandatoryFieldIsEmpty = true;
        var (_, reference) = await stage.RaiseAsync();

        var result = await Link(stage, reference, Stage.Device(serial: "PF3ABCDE"));

        result.Status.Should().Be(LinkStatus.NotPossible);
        result.Reason.Should().Contain("mandatory");
    }

    [Fact]
    public async Task An_asset_that_the_search_does_not_show_yet_is_simply_not_found()
    {
        await using var stage = await Stage.StartAsync();
        stage.Vendor.IndexLag = TimeSpan.FromMinutes(5);
        stage.Vendor.TouchAsset("ASSET-42");
        var (_, reference) = await stage.RaiseAsync();

        (await Link(stage, reference, Stage.Device(serial: "PF3ABCDE"))).Status.Should().Be(LinkStatus.NotPossible);
        stage.Time.Advance(TimeSpan.FromMinutes(6));
        (await Link(stage, reference, Stage.Device(serial: "PF3ABCDE"))).Status.Should().Be(LinkStatus.Linked);
    }

    [Fact]
    public async Task A_lost_answer_links_once()
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync(linked: "ASSET-107");
        stage.Vendor.Faults.Add(FaultKind.LostAnswer, when: r => r.Method == "PUT");

        var link = () => Link(stage, reference, Stage.Device(serial: "PF3ABCDE"));
        (await link.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Retry);

        (await link()).Status.Should().Be(LinkStatus.AlreadyLinked);
        stage.Vendor.View(number).LinkedDevices.Should().Equal("MB-0107", "LT-0042");
    }

    [Theory]
    [InlineData("' OR asset_tag:'ASSET-42")]
    [InlineData("x\" OR \"y")]
    [InlineData("\\' OR name:'LT")]
    [InlineData("\\")]
    [InlineData("PF3\nABCDE' AND")]
    [InlineData("^ORserial=1")]
    [InlineData("javascript:alert(1)")]
    [InlineData("%27%20OR")]
    [InlineData("(serial)")]
    [InlineData("null")]
    public async Task No_identifier_breaks_out_of_the_search(string hostile)
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();

        var result = await Link(stage, reference, Stage.Device(hostile, hostile, hostile));

        result.Status.Should().Be(LinkStatus.NotPossible);
        stage.Vendor.View(number).LinkedDevices.Should().BeEmpty();
    }

    private static Task<LinkResult> Link(Stage stage, TicketRef ticket, LinkedDevice device) =>
        stage.Desk.LinkDeviceAsync(ticket, device, CancellationToken.None);
}
