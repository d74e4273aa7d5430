using Itam.Context.Work;
using Itam.Testing.Databases;

namespace Itam.Context.Tests.Work;

public abstract class DeadLetterContract(TestEngine engine) : WorkQueueContract(engine)
{
    [Fact]
    public async Task A_dead_letter_tells_what_it_was_why_it_died_and_when()
    {
        var created = Time.GetUtcNow();
        var item = await IngestAndClaimAsync(NewWork("ticket/1", payload: "{\"id\":\t\"ä\"}\u0007\u202e"));
        Time.Advance(TimeSpan.FromSeconds(3));
        await SettleAsync(item, new WorkOutcome.Dead("the ticket is gone"));

        var shown = await Queue.ShowDeadLetterAsync(item.Id, default);

        shown!
            .Letter.Should()
            .Be(new DeadLetter(item.Id, Acme, "note", "ticket/1", "jira-main", 1, "the ticket is gone", created, created.AddSeconds(3), true));
        shown.Payload.Should().Be("{\"id\":\t\"ä\"}··");
    }

    [Fact]
    public async Task They_are_found_by_tenant_kind_and_connection()
    {
        await DieAsync(NewWork(kind: "a"));
        await DieAsync(NewWork(kind: "b"));
        await DieAsync(NewWork(kind: "a", tenant: Globex));
        await DieAsync(NewWork(kind: "a") with { Connection = "snow" });

        (await LettersAsync()).Should().HaveCount(4);
        (await LettersAsync(new(Tenant: Globex))).Should().ContainSingle();
        (await LettersAsync(new(Kind: "a"))).Should().HaveCount(3);
        (await LettersAsync(new(Connection: "snow"))).Should().ContainSingle();
        (await LettersAsync(new(Acme, "a", "jira-main"))).Should().ContainSingle();
    }

    [Fact]
    public async Task A_replay_keeps_the_id_starts_the_attempts_again_and_is_due_now()
    {
        var letter = await DieAsync();

        (await Queue.ReplayAsync(letter.Id, default)).Should().BeTrue();

        var again = await ClaimOneAsync();
        again.Id.Should().Be(letter.Id);
        again.Attempt.Should().Be(1);
    }

    [Fact]
    public async Task A_second_replay_has_no_effect()
    {
        var letter = await DieAsync();
        await Queue.ReplayAsync(letter.Id, default);
        var running = await ClaimOneAsync();

        (await Queue.ReplayAsync(letter.Id, default)).Should().BeFalse();
        (await ClaimAsync()).Should().BeEmpty();
        (await SettleAsync(running, WorkOutcome.Finished)).Should().Be(Settlement.Done);
        (await Queue.ReplayAsync(letter.Id, default)).Should().BeFalse();
        (await CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Many_are_replayed_by_filter_and_each_is_done_once()
    {
        for (var i = 0; i < 20; i++)
        {
            await DieAsync(NewWork(kind: i % 2 == 0 ? "even" : "odd"));
        }

        (await Queue.ReplayAsync(new DeadLetterFilter(Kind: "even"), default)).Should().Be(10);
        (await Queue.ReplayAsync(new DeadLetterFilter(Kind: "even"), default)).Should().Be(0);
        (await ClaimAsync(100)).Should().HaveCount(10).And.OnlyContain(i => i.Kind == "even");
    }

    [Fact]
    public async Task A_replayed_item_may_wait_for_a_person_for_another_seven_days()
    {
        var letter = await DieAsync();
        Time.Advance(TimeSpan.FromDays(8));
        await Queue.ReplayAsync(letter.Id, default);

        (await SettleAsync(await ClaimOneAsync(), new WorkOutcome.Hold("reconnect"))).Should().Be(Settlement.Held);
    }

    [Fact]
    public async Task Discarding_deletes_dead_letters_and_nothing_else()
    {
        var letter = await DieAsync();
        await DieAsync(NewWork(kind: "other"));
        await IngestAsync(NewWork());
        var live = await ClaimOneAsync();

        (await Queue.DiscardAsync(live.Id, default)).Should().BeFalse();
        (await Queue.DiscardAsync(letter.Id, default)).Should().BeTrue();
        (await Queue.DiscardAsync(DeadLetterFilter.All, default)).Should().Be(1);
        (await CountAsync()).Should().Be(1);
    }

    [Fact]
    public async Task After_thirty_days_the_payload_is_gone_and_the_rest_stays_readable()
    {
        var letter = await DieAsync();
        Time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1));
        (await Queue.PurgeAsync(default)).Payloads.Should().Be(0);
        Time.Advance(TimeSpan.FromMinutes(1));
        (await Queue.PurgeAsync(default)).Payloads.Should().Be(1);

        var shown = await Queue.ShowDeadLetterAsync(letter.Id, default);
        shown!.Payload.Should().BeNull();
        shown.Letter.Replayable.Should().BeFalse();
        shown.Letter.Cause.Should().Be("broken");
        (await Queue.ReplayAsync(letter.Id, default)).Should().BeFalse("there is nothing left to repeat");
    }

