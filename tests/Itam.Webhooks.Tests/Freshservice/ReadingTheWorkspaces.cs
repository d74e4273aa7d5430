using Itam.Context.Connections;
using Itam.Context.Sources;
using Itam.Sandbox.Faults;

namespace Itam.Webhooks.Tests.Freshservice;

/// <summary>Which workspaces the asset store is read from, and what is said of those that cannot be.</summary>
public sealed class ReadingTheWorkspaces
{
    [Fact]
    public async Task An_account_without_workspaces_has_one_list()
    {
        await using var stage = await StartAsync();
        stage.Vendor.WithoutWorkspaces = true;

        var pages = await stage.Assets!.PagesAsync();
        var changes = await stage.Assets!.PagesAsync(highWater: stage.Time.GetUtcNow().ToString("O"));

        pages.Of<DeviceRecord>().Should().HaveCount(5);
        pages[^1].Complete.Should().BeTrue();
        changes.Of<DeviceRecord>().Should().HaveCount(5, "such an account refuses the filter, so it is read in full");
    }

    [Fact]
    public async Task An_agent_who_may_not_list_workspaces_sees_the_outer_fields_and_never_the_whole()
    {
        await using var stage = await StartAsync();
        stage.Vendor.Faults.Add(FaultKind.Forbidden, when: r => r.Path.Value!.EndsWith("/workspaces", StringComparison.Ordinal));

        var pages = await stage.Assets!.PagesAsync();

        pages.Of<DeviceRecord>().Should().HaveCount(5).And.OnlyContain(d => d.Serial != null && d.OsName == null);
        pages.Should().OnlyContain(p => !p.Complete);
    }

    [Fact]
    public async Task A_list_that_takes_no_workspace_but_0_is_read_by_a_filter_for_each()
    {
        await using var stage = await StartAsync();
        stage.Vendor.PlainListTakesOnlyZero = true;

        var pages = await stage.Assets!.PagesAsync();

        pages.Of<DeviceRecord>().Should().HaveCount(5).And.OnlyHaveUniqueItems(d => d.SourceId);
        pages.Device("ASSET-107").OsName.Should().Be("Windows 11");
        pages[^1].Complete.Should().BeTrue();
    }

    [Fact]
    public async Task Workspaces_that_no_list_takes_are_named_and_the_read_is_not_complete()
    {
        await using var stage = await StartAsync();
        stage.Vendor.RefusesWorkspaceId.Add("/assets");

        var pages = await stage.Assets!.PagesAsync();

        pages
            .Of<DeviceRecord>()
            .Should()
            .HaveCount(4, "the primary workspace is never read in the name of another")
            .And.OnlyHaveUniqueItems(d => d.SourceId);
        pages.Should().OnlyContain(p => !p.Complete);
        Gaps(pages).Should().Contain(g => g.Contains("'Facilities'"));
    }

    [Fact]
    public async Task A_list_that_knows_no_workspaces_does_not_narrow_the_sweep()
    {
        await using var stage = await StartAsync();
        stage.Vendor.RefusesWorkspaceId.Add("/contracts");
        var since = stage.Time.GetUtcNow();
        var (number, reference) = await stage.RaiseAsync();
        stage.Vendor.MoveToOtherWorkspace(number);

        (await stage.Assets!.PagesAsync())[^1].Complete.Should().BeTrue();

        (await stage.Desk.ChangedSinceAsync(since, default).ToListAsync()).Should().ContainSingle().Which.Ref.Should().Be(reference);
    }

    [Fact]
    public async Task Applications_of_the_primary_workspace_only_are_not_all()
    {
        await using var stage = await StartAsync();
        stage.Vendor.RefusesWorkspaceId.Add("/applications");

        var pages = await stage.Assets!.PagesAsync();

        pages.Of<LicenseRecord>().Should().HaveCount(2);
        pages.Should().OnlyContain(p => !p.Complete);
    }

    [Fact]
    public async Task A_workspace_that_the_agent_is_no_member_of_is_left_out_by_name()
    {
        await using var stage = await StartAsync();
        stage.Vendor.ClosedWorkspaces.Add(3);

        var pages = await stage.Assets!.PagesAsync();

        pages.Of<DeviceRecord>().Should().HaveCount(4);
        pages.Of<LicenseRecord>().Should().HaveCount(2, "what comes after it is read");
        pages.Should().OnlyContain(p => !p.Complete);
        Gaps(pages).Should().ContainSingle().Which.Should().Contain("'Facilities'").And.Contain("Add the agent");
        (await stage.Assets!.CheckAsync(default)).Where(c => !c.Ok).Should().ContainSingle().Which.What.Should().Contain("'Facilities'");
    }

    [Fact]
    public async Task An_agent_who_may_see_no_asset_at_all_is_an_error_after_people_and_licenses()
    {
        await using var stage = await StartAsync();
        stage.Vendor.ClosedWorkspaces.Add(2);
        stage.Vendor.ClosedWorkspaces.Add(3);

        var (pages, failure) = await stage.Assets!.PagesUntilItBreaksAsync();

        failure.Failure.Should().Be(ConnectionFailure.Reconnect);
        pages.Of<PersonRecord>().Should().HaveCount(5);
        pages.Of<LicenseRecord>().Should().HaveCount(2);
    }

    [Fact]
    public async Task A_workspace_that_vanished_from_the_list_keeps_its_devices_for_a_week()
    {
        await using var stage = await StartAsync();
        (await stage.Assets!.PagesAsync())[^1].Complete.Should().BeTrue();
        stage.Vendor.UnlistedWorkspaces.Add(3);
        stage.Time.Advance(TimeSpan.FromDays(1));

        var pages = await stage.Assets!.PagesAsync();

        pages.Should().OnlyContain(p => !p.Complete);
        Gaps(pages).Should().ContainSingle().Which.Should().Contain("'Facilities'");
        stage.Time.Advance(TimeSpan.FromDays(7));
        (await stage.Assets!.PagesAsync())[^1].Complete.Should().BeTrue("by then it was closed");
    }

    [Fact]
    public async Task A_plan_without_assets_still_gives_its_people()
    {
        await using var stage = await StartAsync();
        stage.Vendor.WithoutAssets = true;

        var pages = await stage.Assets!.PagesAsync();

        pages.Of<PersonRecord>().Should().HaveCount(5);
        pages.Of<DeviceRecord>().Should().BeEmpty();
        pages.Should().OnlyContain(p => !p.Complete);
        Gaps(pages).Should().ContainSingle().Which.Should().Contain("plan");
    }

    private static async Task<Stage> StartAsync()
    {
        var stage = await Stage.StartAsync(new() { ["ReadAssets"] = "true" });
        stage.Vendor.PageLimit = 2;
        return stage;
    }

    private static List<string> Gaps(List<SourcePage> pages) => [.. pages[^1].Rejected.Select(r => r.Reason)];
}
