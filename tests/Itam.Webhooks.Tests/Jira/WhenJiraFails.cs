using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Jira;
using Microsoft.AspNetCore.Http;

namespace Itam.Webhooks.Tests.Jira;

public sealed class WhenJiraFails
{
    private static bool IsNewComment(HttpRequest request) =>
        request.Method == "POST" && request.Path.Value!.EndsWith("/comment", StringComparison.Ordinal);

    private static bool IsIssue(HttpRequest request) => request.Method == "GET" && request.Path.Value!.Contains("/issue/", StringComparison.Ordinal);

    [Theory]
    [InlineData(FaultKind.Unauthorized, ConnectionFailure.Reconnect)]
    [InlineData(FaultKind.Forbidden, ConnectionFailure.Reconnect)]
    [InlineData(FaultKind.NotFound, ConnectionFailure.GiveUp)]
    [InlineData(FaultKind.Conflict, ConnectionFailure.Retry)]
    [InlineData(FaultKind.TooLarge, ConnectionFailure.GiveUp)]
    [InlineData(FaultKind.TooManyRequests, ConnectionFailure.Retry)]
    [InlineData(FaultKind.TooManyRequestsRetryAfter, ConnectionFailure.Retry)]
    [InlineData(FaultKind.ServerError, ConnectionFailure.Retry)]
    [InlineData(FaultKind.Unavailable, ConnectionFailure.Retry)]
    [InlineData(FaultKind.LoginPage, ConnectionFailure.Reconnect)]
    [InlineData(FaultKind.LostAnswer, ConnectionFailure.Retry)]
    [InlineData(FaultKind.Slow, ConnectionFailure.Retry)]
    public async Task A_failed_write_says_what_to_do_and_never_leads_to_two_notes(FaultKind fault, ConnectionFailure expected)
    {
        await using var world = await JiraWorld.StartAsync(productTime: fault == FaultKind.Slow ? new HurriedTime() : null);
        var ticket = await world.RaiseAsync();
        world.Site.Faults.Add(fault, when: IsNewComment);

        var write = () => world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);

