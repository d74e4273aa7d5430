using Itam.Context.Work;
using Itam.Sandbox;
using Itam.Sandbox.Faults;
using Itam.Testing;
using Itam.Testing.Databases;
using Itam.Testing.Time;

namespace Itam.Server.Tests.EndToEnd;

/// <summary>The main job and every fault on its way, the same for every desk; each desk runs all of it over the wire.</summary>
public abstract class TicketGetsItsNote(string deskName)
{
    /// <summary>What heals by itself, or once a person has mended the connection; on a read and on a write.</summary>
    public static TheoryData<FaultKind, bool> PassingFaults { get; } =
        Both(
            FaultKind.Unauthorized,
            FaultKind.Forbidden,
            FaultKind.Conflict,
            FaultKind.TooManyRequests,
            FaultKind.TooManyRequestsRetryAfter,
            FaultKind.ServerError,
            FaultKind.Unavailable,
            FaultKind.Slow,
            FaultKind.LoginPage,
            FaultKind.LostAnswer
        );

    /// <summary>False for a journal, where news is appended.</summary>
    protected virtual bool CanEdit => true;

    protected virtual TestEngine Engine => TestEngine.Sqlite;

    [Fact]
    public async Task One_internal_note_names_the_device_and_what_is_wrong()
    {
        await using var host = await StartAsync();

        var number = await host.Desk.RaiseAsync(new NewTicket("dana@example.com", "My laptop is slow", "It takes minutes to start."), default);
        (await host.SettleAsync()).Should().BeTrue();

        var note = host.Desk.View(number).Notes.Should().ContainSingle().Subject;
        note.Public.Should().BeFalse();
        note.Text.Should().Contain("LT-0042").And.Contain("Disk 97 % full").And.Contain("assigned to Dana").And.MatchRegex("ctx-[0-9a-f]{8}");
        host.Desk.View(number).LinkedDevices.Should().BeEmpty("an assignment alone is not sure enough to link");
    }

    [Fact]
    public async Task A_device_named_in_the_words_is_linked()
    {
        await using var host = await StartAsync();

        var number = await host.Desk.RaiseAsync(new NewTicket("kim@example.com", "Battery", "My laptop with serial PF3KLMNO dies at 40 %."), default);
        (await host.SettleAsync()).Should().BeTrue();

        var view = host.Desk.View(number);
        view.Notes.Should().ContainSingle().Which.Text.Should().Contain("LT-0107").And.Contain("serial in the text");
        view.LinkedDevices.Should().ContainSingle().Which.Should().Contain("LT-0107");
    }

    [Fact]
    public async Task When_nobody_and_nothing_is_known_the_note_says_so_and_what_to_do()
    {
        await using var host = await StartAsync();

        var number = await host.Desk.RaiseAsync(new NewTicket("sam@example.com", "Help", "Nothing works."), default);
        (await host.SettleAsync()).Should().BeTrue();

        host.Desk.View(number).Notes.Should().ContainSingle().Which.Text.Should().Contain("No device is known").And.Contain("Name a serial");
    }

    [Fact]
    public async Task News_edits_the_note_and_no_news_leaves_it_alone()
    {
        await using var host = await StartAsync();
        var number = await host.Desk.RaiseAsync(new NewTicket("sam@example.com", "Help", "Nothing works."), default);
        await host.SettleAsync();
        var first = host.Desk.View(number).Notes.Single();

        await host.Desk.UpdateAsync(number, "Nothing works at all.", default);
        await host.SettleAsync();
        host.Desk.View(number).Notes.Should().ContainSingle().Which.Raw.Should().Be(first.Raw);

        await host.Desk.UpdateAsync(number, "It is the laptop PF3ABCDE.", default);
        await host.SettleAsync();
        var notes = host.Desk.View(number).Notes;
        notes.Should().ContainSingle(n => n.Text.Contains("LT-0042") && n.Text.Contains("serial in the text"));
        notes.Should().HaveCount(CanEdit ? 1 : 2);
    }

    [Fact]
    public async Task Repeated_and_reordered_webhooks_change_nothing()
    {
        await using var host = await StartAsync();
        host.Desk.Webhooks.Duplicate = true;
        host.Desk.Webhooks.Reorder = true;

        var numbers = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            numbers.Add(await host.Desk.RaiseAsync(new NewTicket("dana@example.com", $"Slow {i}", "Slow."), default));
        }

