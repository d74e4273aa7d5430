using Itam.Context.Connections;
using Itam.Context.Sources.Jamf;
using Itam.Context.Tests.Sources.Calls;
using Itam.Sandbox.Faults;

namespace Itam.Context.Tests.Sources.Jamf;

public sealed class AJamfInventoryIsReadWhole
{
    private readonly LeapingTime _time = new();

    [Fact]
    public async Task Computers_and_mobile_devices_come_page_by_page_and_the_last_page_is_complete()
    {
        var jamf = Macs.Fleet(_time, 7, 4);
        await using var stage = await StartAsync(jamf);

        var (pages, failure) = await stage.ReadAsync();

        failure.Should().BeNull();
        pages.Select(p => p.Records.Length).Should().Equal(3, 3, 1, 3, 1);
        pages.Ids().Should().OnlyHaveUniqueItems().And.HaveCount(11).And.Contain(["computer:1", "mobile:1"]);
        pages.Select(p => p.Complete).Should().Equal(false, false, false, false, true);
        pages[0].Total.Should().Be(11);
        pages[^1].HighWater.Should().Be("2026-11-20T07:50:00Z", "it goes back a little before the start, because clocks differ");
    }

    [Fact]
    public async Task A_server_that_cuts_the_page_size_is_still_read_to_the_end()
    {
        var jamf = Macs.Fleet(_time, 7, 0);
        jamf.LargestPage = 2;
        await using var stage = await StartAsync(jamf);

        var (pages, _) = await stage.ReadAsync();

        pages.Ids().Should().HaveCount(7);
        pages[^1].Complete.Should().BeTrue();
    }

    [Fact]
    public async Task A_broken_read_goes_on_where_it_stopped_and_is_never_complete()
    {
        var jamf = Macs.Fleet(_time, 7, 4);
        await using var stage = await StartAsync(jamf);
        jamf.Faults.Add(FaultKind.ServerError, int.MaxValue, r => r.Path.Value!.Contains("computers") && r.Query["page"] == "2");

        var (first, failure) = await stage.ReadAsync();
        jamf.Faults.Clear();
        var (second, none) = await stage.ReadAsync(resumeFrom: first[^1].ResumeFrom);

        failure!.Failure.Should().Be(ConnectionFailure.Retry);
        none.Should().BeNull();
        first.Concat(second).ToList().Ids().Should().OnlyHaveUniqueItems().And.HaveCount(11);
        first.Concat(second).Should().NotContain(p => p.Complete);
        second[^1].HighWater.Should().Be("2026-11-20T07:50:00Z", "what changed since the first start belongs to the next read");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("mobile/x/0/2026-11-20T08:00:00Z")]
    [InlineData("printers/1/5/2026-11-20T08:00:00Z")]
    public async Task A_position_that_is_none_of_ours_starts_anew(string position)
    {
        await using var stage = await StartAsync(Macs.Fleet(_time, 4, 0));

        var (pages, _) = await stage.ReadAsync(resumeFrom: position);

        pages.Ids().Should().HaveCount(4);
    }

    [Fact]
    public async Task A_device_that_vanishes_meanwhile_makes_the_walk_incomplete()
    {
        var jamf = Macs.Fleet(_time, 7, 0);
        await using var stage = await StartAsync(jamf);
        jamf.BeforePage = (list, page) =>
        {
            if (list == "computers" && page == 1)
            {
                jamf.Computers.RemoveAt(0);
            }
        };

        var (pages, failure) = await stage.ReadAsync();

        failure.Should().BeNull();
        pages.Should().NotContain(p => p.Complete);
    }

    [Fact]
    public async Task A_server_that_always_answers_the_first_page_does_not_keep_us_for_ever()
    {
        var jamf = Macs.Fleet(_time, 7, 0);
        jamf.IgnoresPage = true;
        await using var stage = await StartAsync(jamf);

        var (pages, failure) = await stage.ReadAsync();

        failure!.Failure.Should().Be(ConnectionFailure.GiveUp);
        pages.Should().ContainSingle().Which.Complete.Should().BeFalse();
    }

    [Fact]
    public async Task An_incremental_read_asks_for_what_changed_and_never_finds_anything_missing()
    {
        var jamf = Macs.Fleet(_time, 3, 0);
        jamf.Computers.Add(Macs.Computer(9, "2026-11-20T07:55:00Z"));
        jamf.MobileDevices.Add(Macs.Phone(5, "2026-11-20T07:56:00Z"));
        jamf.MobileDevices.Add(Macs.Phone(6));
        await using var stage = await StartAsync(jamf);

        var (pages, _) = await stage.ReadAsync(highWater: "2026-11-20T07:50:00Z");

        pages.Ids().Should().Equal("computer:9", "mobile:5");
        pages.Should().NotContain(p => p.Complete);
    }

    [Fact]
    public async Task A_server_that_cannot_filter_by_that_date_is_read_fully_instead()
    {
        var jamf = Macs.Fleet(_time, 0, 4);
        jamf.RefusesMobileDateFilter = true;
        await using var stage = await StartAsync(jamf);

        var (pages, failure) = await stage.ReadAsync(highWater: "2026-11-20T07:50:00Z");

        failure.Should().BeNull();
        pages.Ids().Should().HaveCount(4);
        pages.Should().NotContain(p => p.Complete);
    }

    [Theory]
    [InlineData("v3")]
    [InlineData("v1")]
    public async Task An_older_server_is_asked_in_its_own_version(string version)
    {
        var jamf = Macs.Fleet(_time, 2, 0);
        jamf.InventoryVersions.Clear();
        jamf.InventoryVersions.Add(version);
        jamf.VersionedSignIn = false;
        jamf.Computers[0]["general"]!["lastContactTime"] = jamf.Computers[0]["general"]!["lastContact"];
        ((Newtonsoft.Json.Linq.JObject)jamf.Computers[0]["general"]!).Remove("lastContact");
        await using var stage = await StartAsync(jamf);

        var (pages, _) = await stage.ReadAsync();

        pages
            .SelectMany(p => p.Records)
            .OfType<Context.Sources.DeviceRecord>()
            .Should()
            .HaveCount(2)
            .And.OnlyContain(d => d.LastSeenAt!.Value.Minute == 30);
    }

    private Task<Stage> StartAsync(Itam.Sandbox.Sources.Jamf.JamfEmulator jamf) => Stage.StartAsync(new JamfVendor(), jamf, _time, ("PageSize", "3"));
}
