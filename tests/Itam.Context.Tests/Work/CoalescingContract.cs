using Itam.Context.Work;
using Itam.Testing.Databases;

namespace Itam.Context.Tests.Work;

public abstract class CoalescingContract(TestEngine engine) : WorkQueueContract(engine)
{
    [Fact]
    public async Task Ten_changes_of_one_ticket_become_one_enrichment()
    {
        for (var i = 0; i < 10; i++)
        {
            await OnceAsync(NewWork("ticket/1"));
        }

        (await CountAsync()).Should().Be(1);
    }

    [Fact]
    public async Task Ten_changes_at_the_same_moment_become_one_enrichment()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => OnceAsync(NewWork("ticket/1")))));

        (await CountAsync()).Should().Be(1);
    }

    [Fact]
    public async Task Ten_changes_in_one_transaction_become_one_enrichment()
    {
        await Test.Database.WriteAsync(
            Acme,
            async (db, token) =>
            {
                for (var i = 0; i < 10; i++)
                {
                    await db.EnqueueOnceAsync(NewWork("ticket/1"), Time.GetUtcNow(), token);
                }
            },
            default
        );

        (await CountAsync()).Should().Be(1);
    }

    [Fact]
    public async Task A_change_while_the_enrichment_runs_is_enriched_again()
    {
        await OnceAsync(NewWork("ticket/1"));
        await ClaimOneAsync();
        await OnceAsync(NewWork("ticket/1"));
        await OnceAsync(NewWork("ticket/1"));

        (await CountAsync()).Should().Be(2);
    }

    [Fact]
    public async Task A_change_while_the_enrichment_waits_for_its_next_attempt_adds_nothing()
    {
        await OnceAsync(NewWork("ticket/1"));
        await SettleAsync(await ClaimOneAsync(), new WorkOutcome.Retry("busy"));
        await OnceAsync(NewWork("ticket/1"));

        (await CountAsync()).Should().Be(1);
    }

    [Theory]
    [InlineData("note")]
    [InlineData("other")]
    public async Task News_of_a_ticket_ends_the_back_off_that_its_key_waits_out(string waitingKind)
    {
        await OnceAsync(NewWork("ticket/1", kind: waitingKind));
        await FailAsync(8);
        (await ClaimAsync()).Should().BeEmpty();

        await OnceAsync(NewWork("ticket/1"));

        var again = await ClaimOneAsync();
        again.Kind.Should().Be(waitingKind);
        again.Attempt.Should().Be(2, "news must not use up the attempts of a long outage");
    }

    [Fact]
    public async Task News_never_calls_before_the_other_side_allows_it()
    {
        await OnceAsync(NewWork("ticket/1"));
        await FailAsync(7);
        Time.Advance(TimeSpan.FromHours(2));
        var item = await ClaimOneAsync();
        await SettleAsync(item, new WorkOutcome.Retry("429", TimeSpan.FromMinutes(20)));

        await OnceAsync(NewWork("ticket/1"));

        (await CountAsync()).Should().Be(1);
        (await PauseOfAsync(item)).Should().Be(TimeSpan.FromMinutes(20));
    }

    [Fact]
    public async Task News_does_not_hurry_what_waits_for_a_person()
    {
        await OnceAsync(NewWork("ticket/1"));
        await SettleAsync(await ClaimOneAsync(), new WorkOutcome.Hold("sign in again"));

        await OnceAsync(NewWork("ticket/1"));

        (await CountAsync()).Should().Be(1);
        (await ClaimAsync()).Should().BeEmpty();
    }

    private async Task FailAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            var item = await ClaimOneAsync();
            await SettleAsync(item, new WorkOutcome.Retry("busy"));
            if (i < times - 1)
            {
                Time.Advance(await PauseOfAsync(item));
            }
        }
    }

    [Fact]
    public async Task An_enrichment_planned_for_tomorrow_does_not_swallow_todays()
    {
        await OnceAsync(NewWork("ticket/1") with { DueAt = Time.GetUtcNow().AddDays(1) });
        await OnceAsync(NewWork("ticket/1"));

        (await ClaimAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task Other_tickets_kinds_tenants_and_dead_letters_do_not_count()
    {
        await DieAsync(NewWork("ticket/1"));
        await OnceAsync(NewWork("ticket/1"));
        await OnceAsync(NewWork("ticket/2"));
        await OnceAsync(NewWork("ticket/1", kind: "other"));
        await OnceAsync(NewWork("ticket/1", tenant: Globex));

        (await CountAsync("work WHERE state = 'Ready'")).Should().Be(4);
    }

    [Fact]
    public async Task A_timer_exists_once_and_keeps_its_first_due_time()
    {
        var due = Time.GetUtcNow().AddHours(1);
        await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => Task.Run(() => Queue.EnsureTimerAsync(Acme, "sweep", "jira-main", due.AddHours(i), default)))
        );
        await Queue.EnsureTimerAsync(Acme, "sweep", "jira-main", due.AddHours(9), default);

        (await CountAsync()).Should().Be(1);
    }

    [Fact]
    public async Task A_running_timer_counts_and_rearms_itself_when_it_is_done()
    {
        await Queue.EnsureTimerAsync(Acme, "sweep", "jira-main", Time.GetUtcNow(), default);
        var running = await ClaimOneAsync();
        await Queue.EnsureTimerAsync(Acme, "sweep", "jira-main", Time.GetUtcNow(), default);
        (await CountAsync()).Should().Be(1);

        var next = Time.GetUtcNow().AddMinutes(5);
        await SettleAsync(running, new WorkOutcome.Done((db, token) => db.EnsureTimerAsync("sweep", "jira-main", next, Time.GetUtcNow(), token)));

        (await ClaimAsync()).Should().BeEmpty();
        Time.Advance(TimeSpan.FromMinutes(5));
        (await ClaimOneAsync()).Id.Should().NotBe(running.Id);
    }

    private Task OnceAsync(NewWork work) =>
        Test.Database.WriteAsync(work.Tenant, (db, token) => db.EnqueueOnceAsync(work, Time.GetUtcNow(), token), CancellationToken.None);
}

public sealed class SqliteCoalescing() : CoalescingContract(TestEngine.Sqlite);

public sealed class PostgresCoalescing() : CoalescingContract(TestEngine.Postgres);
