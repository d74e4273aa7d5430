using Itam.Context.Work;
using Itam.Testing.Databases;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Tests.Work;

public abstract class SettlementContract(TestEngine engine) : WorkQueueContract(engine)
{
    [Fact]
    public async Task Done_work_and_its_follow_up_commit_together()
    {
        var item = await IngestAndClaimAsync();

        await SettleAsync(item, Enqueue("delivery"));

        (await CountAsync()).Should().Be(1);
        (await ClaimOneAsync()).Kind.Should().Be("delivery");
    }

    [Fact]
    public async Task A_commit_that_throws_leaves_neither_the_follow_up_nor_the_completion()
    {
        var item = await IngestAndClaimAsync();
        var failing = new WorkOutcome.Done(
            async (db, token) =>
            {
                db.Enqueue(NewWork(kind: "delivery"), Time.GetUtcNow());
                await db.SaveChangesAsync(token);
                throw new IOException("power cut");
            }
        );

        await FluentActions.Awaiting(() => SettleAsync(item, failing)).Should().ThrowAsync<IOException>();

        (await CountAsync("work WHERE kind = 'delivery'")).Should().Be(0);
        (await CountAsync($"work WHERE id = {item.Id} AND lease_id IS NOT NULL")).Should().Be(1);
    }

    [Fact]
    public async Task Follow_up_work_of_another_tenant_is_refused()
    {
        var item = await IngestAndClaimAsync();
        var foreign = new WorkOutcome.Done((db, _) => Task.Run(() => db.Enqueue(NewWork(tenant: Globex), Time.GetUtcNow())));

        await FluentActions.Awaiting(() => SettleAsync(item, foreign)).Should().ThrowAsync<InvalidOperationException>();
        (await CountAsync()).Should().Be(1);
    }

    [Fact]
    public async Task The_commit_sees_only_the_work_of_its_own_tenant()
    {
        await IngestAsync(NewWork(tenant: Globex, kind: "secret"));
        var item = (await ClaimAsync()).Single();
        await SettleAsync(item, new WorkOutcome.Retry("later"));
        var own = await IngestAndClaimAsync();
        var seen = -1;

        await SettleAsync(own, new WorkOutcome.Done(async (db, token) => seen = await db.Work.CountAsync(token)));

        seen.Should().Be(0);
    }

    [Fact]
    public async Task Retries_follow_the_schedule_to_the_tick_and_after_the_last_the_item_is_dead_with_the_last_reason()
    {
        await IngestAsync(NewWork());
        var attempt = 0;
        foreach (var pause in Backoff.Schedule)
        {
            var item = await ClaimOneAsync();
            item.Attempt.Should().Be(++attempt);
            (await SettleAsync(item, new WorkOutcome.Retry($"busy {attempt}"))).Should().Be(Settlement.Retried);
            (await PauseOfAsync(item)).Should().Be(pause);
            Time.Advance(pause - TimeSpan.FromMilliseconds(1));
            (await ClaimAsync()).Should().BeEmpty();
            Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        (await SettleAsync(await ClaimOneAsync(), new WorkOutcome.Retry("busy for good"))).Should().Be(Settlement.Dead);
        var letter = (await LettersAsync()).Should().ContainSingle().Subject;
        letter.Cause.Should().Be("busy for good");
        letter.Attempts.Should().Be(Backoff.MaxAttempts);
        (await ClaimAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0, 4.0)]
    [InlineData(0.25, 4.5)]
    [InlineData(0.75, 5.5)]
    public async Task Luck_moves_a_retry_by_a_fifth_at_most(double chance, double seconds)
    {
        Chance = chance;
        var item = await IngestAndClaimAsync();
        await SettleAsync(item, new WorkOutcome.Retry("busy"));

        (await PauseOfAsync(item)).Should().Be(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData(90, 0, 90)]
    [InlineData(90, 0.5, 99)]
    [InlineData(2, 0.5, 5)]
    public async Task Retry_after_is_a_lower_bound(int asked, double chance, int waited)
    {
        Chance = chance;
        var item = await IngestAndClaimAsync();
        await SettleAsync(item, new WorkOutcome.Retry("429", TimeSpan.FromSeconds(asked)));

        (await PauseOfAsync(item)).Should().Be(TimeSpan.FromSeconds(waited));
    }

    [Fact]
    public async Task Waiting_for_a_person_does_not_count_as_attempts_and_grows_from_five_minutes_to_an_hour()
    {
        await IngestAsync(NewWork());
        var pauses = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            var item = await ClaimOneAsync();
            item.Attempt.Should().Be(1);
            (await SettleAsync(item, new WorkOutcome.Hold("reconnect jira-main"))).Should().Be(Settlement.Held);
            pauses.Add((await PauseOfAsync(item)).TotalMinutes);
            Time.Advance(await PauseOfAsync(item));
        }

        pauses.Should().Equal(5, 5, 10, 20, 40, 60, 60, 60);
    }

    [Fact]
    public async Task After_seven_days_of_waiting_for_a_person_it_is_dead()
    {
        var item = await IngestAndClaimAsync();
        await SettleAsync(item, new WorkOutcome.Hold("reconnect"));
        Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        (await SettleAsync(await ClaimOneAsync(), new WorkOutcome.Hold("reconnect"))).Should().Be(Settlement.Held);
        Time.Advance(TimeSpan.FromHours(1));

        (await SettleAsync(await ClaimOneAsync(), new WorkOutcome.Hold("still signed out"))).Should().Be(Settlement.Dead);
        (await LettersAsync()).Single().Cause.Should().Be("still signed out");
    }

    [Fact]
    public async Task A_cause_is_kept_as_one_line_that_every_database_can_store()
    {
        var item = await IngestAndClaimAsync();
        await SettleAsync(item, new WorkOutcome.Dead("a\0b\r\nc\u001b[31m" + new string('x', 5000)));

        var cause = (await LettersAsync()).Single().Cause;
        cause.Should().StartWith("a b  c [31mxxx").And.HaveLength(2000);
        cause.Should().NotContainAny("\n", "\r", "\0", "\u001b");
    }

    private WorkOutcome.Done Enqueue(string kind) =>
        new(
            (db, _) =>
            {
                db.Enqueue(NewWork(kind: kind), Time.GetUtcNow());
                return Task.CompletedTask;
            }
        );
}

public sealed class SqliteSettlement() : SettlementContract(TestEngine.Sqlite);

public sealed class PostgresSettlement() : SettlementContract(TestEngine.Postgres);
