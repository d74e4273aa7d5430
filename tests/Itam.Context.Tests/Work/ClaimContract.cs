using System.Collections.Concurrent;
using Itam.Context.Work;
using Itam.Testing.Databases;

namespace Itam.Context.Tests.Work;

public abstract class ClaimContract(TestEngine engine) : WorkQueueContract(engine)
{
    [Fact]
    public async Task Four_workers_never_claim_the_same_item_twice()
    {
        await Task.WhenAll(Enumerable.Range(0, 2000).Select(_ => IngestAsync(NewWork())));

        var claims = await WorkThroughAsync(workers: 4, batch: 32);

        claims.Should().HaveCount(2000).And.OnlyHaveUniqueItems();
        (await CountAsync()).Should().Be(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_the_keys_are_each_key_is_worked_off_in_order_one_at_a_time(int seed)
    {
        var random = new Random(seed);
        var keys = Enumerable.Range(0, 200).Select(_ => random.Next(12) is var k and > 0 ? $"ticket/{k}" : "").ToArray();
        foreach (var key in keys)
        {
            await IngestAsync(NewWork(key));
        }

        var running = new ConcurrentDictionary<string, int>();
        var order = new ConcurrentDictionary<string, ConcurrentQueue<long>>();
        var overlaps = 0;
        await WorkThroughAsync(
            4,
            random.Next(1, 9),
            item =>
            {
                if (item.OrderingKey.Length > 0 && running.AddOrUpdate(item.OrderingKey, 1, (_, n) => n + 1) > 1)
                {
                    Interlocked.Increment(ref overlaps);
                }

                order.GetOrAdd(item.OrderingKey, _ => new()).Enqueue(item.Id);
            },
            item => running.AddOrUpdate(item.OrderingKey, 0, (_, n) => n - 1)
        );

        overlaps.Should().Be(0);
        order.Values.Sum(ids => ids.Count).Should().Be(200);
        order.Where(o => o.Key.Length > 0).Should().OnlyContain(o => o.Value.SequenceEqual(o.Value.Order()));
    }

    [Fact]
    public async Task Work_that_waits_for_its_next_attempt_holds_back_its_key_and_no_other()
    {
        await IngestAsync(NewWork("ticket/1"));
        await IngestAsync(NewWork("ticket/1"));
        await SettleAsync(await ClaimOneAsync(), new WorkOutcome.Retry("busy"));
        await IngestAsync(NewWork("ticket/2"));

        (await ClaimOneAsync()).OrderingKey.Should().Be("ticket/2");
    }

    [Fact]
    public async Task Held_work_holds_back_its_key()
    {
        await IngestAsync(NewWork("ticket/1"));
        await IngestAsync(NewWork("ticket/1"));
        await SettleAsync(await ClaimOneAsync(), new WorkOutcome.Hold("sign in again"));

        (await ClaimAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_timer_that_is_due_next_week_does_not_hold_back_its_key()
    {
        await Queue.EnsureTimerAsync(Acme, "reminder", "case/1", Time.GetUtcNow().AddDays(7), default);
        await IngestAsync(NewWork("case/1"));

        (await ClaimOneAsync()).Kind.Should().Be("note");
        Time.Advance(TimeSpan.FromDays(7) - Options.Lease + TimeSpan.FromSeconds(1));
        (await ClaimOneAsync()).Kind.Should().Be("note", "its lease ran out long ago, and the timer is not due");
    }

    [Fact]
    public async Task A_dead_letter_does_not_hold_back_its_key()
    {
        await DieAsync(NewWork("ticket/1"));
        await IngestAsync(NewWork("ticket/1"));

        (await ClaimAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task The_same_key_of_another_tenant_is_another_key()
    {
        await IngestAsync(NewWork("ticket/1"));
        await IngestAsync(NewWork("ticket/1", tenant: Globex));

        (await ClaimAsync()).Select(i => i.Tenant).Should().BeEquivalentTo([Acme, Globex]);
    }

    [Fact]
    public async Task Work_of_a_worker_that_died_is_taken_up_when_its_lease_ends_and_not_before()
    {
        var first = await IngestAndClaimAsync(NewWork("ticket/1"));
        await RestartAsync();

        Time.Advance(Options.Lease - TimeSpan.FromMilliseconds(1));
        (await ClaimAsync()).Should().BeEmpty();
        Time.Advance(TimeSpan.FromMilliseconds(1));
        var second = await ClaimOneAsync();
        second.Id.Should().Be(first.Id);
        second.Attempt.Should().Be(2);
        second.Should().BeEquivalentTo(first, o => o.Excluding(i => i.Attempt).Excluding(i => i.LeaseId));
    }

    [Fact]
    public async Task An_extended_lease_keeps_others_away()
    {
        var item = await IngestAndClaimAsync();
        Time.Advance(TimeSpan.FromSeconds(20));
        (await Queue.ExtendAsync(item, default)).Should().BeTrue();
        Time.Advance(TimeSpan.FromSeconds(29));

        (await ClaimAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_worker_that_lost_its_lease_changes_nothing()
    {
        var late = await IngestAndClaimAsync();
        Time.Advance(Options.Lease);
        var current = await ClaimOneAsync();
        var before = await RowAsync();

        foreach (
            var outcome in (WorkOutcome[])
                [WorkOutcome.Finished, Enqueueing(), new WorkOutcome.Retry("r"), new WorkOutcome.Hold("h"), new WorkOutcome.Dead("d")]
        )
        {
            (await SettleAsync(late, outcome)).Should().Be(Settlement.LeaseLost);
        }

        (await Queue.ExtendAsync(late, default)).Should().BeFalse();
        (await Queue.ReleaseAsync(late, default)).Should().BeFalse();
        (await RowAsync()).Should().Be(before);
        (await CountAsync()).Should().Be(1);
        (await SettleAsync(current, WorkOutcome.Finished)).Should().Be(Settlement.Done);
    }

    [Fact]
    public async Task A_released_claim_is_due_at_once_and_its_attempt_does_not_count()
    {
        var item = await IngestAndClaimAsync();
        await Queue.ReleaseAsync(item, default);

        (await ClaimOneAsync()).Attempt.Should().Be(1);
    }

    [Fact]
    public async Task Kinds_that_are_left_out_stay_due_and_keep_their_turn()
    {
        await IngestAsync(NewWork("sync/a", kind: "sync"));
        await IngestAsync(NewWork("sync/a", kind: "note"));
        await IngestAsync(NewWork("history/a", kind: "history"));
        await IngestAsync(NewWork("ticket/1"));

        (await Queue.ClaimAsync(10, ["sync", "history"], default)).Should().ContainSingle().Which.OrderingKey.Should().Be("ticket/1");
        (await Queue.ClaimAsync(10, ["history"], default)).Should().ContainSingle().Which.Kind.Should().Be("sync");
        (await ClaimOneAsync()).Kind.Should().Be("history");
    }

    private WorkOutcome.Done Enqueueing() =>
        new(
            (db, _) =>
            {
                db.Enqueue(NewWork(), Time.GetUtcNow());
                return Task.CompletedTask;
            }
        );

    private Task<long> RowAsync() => ScalarAsync("SELECT SUM(due_at + attempts * 1000000007 + lease_until * 31) FROM work WHERE state = 'Ready'");

    private async Task<List<long>> WorkThroughAsync(int workers, int batch, Action<WorkItem>? begin = null, Action<WorkItem>? end = null)
    {
        var claimed = new ConcurrentBag<long>();
        await Task.WhenAll(
            Enumerable
                .Range(0, workers)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        while (await CountAsync() > 0)
                        {
                            foreach (var item in await ClaimAsync(batch))
                            {
                                claimed.Add(item.Id);
                                begin?.Invoke(item);
                                await Task.Yield();
                                end?.Invoke(item);
                                await SettleAsync(item, WorkOutcome.Finished);
                            }
                        }
                    })
                )
        );
        return [.. claimed];
    }
}

public sealed class SqliteClaims() : ClaimContract(TestEngine.Sqlite);

public sealed class PostgresClaims() : ClaimContract(TestEngine.Postgres);
