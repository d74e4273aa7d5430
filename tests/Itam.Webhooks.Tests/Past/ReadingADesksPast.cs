using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Sandbox;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Freshservice;
using Itam.Sandbox.Jira;
using Itam.Sandbox.ServiceNow;
using Microsoft.AspNetCore.Http;
using static Itam.Webhooks.Tests.Past.PastStage;

namespace Itam.Webhooks.Tests.Past;

/// <summary>What holds for the past of every desk, on the wire.</summary>
public sealed class ReadingADesksPast
{
    private static readonly DateTimeOffset YearAgo = Now.AddDays(-365);

    public static TheoryData<string> Desks => ["jira", "jira-dc", "servicenow", "freshservice"];

    [Theory]
    [MemberData(nameof(Desks))]
    public async Task All_of_it_comes_once_and_oldest_first_in_pages_with_closed_tickets(string desk)
    {
        await using var stage = await StartAsync(desk, Many(250).Append(Ticket("Too old", Now.AddDays(-366))));

        var pages = await stage.ReadAsync(YearAgo);

        pages.Should().HaveCountGreaterThan(2).And.OnlyContain(p => p.Tickets.Length <= 100 && p.Unreadable == 0);
        var tickets = pages.SelectMany(p => p.Tickets).ToList();
        tickets.Select(t => t.Summary).Should().Equal(Enumerable.Range(1, 250).Reverse().Select(i => $"Past {i}"));
        tickets.Should().OnlyHaveUniqueItems(t => t.Ref.Id).And.BeInAscendingOrder(t => t.CreatedAt);
        tickets.Count(t => t.Closed).Should().Be(167);
        tickets.Should().OnlyContain(t => t.Description == "It is broken." && t.Url != null && t.Ref.Connection == "desk");
    }

    [Theory]
    [MemberData(nameof(Desks))]
    public async Task A_ticket_of_the_past_is_the_same_as_when_it_is_read_by_itself(string desk)
    {
        await using var stage = await StartAsync(desk, [Ticket("Battery", Now.AddDays(-5), tag: Tag)]);

        var past = (await stage.ReadAsync(YearAgo)).SelectMany(p => p.Tickets).Should().ContainSingle().Which;
        var read = await stage.Desk.ReadTicketAsync(past.Ref, default);

        past.Ref.Should().Be(read.Ref);
        past.Should().BeEquivalentTo(read, o => o.Excluding(t => t.Requester).Excluding(t => t.LinkedDevices).Excluding(t => t.Description));
        past.Requester!.Names.Should().Contain(read.Requester!.Names[0]).And.Contain(new PersonName(IdentityKind.Email, Dana));
        if (desk != "freshservice")
        {
            past.LinkedDevices.Should().BeEquivalentTo(read.LinkedDevices, "the list has them");
        }
    }

    [Theory]
    [MemberData(nameof(Desks))]
    public async Task Another_process_goes_on_from_the_token_alone(string desk)
    {
        await using var stage = await StartAsync(desk, Many(250));
        var first = await stage.Desk.ReadHistoryAsync(YearAgo, null, default);

        var second = await stage.Connect().ReadHistoryAsync(YearAgo, first.ResumeFrom, default);

        second.Tickets[0].Summary.Should().Be($"Past {250 - first.Tickets.Length}");
    }

    [Theory]
    [MemberData(nameof(Desks))]
    public async Task A_bulk_import_of_one_second_is_read_completely_and_ends(string desk)
    {
        var at = Now.AddDays(-30);
        await using var stage = await StartAsync(
            desk,
            Enumerable.Range(0, 330).Select(i => Ticket($"Bulk {i:000}", at)).Append(Ticket("After", Now.AddDays(-1)))
        );

        var tickets = (await stage.ReadAsync(YearAgo)).SelectMany(p => p.Tickets).ToList();

        tickets.Should().HaveCount(331).And.OnlyHaveUniqueItems(t => t.Ref.Id);
        tickets[^1].Summary.Should().Be("After");
    }

