using System.Collections.Concurrent;
using Itam.Context.Connections;
using Itam.Context.Work;
using Itam.Testing.Databases;
using Itam.Testing.Logs;
using Itam.Testing.Time;
using Microsoft.Extensions.Logging;

namespace Itam.Context.Tests.Work;

public sealed class The_loop_runs_handlers() : WorkQueueContract(TestEngine.Sqlite)
{
    private const int Dead = 1001;
    private const int Postponed = 1002;
    private const int LeaseLost = 1003;
    private const int Done = 1004;
    private const int Released = 1005;
    private readonly RecordingLog<WorkLoop> _log = new();

    [Fact]
    public async Task New_work_is_done_without_the_clock_moving()
    {
        await using var loop = await StartAsync(new Handler("note", (_, _) => Task.FromResult<WorkOutcome>(WorkOutcome.Finished)));
        await IngestAsync(NewWork());

        await NextAsync(Done, "note");
        (await CountAsync("work WHERE kind = 'note'")).Should().Be(0);
    }

    [Fact]
    public async Task An_unexpected_exception_is_a_retry_with_its_type_and_message()
    {
        await using var loop = await StartAsync(new Handler("note", (_, _) => throw new FormatException("no number")));
        await IngestAsync(NewWork());

        (await NextAsync(Postponed, "note")).Text.Should().EndWith("FormatException: no number");
        (await CountAsync("work WHERE kind = 'note' AND attempts = 1 AND last_error = 'FormatException: no number'")).Should().Be(1);
    }

    [Theory]
    [InlineData(ConnectionFailure.Retry, "Ready", 1)]
    [InlineData(ConnectionFailure.Reconnect, "Ready", 0)]
    [InlineData(ConnectionFailure.GiveUp, "Dead", 1)]
    public async Task A_connection_that_fails_decides_itself_what_becomes_of_the_work(ConnectionFailure failure, string state, int attempts)
    {
        await using var loop = await StartAsync(new Handler("note", (_, _) => throw new ConnectionException(failure, "jira-main said no")));
        await IngestAsync(NewWork());

        await NextAsync(state == "Dead" ? Dead : Postponed, "note");
        (await CountAsync($"work WHERE kind = 'note' AND state = '{state}' AND attempts = {attempts}")).Should().Be(1);
    }

    [Fact]
    public async Task Work_of_an_unknown_kind_is_dead_and_says_so_once_without_its_payload()
    {
        await using var loop = await StartAsync();
        await IngestAsync(NewWork(kind: "from-the-future", payload: "canary-secret"));

        var entry = await NextAsync(Dead, "from-the-future");
        entry.Level.Should().Be(LogLevel.Error);
        entry.Text.Should().Contain("jira-main").And.Contain("itam work replay");
        _log.Entries.Should().NotContain(e => e.Text.Contains("canary"));
        _log.Entries.Count(e => e.Level == LogLevel.Error).Should().Be(1);
    }

    [Fact]
    public async Task A_commit_that_fails_is_a_failed_attempt()
    {
        var outcome = new WorkOutcome.Done((_, _) => throw new IOException("disk"));
        await using var loop = await StartAsync(new Handler("note", (_, _) => Task.FromResult<WorkOutcome>(outcome)));
        await IngestAsync(NewWork());

        (await NextAsync(Postponed, "note")).Text.Should().EndWith("IOException: disk");
    }

