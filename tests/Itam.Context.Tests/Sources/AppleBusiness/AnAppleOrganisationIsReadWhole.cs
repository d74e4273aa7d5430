using Itam.Context.Connections;
using Itam.Context.Sources.AppleBusiness;
using Itam.Context.Tests.Sources.Calls;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Sources.AppleBusiness;

namespace Itam.Context.Tests.Sources.AppleBusiness;

public sealed class AnAppleOrganisationIsReadWhole
{
    private readonly LeapingTime _time = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_links_are_followed_to_their_end_and_the_last_page_is_complete(bool counts)
    {
        using var apple = Apples.Organisation(_time, 8);
        apple.Counts = counts;
        await using var stage = await StartAsync(apple);

        var (pages, failure) = await stage.ReadAsync();

        failure.Should().BeNull();
        pages.Select(p => p.Records.Length).Should().Equal(3, 3, 2);
        pages.Ids().Should().OnlyHaveUniqueItems().And.HaveCount(8);
        pages.Select(p => p.Complete).Should().Equal(false, false, true);
        pages[0].Total.Should().Be(counts ? 8 : null);
        pages[^1].HighWater.Should().BeNull("the list cannot be asked for changes");
    }

    [Fact]
    public async Task It_reads_everything_also_when_asked_for_changes()
    {
        using var apple = Apples.Organisation(_time, 4);
        await using var stage = await StartAsync(apple);

        (await stage.ReadAsync(highWater: "x")).Pages.Ids().Should().HaveCount(4);
    }

    [Fact]
    public async Task A_broken_read_goes_on_where_it_stopped_and_is_never_complete()
    {
        using var apple = Apples.Organisation(_time, 8);
        await using var stage = await StartAsync(apple);
        apple.Faults.Add(FaultKind.ServerError, int.MaxValue, r => r.Query["cursor"] == "c3");

        var (first, failure) = await stage.ReadAsync();
        apple.Faults.Clear();
        var (second, none) = await stage.ReadAsync(resumeFrom: first[^1].ResumeFrom);

        failure!.Failure.Should().Be(ConnectionFailure.Retry);
        none.Should().BeNull();
        first.Concat(second).ToList().Ids().Should().OnlyHaveUniqueItems().And.HaveCount(8);
        first.Concat(second).Should().NotContain(p => p.Complete);
    }

    [Fact]
    public async Task A_total_that_changes_meanwhile_makes_the_walk_incomplete()
    {
        using var apple = Apples.Organisation(_time, 8);
        await using var stage = await StartAsync(apple);
        apple.BeforePage = from =>
        {
            if (from == 3)
            {
                apple.Devices.RemoveAt(0);
            }
        };

        (await stage.ReadAsync()).Pages.Should().NotContain(p => p.Complete);
    }

    [Fact]
    public async Task A_cursor_that_comes_again_does_not_keep_us_for_ever()
    {
        using var apple = Apples.Organisation(_time, 8);
        apple.StuckCursor = "again";
        await using var stage = await StartAsync(apple);

        var (pages, failure) = await stage.ReadAsync();

        failure!.Failure.Should().Be(ConnectionFailure.GiveUp);
        pages.Should().HaveCount(2).And.NotContain(p => p.Complete);
    }

    [Fact]
    public async Task A_link_to_a_stranger_is_not_followed_there()
    {
        using var apple = Apples.Organisation(_time, 8);
        apple.LinkHost = "https://api-business.apple.com.evil.example";
        await using var stage = await StartAsync(apple);

        var (pages, failure) = await stage.ReadAsync();

        failure.Should().BeNull("only the cursor is taken from the link");
        pages.Ids().Should().HaveCount(8);
    }

    [Fact]
    public async Task A_limit_that_others_used_up_is_waited_for()
    {
        using var apple = Apples.Organisation(_time, 8);
        await using var stage = await StartAsync(apple);
        apple.BeforePage = from => apple.RateLimited = from == 0 ? 2 : apple.RateLimited;

        var (pages, failure) = await stage.ReadAsync();

        failure.Should().BeNull();
        pages[^1].Complete.Should().BeTrue();
        _time.Pauses.Count(p => p == TimeSpan.FromSeconds(60)).Should().Be(2);
    }

    [Fact]
    public async Task Calls_are_three_seconds_apart()
    {
        using var apple = Apples.Organisation(_time, 8);
        await using var stage = await StartAsync(apple);

        await stage.ReadAsync();

        _time.Pauses.Should().Equal(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData(FaultKind.TooManyRequestsRetryAfter, 1)]
    [InlineData(FaultKind.Unavailable, 1)]
    public async Task A_pause_that_is_announced_is_kept(FaultKind fault, int seconds)
    {
        using var apple = Apples.Organisation(_time, 8);
        await using var stage = await StartAsync(apple);
        apple.Faults.Add(fault, 1, r => r.Query["cursor"] == "c3");

        var (pages, _) = await stage.ReadAsync();

        pages[^1].Complete.Should().BeTrue();
        _time.Pauses.Should().Contain(TimeSpan.FromSeconds(seconds));
    }

    private Task<Stage> StartAsync(AppleBusinessEmulator apple) => Stage.StartAsync(new AppleBusinessVendor(), apple, _time, ("PageSize", "3"));
}
