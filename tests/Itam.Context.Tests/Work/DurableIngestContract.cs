using Itam.Context.Work;
using Itam.Testing.Databases;

namespace Itam.Context.Tests.Work;

public abstract class DurableIngestContract(TestEngine engine) : WorkQueueContract(engine)
{
    [Fact]
    public async Task Work_is_in_the_table_when_the_call_returns()
    {
        await IngestAsync(NewWork());

        (await CountAsync()).Should().Be(1);
    }

    [Fact]
    public async Task Sixty_four_concurrent_deliveries_are_each_there_when_their_own_call_returns()
    {
        var missing = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 64),
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (i, _) =>
            {
                await IngestAsync(NewWork(key: $"k{i}"));
                if (await CountAsync($"work WHERE ordering_key = 'k{i}'") != 1)
                {
                    Interlocked.Increment(ref missing);
                }
            }
        );

        missing.Should().Be(0);
    }

    [Fact]
    public async Task A_delivery_sent_many_times_at_once_is_stored_once_and_every_copy_is_answered()
    {
        var copies = Enumerable.Range(0, 200).Select(i => NewWork(dedupe: $"jira-main/{i % 40}"));

        var answers = await Task.WhenAll(copies.Select(copy => Task.Run(() => IngestAsync(copy))));

        answers.Count(a => a is Ingested.Stored).Should().Be(40);
        answers.Count(a => a is Ingested.Duplicate).Should().Be(160);
        (await CountAsync()).Should().Be(40);
    }

    [Fact]
    public async Task A_delivery_is_recognised_after_it_was_done_and_after_a_restart()
    {
        await IngestAsync(NewWork(dedupe: "d1"));
        await SettleAsync(await ClaimOneAsync(), WorkOutcome.Finished);
        await RestartAsync();

        (await IngestAsync(NewWork(dedupe: "d1"))).Should().Be(Ingested.Duplicate);
        (await CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Two_replicas_that_receive_the_same_deliveries_store_each_once()
    {
        await using var second = new InboxWriter(
            Test.Database,
            Signal,
            Time,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<InboxWriter>.Instance
        );
        var ids = Enumerable.Range(0, 300).ToArray();

        var answers = await Task.WhenAll(
            ids.Select(i => Inbox.IngestAsync(NewWork(dedupe: $"d{i}"), default).AsTask())
                .Concat(ids.Reverse().Select(i => second.IngestAsync(NewWork(dedupe: $"d{i}"), default).AsTask()))
        );

        answers.Count(a => a is Ingested.Stored).Should().Be(300);
        (await CountAsync()).Should().Be(300);
    }

    [Fact]
    public async Task Tenants_may_receive_the_same_delivery_id()
    {
        await IngestAsync(NewWork(dedupe: "d1"));

        (await IngestAsync(NewWork(dedupe: "d1", tenant: Globex))).Should().Be(Ingested.Stored);
    }

    [Fact]
    public async Task A_row_that_the_database_refuses_does_not_fail_its_neighbours()
    {
        var bad = NewWork(kind: null!, dedupe: "bad");

        var all = Enumerable.Range(0, 50).Select(i => Task.Run(() => IngestAsync(i == 25 ? bad : NewWork(dedupe: $"d{i}")))).ToArray();
        var failures = 0;
        foreach (var one in all)
        {
            try
            {
                await one;
            }
            catch (QueueUnavailableException)
            {
                failures++;
            }
        }

        failures.Should().Be(1);
        (await CountAsync()).Should().Be(49);
        (await CountAsync("work_seen WHERE dedupe_key = 'bad'"))
            .Should()
            .Be(0, "the refused delivery must not be taken for a duplicate when it comes again");
    }

    [Fact]
    public async Task Deliveries_are_grouped_into_few_commits()
    {
        await using var held = await GateAsync();
        var waiting = Enumerable.Range(0, 200).Select(i => IngestAsync(NewWork(key: $"{i}"))).ToArray();
        await held.DisposeAsync();
        await Task.WhenAll(waiting);

        Inbox.Commits.Should().BeLessThan(10);
    }

    [Fact]
    public async Task When_too_many_wait_the_next_is_refused_and_the_waiting_are_stored()
    {
        var held = await GateAsync();
        var accepted = new List<Task<Ingested>>();
        Task<Ingested> next;
        while (!(next = IngestAsync(NewWork())).IsFaulted)
        {
            accepted.Add(next);
        }

        await FluentActions.Awaiting(() => next).Should().ThrowAsync<QueueFullException>();
        await held.DisposeAsync();
        await Task.WhenAll(accepted);
        accepted.Count.Should().BeInRange(InboxWriter.Capacity, InboxWriter.Capacity + 256);
        (await CountAsync()).Should().Be(accepted.Count);
    }

    [Fact]
    public async Task Large_deliveries_are_refused_before_they_fill_the_memory()
    {
        await using var held = await GateAsync();
        var large = new NewWork(Acme, "note", "", new byte[1 << 20]);
        var accepted = new List<Task<Ingested>>();
        Task<Ingested> next;
        while (!(next = IngestAsync(large)).IsFaulted)
        {
            accepted.Add(next);
        }

        await FluentActions.Awaiting(() => next).Should().ThrowAsync<QueueFullException>();
        accepted.Should().HaveCount(64);
        await held.DisposeAsync();
        await Task.WhenAll(accepted);
        (await IngestAsync(large)).Should().Be(Ingested.Stored, "there is room again");
    }

    [Fact]
    public async Task A_stop_stores_what_was_taken_in_before_it_ends()
    {
        var held = await GateAsync();
        var waiting = Enumerable.Range(0, 300).Select(_ => IngestAsync(NewWork())).ToArray();
        var stopping = Inbox.DisposeAsync();
        await FluentActions.Awaiting(() => IngestAsync(NewWork())).Should().ThrowAsync<QueueUnavailableException>();

        await held.DisposeAsync();
        await stopping;
        await Task.WhenAll(waiting);
        (await CountAsync()).Should().Be(300);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_reported_after_ten_seconds()
    {
        await using var held = await GateAsync();
        var waiting = IngestAsync(NewWork());
        Time.Advance(TimeSpan.FromSeconds(10));

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<QueueUnavailableException>();
    }

    [Fact]
    public async Task A_missing_table_is_reported_at_once_and_ingest_goes_on_after_the_repair()
    {
        await ScalarAsync("ALTER TABLE work RENAME TO gone");
        await FluentActions.Awaiting(() => IngestAsync(NewWork(dedupe: "d1"))).Should().ThrowAsync<QueueUnavailableException>();

        await ScalarAsync("ALTER TABLE gone RENAME TO work");
        (await IngestAsync(NewWork(dedupe: "d1"))).Should().Be(Ingested.Stored);
    }

    [Fact]
    public async Task The_payload_may_be_reused_as_soon_as_the_call_was_made()
    {
        await using var held = await GateAsync();
        byte[] buffer = [1, 2, 3];
        var storing = Inbox.IngestAsync(new NewWork(Acme, "note", "", buffer), default);
        Array.Clear(buffer);
        await held.DisposeAsync();
        await storing;

        (await ClaimOneAsync()).Payload.Should().Equal(1, 2, 3);
    }

    /// <summary>Keeps the writer from committing until disposed: by the write gate on SQLite, by a table lock on PostgreSQL.</summary>
    private async Task<Gate> GateAsync()
    {
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holding = Test.Database.WriteRawAsync(
            async (connection, transaction, token) =>
            {
                if (!Test.Database.IsSqlite)
                {
                    await connection.RunAsync(transaction, "LOCK TABLE work IN ACCESS EXCLUSIVE MODE", [], token);
                }

                entered.SetResult();
                await leave.Task;
                return true;
            },
            CancellationToken.None
        );
        await entered.Task;
        return new Gate(leave, holding);
    }

    private sealed class Gate(TaskCompletionSource leave, Task holding) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            leave.TrySetResult();
            await holding;
        }
    }
}

public sealed class SqliteDurableIngest() : DurableIngestContract(TestEngine.Sqlite);

public sealed class PostgresDurableIngest() : DurableIngestContract(TestEngine.Postgres);
