using Itam.Context.Connections;
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

    /// <summary>Real time whose timers run ten times as fast, so that a deadline of 20 s is met in a test.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 10 : dueTime, period);
    }
}
