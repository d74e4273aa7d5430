using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Sandbox.Faults;

namespace Itam.Webhooks.Tests.ServiceNow;

public sealed class WritingTheNoteTests
{
    private static readonly Func<Microsoft.AspNetCore.Http.HttpRequest, bool> Writes = r => r.Method == "PATCH";

    [Fact]
    public async Task The_note_is_an_internal_work_note_with_our_reference()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();

        var receipt = await instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);

        var note = instance.View(ticket).Notes.Should().ContainSingle().Subject;
        note.Public.Should().BeFalse();
        note.Id.Should().Be(receipt.NoteId);
        note.Author.Should().Be("itam.integration");
        note.Text.Split('\n')[^1].Should().Be("ctx-7f3a9c2e · 1b2c3d4e");
        receipt.Fingerprint.Should().Be(Reports.Rich().Fingerprint);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_same_meaning_is_never_written_twice(bool remembered)
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        var first = await instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);
        instance.Time.Advance(TimeSpan.FromMinutes(5));

        var second = await instance.Desk.WriteNoteAsync(
            ticket,
            Reports.Rich() with
            {
                AsOf = Instance.Start.AddHours(2),
            },
            remembered ? first : null,
            default
        );

        second.Should().Be(first);
        instance.View(ticket).Notes.Should().ContainSingle();
    }

    [Fact]
    public async Task News_are_appended_and_going_back_is_news_too()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        NoteReceipt? receipt = null;
        foreach (var fingerprint in (string[])["aaaaaaaaaaaa", "bbbbbbbbbbbb", "bbbbbbbbbbbb", "aaaaaaaaaaaa"])
        {
            receipt = await instance.Desk.WriteNoteAsync(ticket, Reports.Rich(fingerprint), receipt, default);
            instance.Time.Advance(TimeSpan.FromMinutes(1));
        }

        instance.View(ticket).Notes.Select(n => n.Text.Split(' ')[^1]).Should().Equal("aaaaaaaa", "bbbbbbbb", "aaaaaaaa");
    }

    [Fact]
    public async Task A_note_that_an_administrator_deleted_is_written_anew()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        var first = await instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);
        instance.Emulator.Delete(first.NoteId);

        var second = await instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), first, default);

        second.NoteId.Should().NotBe(first.NoteId);
        instance.View(ticket).Notes.Should().ContainSingle();
    }

    [Fact]
    public async Task A_person_who_quotes_our_reference_is_not_mistaken_for_us()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        await instance.ChangeAsync(ticket, "work_notes", "See ctx-7f3a9c2e · 1b2c3d4e above, please.");
        await instance.ChangeAsync(ticket, "comments", "We noted it as ctx-7f3a9c2e.");

        await instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);

        instance.View(ticket).Notes.Should().HaveCount(3).And.ContainSingle(n => n.Author == "itam.integration" && !n.Public);
    }

    [Fact]
    public async Task An_agent_who_pastes_the_whole_note_into_a_comment_raises_no_alarm()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        var receipt = await instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);
        await instance.ChangeAsync(ticket, "comments", instance.View(ticket).Notes[0].Raw);

        (await instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), receipt, default)).Should().Be(receipt);
    }

    [Fact]
    public async Task A_rule_that_copies_work_notes_to_the_requester_raises_the_alarm_every_time()
    {
        await using var instance = await Instance.StartAsync();
        instance.Emulator.CopiesWorkNotesToComments = true;
        var ticket = await instance.RaiseAsync();

        for (var i = 0; i < 2; i++)
        {
            var write = () => instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);
            var alarm = (await write.Should().ThrowAsync<ConnectionException>()).Which;
            alarm.Failure.Should().Be(ConnectionFailure.GiveUp);
            alarm.Message.Should().StartWith("ALARM").And.Contain("requester can read");
        }

        instance.View(ticket).Notes.Where(n => !n.Public).Should().ContainSingle("the second try must not add another one");
    }

    [Fact]
    public async Task A_journal_that_we_may_not_read_stops_us_before_a_second_note()
    {
        await using var instance = await Instance.StartAsync();
        instance.Emulator.HiddenTables.Add("sys_journal_field");
        var ticket = await instance.RaiseAsync();

        for (var i = 0; i < 3; i++)
        {
            var write = () => instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);
            (await write.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Reconnect);
        }

        instance.View(ticket).Notes.Should().ContainSingle();
        instance.Emulator.HiddenTables.Clear();
        (await instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default)).NoteId.Should().Be(instance.View(ticket).Notes[0].Id);
        instance.View(ticket).Notes.Should().ContainSingle();
    }

    [Fact]
    public async Task Without_counts_a_hidden_journal_still_gets_one_note_only()
    {
        await using var instance = await Instance.StartAsync();
        instance.Emulator.HiddenTables.Add("sys_journal_field");
        instance.Emulator.CountsRows = false;
        var ticket = await instance.RaiseAsync();

        var receipt = await instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);

        receipt.Should().Be(new NoteReceipt("ctx-7f3a9c2e", Reports.Rich().Fingerprint));
        instance.View(ticket).Notes.Should().ContainSingle();
    }

    [Fact]
    public async Task A_note_that_the_instance_silently_dropped_is_reported()
    {
        await using var instance = await Instance.StartAsync();
        instance.Emulator.IgnoredWrites.Add("work_notes");
        var ticket = await instance.RaiseAsync();

        var write = () => instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);

        (await write.Should().ThrowAsync<ConnectionException>()).Which.Message.Should().Contain("did not keep it").And.Contain("work_notes");
    }

    [Theory]
    [InlineData(FaultKind.Unauthorized, null)]
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
    public async Task Whatever_happens_to_a_write_there_is_one_note_in_the_end(FaultKind fault, ConnectionFailure? expected)
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        instance.Emulator.Faults.Add(fault, when: Writes);

        (await FailureOf(() => instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default)))?.Failure.Should().Be(expected);
        await instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);

        instance.Emulator.Faults.Hits.Should().Be(1);
        instance.View(ticket).Notes.Should().ContainSingle();
    }

    [Fact]
    public async Task A_write_without_an_answer_in_time_is_tried_again_later()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        instance.Emulator.Faults.SlowFor = Timeout.InfiniteTimeSpan;
        var arrived = new TaskCompletionSource();
        instance.Emulator.Faults.Add(FaultKind.Slow, when: r => Writes(r) && arrived.TrySetResult());

        var write = FailureOf(() => instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default));
        await arrived.Task;
        instance.Time.Advance(TimeSpan.FromSeconds(21));

        (await write)!.Failure.Should().Be(ConnectionFailure.Retry);
        await instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);
        instance.View(ticket).Notes.Should().ContainSingle();
    }

    [Theory]
    [InlineData(FaultKind.Unauthorized, ConnectionFailure.Reconnect)]
    [InlineData(FaultKind.Forbidden, ConnectionFailure.Reconnect)]
    [InlineData(FaultKind.NotFound, ConnectionFailure.GiveUp)]
    [InlineData(FaultKind.TooManyRequests, ConnectionFailure.Retry)]
    [InlineData(FaultKind.ServerError, ConnectionFailure.Retry)]
    [InlineData(FaultKind.Unavailable, ConnectionFailure.Retry)]
    [InlineData(FaultKind.LoginPage, ConnectionFailure.Reconnect)]
    [InlineData(FaultKind.LostAnswer, ConnectionFailure.Retry)]
    public async Task When_the_journal_cannot_be_read_nothing_is_written(FaultKind fault, ConnectionFailure expected)
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        instance.Emulator.Faults.Add(fault, int.MaxValue, r => r.Path.Value!.Contains("sys_journal_field", StringComparison.Ordinal));

        (await FailureOf(() => instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default)))!.Failure.Should().Be(expected);

        instance.View(ticket).Notes.Should().BeEmpty();
    }

    [Fact]
    public async Task A_passing_trouble_with_a_read_is_not_noticed()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        instance.Emulator.Faults.Add(FaultKind.ServerError, 2);

        (await instance.Desk.ReadTicketAsync(ticket, default)).Summary.Should().Be("Laptop");
    }

    [Fact]
    public async Task An_hourly_limit_says_how_long_to_wait()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        instance.Emulator.HourlyLimit = 0;

        var failure = await FailureOf(() => instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default));

        failure!.Failure.Should().Be(ConnectionFailure.Retry);
        failure.RetryAfter.Should().Be(TimeSpan.FromMinutes(20));
    }

    [Fact]
    public async Task The_ticket_knows_that_the_latest_change_was_ours()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        (await instance.Desk.ReadTicketAsync(ticket, default)).LastChangedByUs.Should().BeFalse();

        await instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);
        (await instance.Desk.ReadTicketAsync(ticket, default)).LastChangedByUs.Should().BeTrue();
        (await instance.Desk.ReadTicketAsync(ticket, default)).LastChangedByUs.Should().BeTrue();

        await instance.ChangeAsync(ticket, "description", "The serial is PF3ABCDE");
        (await instance.Desk.ReadTicketAsync(ticket, default)).LastChangedByUs.Should().BeFalse();
    }

    [Fact]
    public async Task A_change_by_a_person_between_our_reading_and_writing_is_not_taken_for_ours()
    {
        await using var instance = await Instance.StartAsync();
        var ticket = await instance.RaiseAsync();
        await instance.Desk.ReadTicketAsync(ticket, default);
        await instance.ChangeAsync(ticket, "description", "The serial is PF3ABCDE");

        await instance.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);

        (await instance.Desk.ReadTicketAsync(ticket, default)).LastChangedByUs.Should().BeFalse("nobody has looked at that change yet");
    }

    private static async Task<ConnectionException?> FailureOf(Func<Task<NoteReceipt>> write)
    {
        try
        {
            await write();
            return null;
        }
        catch (ConnectionException failure)
        {
            return failure;
        }
    }
}