        (await host.SettleAsync()).Should().BeTrue();

        host.Desk.Webhooks.Sent.Should().OnlyContain(s => s.Status == 202);
        numbers.Should().OnlyContain(n => host.Desk.View(n).Notes.Count == 1);
    }

    [Fact]
    public async Task A_webhook_that_never_came_is_healed_by_the_sweep()
    {
        await using var host = await StartAsync(sweepEvery: TimeSpan.FromMilliseconds(300));
        await host.SettleAsync();
        host.Desk.Webhooks.Drop = true;

        var number = await host.Desk.RaiseAsync(new NewTicket("dana@example.com", "Slow", "Slow."), default);

        await Eventually.IsTrueAsync(() => host.Desk.View(number).Notes.Count == 1, "the note is there");
        host.Desk.Webhooks.Sent.Should().BeEmpty();
        await host.SettleAsync();
        host.Desk.View(number).Notes.Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(PassingFaults))]
    public async Task A_passing_fault_ends_with_one_note_and_nothing_lost(FaultKind fault, bool onWrite)
    {
        await using var host = await StartAsync();
        host.Desk.Faults.SlowFor = TimeSpan.FromMilliseconds(300);
        host.Desk.Faults.Add(fault, when: r => Desks.IsWrite(r) == onWrite);

        var number = await host.Desk.RaiseAsync(new NewTicket("dana@example.com", "Slow", "Slow."), default);
        (await host.SettleAsync()).Should().BeTrue();

        host.Desk.Faults.Hits.Should().Be(1);
        host.Desk.View(number).Notes.Should().ContainSingle().Which.Public.Should().BeFalse();
        (await host.Queue.ListDeadLettersAsync(DeadLetterFilter.All, 10, default)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(FaultKind.NotFound)]
    [InlineData(FaultKind.TooLarge)]
    public async Task A_refused_note_is_a_dead_letter_with_a_cause_and_its_replay_writes_one_note(FaultKind fault)
    {
        await using var host = await StartAsync();
        host.Desk.Faults.Add(fault, int.MaxValue, Desks.IsWrite);

        var number = await host.Desk.RaiseAsync(new NewTicket("dana@example.com", "Slow", "Slow."), default);
        (await host.SettleAsync()).Should().BeTrue();

        host.Desk.View(number).Notes.Should().BeEmpty();
        var letter = (await host.Queue.ListDeadLettersAsync(DeadLetterFilter.All, 10, default)).Should().ContainSingle().Subject;
        letter.Connection.Should().Be(deskName);
        letter.Cause.Should().Contain(fault == FaultKind.NotFound ? "404" : "413").And.Contain(deskName);

        host.Desk.Faults.Clear();
        (await host.Queue.ReplayAsync(letter.Id, default)).Should().BeTrue();
        (await host.SettleAsync()).Should().BeTrue();
        host.Desk.View(number).Notes.Should().ContainSingle();
        (await host.Queue.ReplayAsync(letter.Id, default)).Should().BeFalse();
    }

    [Fact]
    public async Task A_ticket_that_cannot_be_read_any_more_is_a_dead_letter()
    {
        await using var host = await StartAsync();
        host.Desk.Faults.Add(FaultKind.NotFound, int.MaxValue, r => !Desks.IsWrite(r));

        await host.Desk.RaiseAsync(new NewTicket("dana@example.com", "Slow", "Slow."), default);
        (await host.SettleAsync()).Should().BeTrue();

        (await host.Queue.ListDeadLettersAsync(DeadLetterFilter.All, 10, default)).Should().ContainSingle().Which.Cause.Should().Contain("404");
    }

    private Task<ItamHost> StartAsync(TimeSpan? sweepEvery = null) => Desks.StartAsync(deskName, Engine, sweepEvery);

    private static TheoryData<FaultKind, bool> Both(params FaultKind[] kinds)
    {
        var data = new TheoryData<FaultKind, bool>();
        foreach (var kind in kinds)
        {
            data.Add(kind, false);
            data.Add(kind, true);
        }

        return data;
    }
}