    [Theory]
    [MemberData(nameof(Desks))]
    public async Task Tickets_that_come_and_change_meanwhile_hide_no_past_one(string desk)
    {
        await using var stage = await StartAsync(desk, Many(250));
        var changed = stage.Emulated.Numbers[120];

        var pages = await stage.ReadAsync(
            YearAgo,
            between: async () =>
            {
                await stage.Emulated.RaiseAsync(new NewTicket(Dana, "New", "Just now."), default);
                await stage.Emulated.UpdateAsync(changed, "It is broken.", default);
            }
        );

        pages.SelectMany(p => p.Tickets).Where(t => t.Summary != "New").Select(t => t.Summary).Distinct().Should().HaveCount(250);
    }

    [Theory]
    [MemberData(nameof(Desks))]
    public async Task It_costs_calls_by_the_page_and_none_by_the_ticket(string desk)
    {
        await using var stage = await StartAsync(
            desk,
            Enumerable.Range(1, 250).Select(i => Ticket($"Past {i}", Now.AddHours(-12 * i), i % 2 == 0 ? Dana : Hidden, Tag))
        );

        var pages = await stage.ReadAsync(YearAgo);

        stage.Calls.Should().BeLessThan(5 * pages.Count);
        pages.SelectMany(p => p.Tickets).Should().OnlyContain(t => !t.Requester!.Names.IsEmpty, "who hides the e-mail is known by the account");
    }

    [Theory]
    [InlineData("jira", FaultKind.TooManyRequestsRetryAfter, ConnectionFailure.Retry)]
    [InlineData("jira-dc", FaultKind.TooManyRequestsRetryAfter, ConnectionFailure.Retry)]
    [InlineData("servicenow", FaultKind.TooManyRequestsRetryAfter, ConnectionFailure.Retry)]
    [InlineData("jira", FaultKind.LoginPage, ConnectionFailure.Reconnect)]
    [InlineData("jira-dc", FaultKind.LoginPage, ConnectionFailure.Reconnect)]
    [InlineData("servicenow", FaultKind.LoginPage, ConnectionFailure.Reconnect)]
    [InlineData("freshservice", FaultKind.LoginPage, ConnectionFailure.Reconnect)]
    [InlineData("jira", FaultKind.ServerError, ConnectionFailure.Retry)]
    [InlineData("servicenow", FaultKind.ServerError, ConnectionFailure.Retry)]
    [InlineData("freshservice", FaultKind.ServerError, ConnectionFailure.Retry)]
    [InlineData("jira", FaultKind.LostAnswer, ConnectionFailure.Retry)]
    [InlineData("servicenow", FaultKind.LostAnswer, ConnectionFailure.Retry)]
    [InlineData("freshservice", FaultKind.LostAnswer, ConnectionFailure.Retry)]
    public async Task A_page_that_breaks_in_the_middle_is_told_and_read_again(string desk, FaultKind fault, ConnectionFailure expected)
    {
        await using var stage = await StartAsync(desk, Many(250));
        var first = await stage.Desk.ReadHistoryAsync(YearAgo, null, default);
        stage.Emulated.Faults.Add(fault, int.MaxValue, IsList);

        var read = () => stage.Desk.ReadHistoryAsync(YearAgo, first.ResumeFrom, default);
        var failure = (await read.Should().ThrowAsync<ConnectionException>()).Which;

        failure.Failure.Should().Be(expected);
        failure.Message.Should().Contain("'desk'");
        stage.Emulated.Faults.Clear();
        (await read()).Tickets[0].Summary.Should().Be($"Past {250 - first.Tickets.Length}");
    }

    [Fact]
    public async Task Freshservice_is_left_alone_for_as_long_as_it_asks()
    {
        await using var stage = await StartAsync("freshservice", Many(250));
        var first = await stage.Desk.ReadHistoryAsync(YearAgo, null, default);
        ((EmulatedFreshservice)stage.Emulated).SetLimits(1, 1, 1);

        var read = () => stage.Desk.ReadHistoryAsync(YearAgo, first.ResumeFrom, default);
        var failure = (await read.Should().ThrowAsync<ConnectionException>()).Which;
        var calls = stage.Calls;

        failure.RetryAfter.Should().BePositive();
        await read.Should().ThrowAsync<ConnectionException>();
        stage.Calls.Should().Be(calls, "the pause is kept");
    }