        var failure = (await write.Should().ThrowAsync<ConnectionException>()).Which;
        failure.Failure.Should().Be(expected);
        failure.Message.Should().Contain("helpdesk").And.NotContain(JiraEmulator.ApiToken);
        world.Site.Faults.Hits.Should().Be(1);
        await write();
        world.Notes(ticket).Should().ContainSingle().Which.Public.Should().BeFalse();
    }

    [Theory]
    [InlineData(FaultKind.Unauthorized, ConnectionFailure.Reconnect)]
    [InlineData(FaultKind.Forbidden, ConnectionFailure.Reconnect)]
    [InlineData(FaultKind.NotFound, ConnectionFailure.GiveUp)]
    [InlineData(FaultKind.Conflict, ConnectionFailure.Retry)]
    [InlineData(FaultKind.TooManyRequests, ConnectionFailure.Retry)]
    [InlineData(FaultKind.TooManyRequestsRetryAfter, ConnectionFailure.Retry)]
    [InlineData(FaultKind.ServerError, ConnectionFailure.Retry)]
    [InlineData(FaultKind.Unavailable, ConnectionFailure.Retry)]
    [InlineData(FaultKind.LoginPage, ConnectionFailure.Reconnect)]
    [InlineData(FaultKind.LostAnswer, ConnectionFailure.Retry)]
    public async Task A_failed_read_says_what_to_do(FaultKind fault, ConnectionFailure expected)
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.RaiseAsync();
        world.Site.Faults.Add(fault, int.MaxValue, IsIssue);

        var read = () => world.Desk.ReadTicketAsync(ticket, default);

        (await read.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(expected);
        world.Site.Faults.Clear();
        (await read()).Number.Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_passing_failure_of_a_read_is_not_even_noticed()
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.RaiseAsync();
        world.Site.Faults.Add(FaultKind.ServerError, 2, IsIssue);

        (await world.Desk.ReadTicketAsync(ticket, default)).Number.Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_429_without_a_word_waits_two_seconds()
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.RaiseAsync();
        world.Site.Faults.Add(FaultKind.TooManyRequests, when: IsIssue);

        var read = () => world.Desk.ReadTicketAsync(ticket, default);

        (await read.Should().ThrowAsync<ConnectionException>()).Which.RetryAfter.Should().Be(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_failure_while_editing_leaves_the_one_note_as_it_was()
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.RaiseAsync();
        var known = await world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);
        world.Site.Faults.Add(FaultKind.Conflict, when: r => r.Method == "PUT");

        var edit = () => world.Desk.WriteNoteAsync(ticket, Reports.Rich("f2", "Disk 99 % full"), known, default);

        (await edit.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Retry);
        world.Notes(ticket).Should().ContainSingle().Which.Text.Should().Contain("97 %");
        await edit();
        world.Notes(ticket).Should().ContainSingle().Which.Text.Should().Contain("99 %");
    }

    [Theory]
    [InlineData(JiraCredentials.ExpiredAndSaid)]
    [InlineData(JiraCredentials.Expired)]
    public async Task An_expired_token_asks_for_a_person_although_Jira_says_not_found_and_nothing_new(JiraCredentials credentials)
    {
        var time = new Freshservice.ManualTime();
        await using var world = await JiraWorld.StartAsync(
            change: (settings, _) =>
            {
                foreach (var (name, value) in new JiraEmulator(time).RaisingSettings)
                {
                    settings[name] = value;
                }
            },
            productTime: time,
            siteTime: time
        );
        var ticket = await world.RaiseAsync();
        var known = await world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);
        var hourAgo = time.GetUtcNow().AddHours(-1);
        await world.Desk.ChangedSinceAsync(hourAgo, default).ToListAsync();
        world.Site.Credentials = credentials;
        time.Advance(TimeSpan.FromMinutes(1));

        Func<Task>[] calls =
        [
            () => world.Desk.ReadTicketAsync(ticket, default),
            () => world.Desk.WriteNoteAsync(ticket, Reports.Rich("f2"), known, default),
            () => world.Desk.AddCommentAsync(ticket, new TicketComment("itam-1", "Approved."), default),
            () => world.Desk.RaiseTicketAsync(Draft, default),
            () => world.Desk.ChangedSinceAsync(hourAgo, default).ToListAsync().AsTask(),
            () => world.Desk.ReadHistoryAsync(hourAgo, null, default),
        ];

        foreach (var call in calls)
        {
            var failure = (await call.Should().ThrowAsync<ConnectionException>()).Which;
            failure.Failure.Should().Be(ConnectionFailure.Reconnect);
            failure.Message.Should().Contain("refused the credentials").And.Contain("helpdesk");
        }

        (await world.Desk.CheckAsync(default)).Should().ContainSingle().Which.Remedy.Should().Contain("refused the credentials");
        world.Site.Credentials = JiraCredentials.Good;
        await world.Desk.WriteNoteAsync(ticket, Reports.Rich("f2", "Disk 99 % full"), known, default);
        world.Notes(ticket).Should().ContainSingle().Which.Text.Should().Contain("99 %");
    }

    [Fact]
    public async Task Nothing_new_and_not_found_are_believed_without_asking_each_time_who_we_are()
    {
        var time = new Freshservice.ManualTime();
        await using var world = await JiraWorld.StartAsync(productTime: time, siteTime: time);
        var asked = 0;
        world.Site.Faults.Add(FaultKind.ServerError, int.MaxValue, Counts);
        for (var i = 0; i < 5; i++)
        {
            (await world.Desk.ChangedSinceAsync(time.GetUtcNow(), default).ToListAsync()).Should().BeEmpty();
            time.Advance(TimeSpan.FromSeconds(10));
        }

        asked.Should().Be(2);

        bool Counts(HttpRequest request)
        {
            asked += request.Path.Value!.EndsWith("/myself", StringComparison.Ordinal) ? 1 : 0;
            return false;
        }
    }

    private static readonly TicketDraft Draft = new()
    {
        Reference = "itam-1",
        Kind = TicketKind.Incident,
        Priority = TicketPriority.Normal,
        Summary = "Laptop",
        Description = "It beeps.",
        Requester = new TicketPerson("Dana Demo", [new PersonName(IdentityKind.Email, JiraWorld.Dana)]),
    };

    /// <summary>Real time whose timers run ten times as fast, so that a deadline of 20 s is met in a test.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 10 : dueTime, period);
    }
}
