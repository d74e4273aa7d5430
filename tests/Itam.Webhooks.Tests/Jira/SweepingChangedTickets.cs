using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Sandbox;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Tests.Jira;

public sealed class SweepingChangedTickets
{
    private static async Task<List<ChangedTicket>> SweepAsync(JiraWorld world, DateTimeOffset since)
    {
        var changed = new List<ChangedTicket>();
        await foreach (var ticket in world.Desk.ChangedSinceAsync(since, default))
        {
            changed.Add(ticket);
        }

        return changed;
    }

    [Fact]
    public async Task What_changed_comes_oldest_first_over_several_pages()
    {
        await using var world = await JiraWorld.StartAsync();
        world.Site.SearchPageLimit = 2;
        var since = TimeProvider.System.GetUtcNow();
        var raised = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            raised.Add((await world.RaiseAsync($"Ticket {i}")).Id);
        }

        var changed = await SweepAsync(world, since.AddMilliseconds(-1));

        changed.Select(c => c.Ref.Id).Should().Equal(raised);
        changed.Should().BeInAscendingOrder(c => c.UpdatedAt);
    }

    [Fact]
    public async Task The_exact_moment_counts_although_Jira_knows_minutes_only()
    {
        await using var world = await JiraWorld.StartAsync();
        await world.RaiseAsync("Before");
        var between = (await world.Desk.ReadTicketAsync(await world.RaiseAsync("Between"), default)).UpdatedAt;

        (await SweepAsync(world, between.AddMilliseconds(1))).Should().BeEmpty();
        (await SweepAsync(world, between)).Should().ContainSingle();
    }

    [Fact]
    public async Task Other_projects_are_not_swept()
    {
        await using var world = await JiraWorld.StartAsync();
        var since = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        world.Site.Raise(new NewTicket(JiraWorld.Dana, "Refactor", "…"), "DEV");

        (await SweepAsync(world, since)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_page_without_tickets_is_not_the_end_where_Jira_says_that_more_follow()
    {
        await using var world = await JiraWorld.StartAsync();
        var since = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        await world.RaiseAsync();
        var pages = 0;
        world.Site.SearchAnswers = answer =>
        {
            if (pages++ == 0)
            {
                (answer["issues"], answer["isLast"], answer["nextPageToken"]) = (new JArray(), false, "page-0");
            }
        };

        (await SweepAsync(world, since)).Should().ContainSingle();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("page-0")]
    public async Task Nothing_more_although_more_was_promised_is_asked_for_again_later(string? token)
    {
        await using var world = await JiraWorld.StartAsync();
        await world.RaiseAsync();
        world.Site.SearchAnswers = answer => (answer["issues"], answer["isLast"], answer["nextPageToken"]) = (new JArray(), false, token);

        var sweep = () => SweepAsync(world, TimeProvider.System.GetUtcNow().AddMinutes(-1));

        (await sweep.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Retry);
    }

    [Fact]
    public async Task A_ticket_that_search_does_not_know_yet_comes_with_the_next_sweep()
    {
        await using var world = await JiraWorld.StartAsync();
        var since = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        world.Site.SearchLag = TimeSpan.FromMinutes(5);
        await world.RaiseAsync();

        (await SweepAsync(world, since)).Should().BeEmpty();
        world.Site.SearchLag = TimeSpan.Zero;
        (await SweepAsync(world, since)).Should().ContainSingle();
    }
}