    [Fact]
    public async Task A_delivery_is_remembered_for_seven_days_and_no_longer()
    {
        await IngestAsync(NewWork(dedupe: "d1"));
        Time.Advance(TimeSpan.FromHours(7 * 24 - 1));
        (await Queue.PurgeAsync(default)).Deliveries.Should().Be(0);
        (await IngestAsync(NewWork(dedupe: "d1"))).Should().Be(Ingested.Duplicate);

        Time.Advance(TimeSpan.FromHours(1));
        (await Queue.PurgeAsync(default)).Deliveries.Should().Be(1);
        (await IngestAsync(NewWork(dedupe: "d1"))).Should().Be(Ingested.Stored);
    }

    [Fact]
    public void Deliveries_cannot_be_forgotten_before_the_longest_sender_gives_up()
    {
        FluentActions.Invoking(() => new WorkOptions { SeenRetention = TimeSpan.FromDays(3.9) }).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task The_summary_counts_by_kind_and_phase_and_knows_the_oldest()
    {
        await DieAsync(NewWork(kind: "a"));
        await IngestAsync(NewWork(kind: "a"));
        await ClaimOneAsync();
        Time.Advance(TimeSpan.FromSeconds(10));
        await IngestAsync(NewWork(kind: "a"));
        await IngestAsync(NewWork(kind: "b", tenant: Globex));
        await Queue.EnsureTimerAsync(Acme, "sweep", "s", Time.GetUtcNow().AddHours(1), default);
        Time.Advance(TimeSpan.FromSeconds(5));

        var summary = await Queue.SummariseAsync(null, default);

        summary
            .Counts.Should()
            .BeEquivalentTo([
                new WorkCount("a", WorkPhase.Dead, 1, TimeSpan.FromSeconds(15)),
                new WorkCount("a", WorkPhase.Running, 1, TimeSpan.FromSeconds(15)),
                new WorkCount("a", WorkPhase.Due, 1, TimeSpan.FromSeconds(5)),
                new WorkCount("b", WorkPhase.Due, 1, TimeSpan.FromSeconds(5)),
                new WorkCount("sweep", WorkPhase.Waiting, 1, TimeSpan.FromSeconds(5)),
            ]);
        summary.Total(WorkPhase.Due).Should().Be(2);
        summary.OldestAge(WorkPhase.Running).Should().Be(TimeSpan.FromSeconds(15));
        (await Queue.SummariseAsync(Globex, default)).Counts.Should().ContainSingle().Which.Kind.Should().Be("b");
    }
}

public sealed class SqliteDeadLetters() : DeadLetterContract(TestEngine.Sqlite);

public sealed class PostgresDeadLetters() : DeadLetterContract(TestEngine.Postgres);
