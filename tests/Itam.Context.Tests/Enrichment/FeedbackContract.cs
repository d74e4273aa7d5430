using Itam.Context.Enrichment;
using Itam.Context.Register;
using Itam.Testing.Databases;
using Microsoft.EntityFrameworkCore;
using static Itam.Context.Tests.Enrichment.Builders;

namespace Itam.Context.Tests.Enrichment;

/// <summary>An agent's word on a match, from being said to standing in the note.</summary>
public abstract class FeedbackContract(TestEngine engine) : IAsyncLifetime
{
    private Stage _stage = null!;
    private Person _dana = null!;
    private Device _own = null!;
    private Device _other = null!;

    public async Task InitializeAsync()
    {
        _stage = await Stage.OpenAsync(engine);
        _dana = await _stage.DanaAsync();
        _own = await _stage.LaptopAsync("LT-0042", "PF3ABCDE", _dana);
        _other = await _stage.LaptopAsync("LT-0107", "PF3KLMNO");
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task This_one_wins_and_the_note_says_who_chose()
    {
        await _stage.HappensAsync(Ticket("PF3ABCDE is slow"));
        (await _stage.RecordAsync(_stage.Desk.Ticket)).DeviceId.Should().Be(_own.Id);

        await SayAsync(_other, MatchVerdict.ThisOne);
        (await _stage.RecordAsync(_stage.Desk.Ticket)).DeviceId.Should().Be(_other.Id, "the word counts at once");
        await _stage.SettleAsync();

        _stage.Desk.Notes.Should().HaveCount(2, "our own note being the latest change does not hide an agent's word");
        var device = _stage.Desk.Notes[^1].Devices[0];
        device.Identifiers.Should().Contain("LT-0107");
        device.Certainty.Should().Be("sure (0.99)");
        device.Reasons[0].Should().Be("chosen by an agent");
        (await _stage.RecordAsync(_stage.Desk.Ticket)).DeviceId.Should().Be(_other.Id);
    }

    [Fact]
    public async Task Not_this_device_is_out_even_where_the_text_names_it()
    {
        await _stage.HappensAsync(Ticket("PF3ABCDE is slow"));

        await SayAsync(_own, MatchVerdict.NotThis);
        await _stage.SettleAsync();

        _stage.Desk.Notes[^1].Devices.Should().BeEmpty();
        _stage.Desk.Notes[^1].Headline.Should().Be("No device known");
        (await _stage.RecordAsync(_stage.Desk.Ticket)).DeviceId.Should().BeNull();
    }

    [Fact]
    public async Task The_latest_word_counts_and_saying_it_twice_changes_nothing()
    {
        await _stage.HappensAsync(Ticket("It is slow"));
        await SayAsync(_own, MatchVerdict.ThisOne);
        await SayAsync(_other, MatchVerdict.ThisOne);
        await SayAsync(_other, MatchVerdict.ThisOne);
        await _stage.SettleAsync();

        _stage.Desk.Notes[^1].Devices.Should().ContainSingle().Which.Identifiers.Should().Contain("LT-0107");
        (await SaidAsync()).Should().BeEquivalentTo([(_own.Id, MatchVerdict.NotThis), (_other.Id, MatchVerdict.ThisOne)]);
    }

    [Fact]
    public async Task An_unchanged_ticket_without_a_new_word_is_left_alone()
    {
        await _stage.HappensAsync(Ticket("It is slow"));
        await SayAsync(_other, MatchVerdict.ThisOne);
        await _stage.SettleAsync();
        var notes = _stage.Desk.Notes.Count;

        await _stage.HappensAsync(_stage.Desk.Ticket);

        _stage.Desk.Notes.Should().HaveCount(notes);
    }

    [Fact]
    public async Task An_earlier_correction_of_the_same_person_tips_the_scales_a_little()
    {
        var before = (await _stage.Context.DescribeAsync(Ticket("It is slow"), null, default)).Device!;
        await _stage.HappensAsync(Ticket("It was slow") with { Ref = Ticket("").Ref with { Id = "1" } });
        await _stage.Feedback.RecordAsync(Ticket("").Ref with { Id = "1" }, _own.Id, MatchVerdict.NotThis, "kim", default);

        var lower = (await _stage.Context.DescribeAsync(Ticket("It is slow"), null, default)).Device!;
        await _stage.Feedback.RecordAsync(Ticket("").Ref with { Id = "1" }, _own.Id, MatchVerdict.ThisOne, "kim", default);
        var higher = (await _stage.Context.DescribeAsync(Ticket("It is slow"), null, default)).Device!;

        lower.Confidence.Should().BeInRange(before.Confidence * 0.7, before.Confidence - 0.01);
        higher.Confidence.Should().BeInRange(before.Confidence + 0.001, before.Confidence + 0.1);
        lower.Reasons.Should().Contain(r => r.Words == "not meant in an earlier ticket");
        higher.Reasons.Should().Contain(r => r.Words == "chosen by an agent for an earlier ticket");
    }

    [Fact]
    public async Task Another_tenants_word_does_not_count()
    {
        var ticket = Ticket("It is slow");
        await _stage.Feedback.RecordAsync(ticket.Ref with { Tenant = TenantId.Parse("globex") }, _own.Id, MatchVerdict.NotThis, "eve", default);

        (await _stage.Context.DescribeAsync(ticket, null, default)).Device!.Device.Id.Should().Be(_own.Id);
    }

    private Task SayAsync(Device device, MatchVerdict verdict) =>
        _stage.Feedback.RecordAsync(_stage.Desk.Ticket.Ref, device.Id, verdict, "kim", default);

    private async Task<List<(Guid, MatchVerdict)>> SaidAsync()
    {
        await using var db = _stage.Database.Open(Tenant);
        return [.. (await db.MatchFeedback.ToListAsync()).Select(f => (f.DeviceId, f.Verdict))];
    }
}

public sealed class FeedbackOnSqlite() : FeedbackContract(TestEngine.Sqlite);

public sealed class FeedbackOnPostgres() : FeedbackContract(TestEngine.Postgres);
