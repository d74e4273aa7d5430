using Itam.Context.Connections;
using Itam.Context.Sources.CrowdStrike;
using Itam.Context.Tests.Sources.Calls;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Sources.CrowdStrike;

namespace Itam.Context.Tests.Sources.CrowdStrike;

public sealed class FalconHostsAreReadWhole
{
    private readonly LeapingTime _time = new();

    [Fact]
    public async Task Ids_are_scrolled_and_described_page_by_page_and_the_last_page_is_complete()
    {
        await using var stage = await StartAsync(Falcons.Cloud(_time, 8));

        var (pages, failure) = await stage.ReadAsync();

        failure.Should().BeNull();
        pages.Select(p => p.Records.Length).Should().Equal(3, 3, 2);
        pages.Ids().Should().Equal(Enumerable.Range(1, 8).Select(Falcons.Id));
        pages.Select(p => p.Complete).Should().Equal(false, false, true);
        pages.Should().OnlyContain(p => p.Total == 8);
        pages[^1].HighWater.Should().Be("2026-11-20T07:50:00Z");
    }

    [Fact]
    public async Task An_account_without_hosts_is_a_complete_answer()
    {
        await using var stage = await StartAsync(Falcons.Cloud(_time, 0));

        var (pages, _) = await stage.ReadAsync();

        pages.Should().ContainSingle().Which.Complete.Should().BeTrue();
    }

    [Fact]
    public async Task An_incremental_read_asks_for_what_changed_and_never_finds_anything_missing()
    {
        var falcon = Falcons.Cloud(_time, 5);
        falcon.Hosts.Add(Falcons.Host(9, "2026-11-20T07:55:00Z"));
        await using var stage = await StartAsync(falcon);

        var (pages, _) = await stage.ReadAsync(highWater: "2026-11-20T07:50:00Z");

        pages.Ids().Should().Equal(Falcons.Id(9));
        pages.Should().NotContain(p => p.Complete);
    }

    [Fact]
    public async Task A_host_without_details_is_named_and_the_walk_is_not_complete()
    {
        var falcon = Falcons.Cloud(_time, 5);
        falcon.Undescribed.Add(Falcons.Id(2));
        await using var stage = await StartAsync(falcon);

        var (pages, failure) = await stage.ReadAsync();

        failure.Should().BeNull();
        pages.Ids().Should().HaveCount(4);
        pages.SelectMany(p => p.Rejected).Should().ContainSingle().Which.SourceId.Should().Be(Falcons.Id(2));
        pages.Should().NotContain(p => p.Complete);
    }

    [Fact]
    public async Task A_total_that_changes_meanwhile_makes_the_walk_incomplete()
    {
        var falcon = Falcons.Cloud(_time, 8);
        await using var stage = await StartAsync(falcon);
        falcon.BeforePage = from =>
        {
            if (from == 3)
            {
                falcon.Hosts.Add(Falcons.Host(99));
            }
        };

        var (pages, _) = await stage.ReadAsync();

        pages.Ids().Should().HaveCount(9);
        pages.Should().NotContain(p => p.Complete);
    }

    [Fact]
    public async Task A_pointer_that_does_not_move_does_not_keep_us_for_ever()
    {
        var falcon = Falcons.Cloud(_time, 8);
        falcon.IgnoresPointer = true;
        await using var stage = await StartAsync(falcon);

        var (pages, failure) = await stage.ReadAsync();

        failure!.Failure.Should().Be(ConnectionFailure.GiveUp);
        pages.Should().ContainSingle().Which.Complete.Should().BeFalse();
    }

    [Fact]
    public async Task A_page_that_stays_broken_breaks_the_read_off_and_the_next_one_starts_anew()
    {
        var falcon = Falcons.Cloud(_time, 8);
        await using var stage = await StartAsync(falcon);
        falcon.BeforePage = from =>
        {
            if (from == 3)
            {
                falcon.Faults.Add(FaultKind.ServerError, int.MaxValue, r => r.Method == "POST" && r.Path.Value!.Contains("entities"));
            }
        };

        var (pages, failure) = await stage.ReadAsync();
        falcon.Faults.Clear();
        falcon.BeforePage = null;
        var (again, _) = await stage.ReadAsync();

        failure!.Failure.Should().Be(ConnectionFailure.Retry);
        pages.Should().ContainSingle("the first page was good").Which.Complete.Should().BeFalse();
        again.Ids().Should().HaveCount(8);
        again[^1].Complete.Should().BeTrue();
        again.Should().OnlyContain(p => p.ResumeFrom == null, "a pointer lives two minutes, so nothing could continue there later");
    }

    [Fact]
    public async Task A_pointer_that_died_during_a_pause_breaks_the_read_off()
    {
        var falcon = Falcons.Cloud(_time, 8);
        await using var stage = await StartAsync(falcon);
        falcon.BeforePage = from => falcon.Busy = from == 0 ? (1, TimeSpan.FromSeconds(90)) : default;

        var (pages, failure) = await stage.ReadAsync();

        failure!.Failure.Should().Be(ConnectionFailure.Retry, "a read from the beginning heals it");
        pages.Should().NotContain(p => p.Complete);
    }

    private Task<Stage> StartAsync(CrowdStrikeEmulator falcon) => Stage.StartAsync(new CrowdStrikeVendor(), falcon, _time, ("PageSize", "3"));
}
