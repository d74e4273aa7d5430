using Itam.Context.Work;
using Itam.Testing.Databases;

namespace Itam.Context.Tests.Work;

/// <summary>What failed and is tried again: who sees it, and what makes it go on sooner.</summary>
public abstract class WaitingContract(TestEngine engine) : WorkQueueContract(engine)
{
    [Fact]
    public async Task What_is_tried_again_is_listed_and_shown_with_connection_cause_and_next_time_and_timers_are_not()
    {
        var created = Time.GetUtcNow();
        await Queue.EnsureTimerAsync(Acme, "sweep", "s", created.AddHours(1), default);
        var retried = await IngestAndClaimAsync(NewWork("ticket/1", payload: "{\"id\":1}\u0007"));
        await SettleAsync(retried, new WorkOutcome.Retry("503 from jira-main"));
        var held = await IngestAndClaimAsync(NewWork("ticket/2") with { Connection = "snow" });
        await SettleAsync(held, new WorkOutcome.Hold("sign in again"));
        await DieAsync();
        await IngestAndClaimAsync();

        var waiting = await Queue.ListWaitingAsync(DeadLetterFilter.All, 100, default);

        var (soon, later) = (created.AddSeconds(5), created.AddMinutes(5));
        waiting
            .Should()
            .Equal(
                new WaitingWork(retried.Id, Acme, "note", "ticket/1", "jira-main", 1, "503 from jira-main", created, created, soon, null),
                new WaitingWork(held.Id, Acme, "note", "ticket/2", "snow", 0, "sign in again", created, created, later, created)
            );
        (await Queue.ListWaitingAsync(new(Connection: "snow"), 100, default)).Should().ContainSingle();
        (await Queue.ShowWaitingAsync(retried.Id, default))!.Payload.Should().Be("{\"id\":1}·");
        (await Queue.ShowWaitingAsync(held.Id + 1, default)).Should().BeNull("a dead letter waits for nothing");
    }

    [Fact]
    public async Task A_replay_makes_it_due_now_whatever_it_waits_for()
    {
        var asked = await IngestAndClaimAsync();
        await SettleAsync(asked, new WorkOutcome.Retry("429", TimeSpan.FromHours(3)));
        var held = await HoldAsync("snow");

        (await Queue.ReplayAsync(asked.Id, default)).Should().BeTrue();
        (await ClaimOneAsync()).Should().BeEquivalentTo(new { asked.Id, Attempt = 1 });
        (await Queue.ReplayAsync(asked.Id, default)).Should().BeFalse("it runs");
        (await Queue.ReplayAsync(new DeadLetterFilter(Connection: "jira-main"), default)).Should().Be(0);
        (await Queue.ReplayAsync(new DeadLetterFilter(Connection: "snow"), default)).Should().Be(1);
        (await ClaimOneAsync()).Id.Should().Be(held.Id);
    }

    [Fact]
    public async Task The_first_success_after_a_hold_wakes_what_its_connection_holds_and_nothing_else()
    {
        var mended = await HoldAsync("jira-main");
        Time.Advance(TimeSpan.FromMinutes(1));
        var waits = await HoldAsync("jira-main");
        var other = await HoldAsync("snow");
        await ScalarAsync($"UPDATE work SET due_at = due_at + 3600000 WHERE id <> {mended.Id} RETURNING id");
        Time.Advance(TimeSpan.FromMinutes(6));

        await SettleAsync(await ClaimOneAsync(), WorkOutcome.Finished);

        (await ClaimOneAsync()).Id.Should().Be(waits.Id);
        (await PauseOfAsync(other)).Should().BePositive();
    }

    [Fact]
    public async Task After_a_long_outage_the_first_success_wakes_the_rest_though_not_before_a_time_that_was_announced()
    {
        await IngestAsync(NewWork());
        for (var attempt = 1; attempt < 6; attempt++)
        {
            var failing = await ClaimOneAsync();
            await SettleAsync(failing, new WorkOutcome.Retry("503"));
            Time.Advance(await PauseOfAsync(failing));
        }

        var recovering = await ClaimOneAsync();
        var waits = await IngestAndClaimAsync();
        await SettleAsync(waits, new WorkOutcome.Retry("503"));
        var asked = await IngestAndClaimAsync();
        await SettleAsync(asked, new WorkOutcome.Retry("429", TimeSpan.FromHours(1)));
        await ScalarAsync($"UPDATE work SET due_at = due_at + 18000000, attempts = 8 WHERE id <> {recovering.Id} RETURNING id");
        Time.Advance(TimeSpan.FromMinutes(6));

        await SettleAsync(recovering, WorkOutcome.Finished);

        (await ClaimOneAsync()).Should().BeEquivalentTo(new { waits.Id, Attempt = 2 });
        (await PauseOfAsync(asked)).Should().Be(TimeSpan.FromMinutes(54));
    }

    [Fact]
    public async Task What_failed_a_moment_ago_is_not_woken()
    {
        await HoldAsync("jira-main");
        Time.Advance(TimeSpan.FromMinutes(5));
        var mended = await ClaimOneAsync();
        var refused = await HoldAsync("jira-main");

        await SettleAsync(mended, WorkOutcome.Finished);

        (await PauseOfAsync(refused)).Should().Be(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_start_tries_held_work_at_once_since_it_may_bring_new_credentials()
    {
        var held = await HoldAsync("jira-main");

        await Queue.WakeHeldAsync(default);

        (await ClaimOneAsync()).Id.Should().Be(held.Id);
    }

    private async Task<WorkItem> HoldAsync(string connection)
    {
        var item = await IngestAndClaimAsync(NewWork() with { Connection = connection });
        await SettleAsync(item, new WorkOutcome.Hold("sign in again"));
        return item;
    }
}

public sealed class SqliteWaiting() : WaitingContract(TestEngine.Sqlite);

public sealed class PostgresWaiting() : WaitingContract(TestEngine.Postgres);