    [Fact]
    public async Task Freshservice_without_the_requester_in_its_list_still_has_a_past()
    {
        await using var stage = await StartAsync("freshservice", Many(3));
        var account = (EmulatedFreshservice)stage.Emulated;
        account.ListEmbeds.Clear();
        account.WithoutWorkspaces = true;

        var tickets = (await stage.ReadAsync(YearAgo)).SelectMany(p => p.Tickets).ToList();

        tickets.Should().HaveCount(3).And.OnlyContain(t => t.Requester!.Names.Length == 1 && t.Requester.Names[0].Kind == IdentityKind.Account);
    }

    [Fact]
    public async Task Freshservice_entries_that_are_no_tickets_are_counted_and_the_others_are_good()
    {
        await using var stage = await StartAsync("freshservice", Many(3));
        ((EmulatedFreshservice)stage.Emulated).Answers = (path, body) => body["tickets"]?[1]?["created_at"]?.Replace("soon");

        var page = await stage.Desk.ReadHistoryAsync(YearAgo, null, default);

        page.Unreadable.Should().Be(1);
        page.Tickets.Should().HaveCount(2);
    }

    [Fact]
    public async Task Jira_gives_small_pages_if_it_likes()
    {
        await using var stage = await StartAsync("jira", Many(20));
        ((JiraEmulator)stage.Emulated).SearchPageLimit = 3;

        var pages = await stage.ReadAsync(YearAgo);

        pages.SelectMany(p => p.Tickets).Select(t => t.Summary).Should().Equal(Enumerable.Range(1, 20).Reverse().Select(i => $"Past {i}"));
    }

    [Fact]
    public async Task Jira_other_projects_have_no_past_here()
    {
        await using var stage = await StartAsync("jira", Many(2));
        ((JiraEmulator)stage.Emulated).Raise(new NewTicket(Dana, "Refactor", "Code."), "DEV");

        (await stage.ReadAsync(YearAgo)).SelectMany(p => p.Tickets).Should().HaveCount(2);
    }

    [Fact]
    public async Task Jira_without_the_right_to_read_objects_still_names_them()
    {
        await using var stage = await StartAsync("jira", [Ticket("Battery", Now.AddDays(-5), tag: Tag)]);
        stage.Emulated.Faults.Add(FaultKind.Forbidden, int.MaxValue, r => r.Path.Value!.EndsWith("/aql", StringComparison.Ordinal));

        var ticket = (await stage.ReadAsync(YearAgo)).SelectMany(p => p.Tickets).Should().ContainSingle().Which;

        ticket.LinkedDevices.Should().ContainSingle().Which.Names.Should().ContainSingle().Which.Kind.Should().Be(IdentifierKind.SourceId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ServiceNow_goes_through_every_table_whether_it_counts_rows_or_not(bool counts)
    {
        await using var stage = await StartAsync("servicenow", Many(130));
        var instance = (ServiceNowEmulator)stage.Emulated;
        instance.CountsRows = counts;
        await instance.RaiseRequestedItemAsync(new NewTicket(Dana, "Dock", "Please."), default);

        var tickets = (await stage.ReadAsync(YearAgo)).SelectMany(p => p.Tickets).ToList();

        tickets.Should().HaveCount(131).And.OnlyHaveUniqueItems(t => t.Ref.Id);
        tickets[^1].Ref.Id.Should().StartWith("sc_req_item:");
    }

    [Theory]
    [InlineData("jira", "nonsense")]
    [InlineData("servicenow", "no_such_table 1 2")]
    [InlineData("freshservice", "-3")]
    public async Task A_token_that_says_nothing_begins_anew(string desk, string token)
    {
        await using var stage = await StartAsync(desk, Many(2));

        (await stage.Desk.ReadHistoryAsync(YearAgo, token, default)).Tickets.Should().HaveCount(2);
    }

    private static bool IsList(HttpRequest request) =>
        request.Path.Value!.Contains("/search", StringComparison.Ordinal)
        || request.Path.Value.EndsWith("/incident", StringComparison.Ordinal)
        || request.Path.Value.EndsWith("/tickets", StringComparison.Ordinal);
}