    [Fact]
    public async Task Poison_does_not_block_the_rest()
    {
        await using var loop = await StartAsync(
            new Handler(
                "note",
                (item, _) => item.OrderingKey == "poison" ? throw new FormatException() : Task.FromResult<WorkOutcome>(WorkOutcome.Finished)
            )
        );

        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => IngestAsync(NewWork(i == 20 ? "poison" : $"ticket/{i}"))));
        for (var i = 0; i < 299; i++)
        {
            await NextAsync(Done, "note");
        }

        (await CountAsync("work WHERE kind = 'note'")).Should().Be(1);
    }

    [Fact]
    public async Task No_more_handlers_run_at_once_than_allowed()
    {
        var (running, most) = (0, 0);
        var gate = new TaskCompletionSource();
        var full = new TaskCompletionSource();
        await using var loop = await StartAsync(
            new Handler(
                "note",
                async (_, _) =>
                {
                    var now = Interlocked.Increment(ref running);
                    InterlockedMax(ref most, now);
                    if (now == Options.Parallelism)
                    {
                        full.TrySetResult();
                    }

                    await gate.Task;
                    Interlocked.Decrement(ref running);
                    return WorkOutcome.Finished;
                }
            )
        );
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => IngestAsync(NewWork())));

        await full.Task;
        gate.SetResult();
        for (var i = 0; i < 40; i++)
        {
            await NextAsync(Done, "note");
        }

        most.Should().Be(Options.Parallelism);
    }

    [Fact]
    public async Task Walks_and_rounds_that_do_not_end_leave_places_for_tickets()
    {
        var (walks, rounds) = (new ConcurrentBag<long>(), new ConcurrentBag<long>());
        await using var loop = await StartAsync(
            Endless("sync", WorkLane.Walks, walks),
            Endless("warranty", WorkLane.Walks, walks),
            Endless("sweep", WorkLane.Rounds, rounds),
            new Handler("note", (_, _) => Task.FromResult<WorkOutcome>(WorkOutcome.Finished))
        );
        await NextAsync(Done, PurgeHandler.KindName);
        foreach (var kind in (string[])["sync", "warranty", "sweep"])
        {
            await Task.WhenAll(Enumerable.Range(0, Options.Parallelism).Select(i => IngestAsync(NewWork($"{kind}/{i}", kind))));
        }

        for (var i = 0; i < 3 * Options.Parallelism; i++)
        {
            await IngestAsync(NewWork($"ticket/{i}"));
            await NextAsync(Done, "note");
        }

        await Eventually.IsTrueAsync(() => walks.Count == 2 && rounds.Count == 2, "each lane has its places");
        await IngestAsync(NewWork());
        await NextAsync(Done, "note");
        (walks.Count, rounds.Count).Should().Be((2, 2));
    }

    [Fact]
    public async Task A_walk_that_ends_makes_room_for_the_next()
    {
        await using var loop = await StartAsync(new Handler("sync", (_, _) => Task.FromResult<WorkOutcome>(WorkOutcome.Finished), WorkLane.Walks));
        await Task.WhenAll(Enumerable.Range(0, 9).Select(i => IngestAsync(NewWork($"sync/{i}", "sync"))));

        for (var i = 0; i < 9; i++)
        {
            await NextAsync(Done, "sync");
        }
    }

    [Fact]
    public async Task The_lease_is_kept_while_a_handler_runs()
    {
        var (started, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var loop = await StartAsync(Waiting(started, finish));
        await IngestAsync(NewWork());
        await started.Task;

        for (var beat = 0; beat < 10; beat++)
        {
            var before = await LeaseUntilAsync();
            Time.Advance(Options.Lease / 3);
            await Eventually.IsTrueAsync(async () => await LeaseUntilAsync() > before, "the lease is extended");
            // The next beat is waited for some moments after this one was stored; a clock that moves before that would pass it by.
            await Eventually.IsTrueAsync(() => Time.IsAwaitedIn(Options.Lease / 3), "the next beat is waited for");
        }

        finish.SetResult();
        await NextAsync(Done, "note");
        _log.Entries.Should().NotContain(e => e.Id == LeaseLost);
    }

    [Fact]
    public async Task A_handler_that_lost_its_lease_is_told_to_stop_and_its_result_is_thrown_away()
    {
        var started = new TaskCompletionSource();
        await using var loop = await StartAsync(Waiting(started, new TaskCompletionSource()));
        await IngestAsync(NewWork());
        await started.Task;
        await ScalarAsync("UPDATE work SET lease_id = '00000000-0000-0000-0000-000000000001' WHERE kind = 'note' RETURNING id");

        Time.Advance(Options.Lease / 3);

        await NextAsync(LeaseLost, "note");
        (await CountAsync("work WHERE kind = 'note' AND attempts = 1")).Should().Be(1);
    }

    [Fact]
    public async Task Work_that_was_started_again_and_again_without_an_end_dies_instead_of_taking_the_process_down_once_more()
    {
        await IngestAsync(NewWork());
        await ScalarAsync($"UPDATE work SET attempts = {Backoff.MaxAttempts} RETURNING id");
        var ran = false;
        await using var loop = await StartAsync(new Handler("note", (_, _) => throw new InvalidOperationException($"{ran = true}")));

        await NextAsync(Dead, "note");
        ran.Should().BeFalse();
    }

    [Fact]
    public async Task A_stop_lets_running_handlers_finish()
    {
        var (started, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var loop = await StartAsync(Waiting(started, finish));
        await IngestAsync(NewWork());
        await started.Task;
        var stopping = loop.Loop.StopAsync(default);
        finish.SetResult();
        await stopping;

        (await CountAsync("work WHERE kind = 'note'")).Should().Be(0);
    }

    [Fact]
    public async Task A_stop_gives_claims_back_that_do_not_finish_in_time()
    {
        var started = new TaskCompletionSource();
        await using var loop = await StartAsync(Waiting(started, new TaskCompletionSource()));
        await IngestAsync(NewWork());
        await started.Task;
        await loop.DisposeAsync();

        await NextAsync(Released, "note");
        (await CountAsync("work WHERE kind = 'note' AND attempts = 0 AND lease_id IS NULL")).Should().Be(1);
    }

    [Fact]
    public async Task The_purge_runs_at_the_start_and_every_hour()
    {
        await IngestAsync(NewWork(kind: "note", dedupe: "old"));
        Time.Advance(TimeSpan.FromDays(8));
        await using var loop = await StartAsync(new Handler("note", (_, _) => Task.FromResult<WorkOutcome>(WorkOutcome.Finished)));

        await NextAsync(Done, PurgeHandler.KindName);
        (await CountAsync("work_seen")).Should().Be(0);
        (await CountAsync($"work WHERE kind = 'purge' AND due_at = {Time.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds()}")).Should().Be(1);
    }

    private async Task<LogEntry> NextAsync(int id, string kind)
    {
        while (true)
        {
            var entry = await _log.NextAsync(id);
            if (entry.Text.Contains(kind))
            {
                return entry;
            }
        }
    }

    private Task<long> LeaseUntilAsync() => ScalarAsync("SELECT lease_until FROM work WHERE kind = 'note'");

    private static Handler Waiting(TaskCompletionSource started, TaskCompletionSource finish) =>
        new(
            "note",
            async (_, token) =>
            {
                started.SetResult();
                await finish.Task.WaitAsync(token);
                return WorkOutcome.Finished;
            }
        );

    private static Handler Endless(string kind, WorkLane lane, ConcurrentBag<long> started) =>
        new(
            kind,
            async (item, token) =>
            {
                started.Add(item.Id);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                return WorkOutcome.Finished;
            },
            lane
        );

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; seen < value; seen = target)
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }

    private async Task<RunningLoop> StartAsync(params IWorkHandler[] handlers)
    {
        var loop = new WorkLoop(Queue, [.. handlers, new PurgeHandler(Queue, [], Options, Time)], Signal, Options, Time, _log);
        await loop.StartAsync(default);
        return new RunningLoop(loop, Time);
    }

    private sealed class RunningLoop(WorkLoop loop, ManualTime time) : IAsyncDisposable
    {
        public WorkLoop Loop => loop;

        /// <summary>Stops the loop and lets the grace pass, so that handlers that wait for ever are given up.</summary>
        public async ValueTask DisposeAsync()
        {
            var stopping = loop.StopAsync(default);
            await Eventually.IsTrueAsync(
                () =>
                {
                    // The loop arms its grace timer some moments after the stop began.
                    time.Advance(TimeSpan.FromSeconds(5));
                    return stopping.IsCompleted;
                },
                "the loop has stopped"
            );
            await stopping;
            loop.Dispose();
        }
    }

    private sealed class Handler(string kind, Func<WorkItem, CancellationToken, Task<WorkOutcome>> handle, WorkLane lane = WorkLane.Live)
        : IWorkHandler
    {
        public string Kind => kind;

        public WorkLane Lane => lane;

        public Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken) => handle(item, cancellationToken);
    }
}
