using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Sandbox.Faults;

namespace Itam.Webhooks.Tests.Freshservice;

public class WritingTheNote
{
    private static readonly ContextReport Newer = Reports.Rich with { Fingerprint = "f2", MoreFindings = 7 };

    [Fact]
    public async Task It_is_one_private_note_with_everything_in_it()
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();

        var receipt = await Write(stage, reference, Reports.Rich, known: null);

        var note = stage.Vendor.View(number).Notes.Should().ContainSingle().Subject;
        note.Public.Should().BeFalse();
        note.Id.Should().Be(receipt.NoteId);
        receipt.Fingerprint.Should().Be("f1");
        note.Author.Should().Be("Itam Context");
        note.Text.Should().Contain("✕ Act Disk 97 % full, 6.1 GB free").And.EndWith("ctx-7f3a9c2e");
        note.Html.Should().Be(note.Raw, "the desk's sanitiser had nothing to remove");
        note.Html.Should().Contain("<a href=\"https://acme.freshservice.com/a/tickets/12\">INC-12</a>");
    }

    [Fact]
    public async Task A_known_note_is_edited_in_place()
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();
        var first = await Write(stage, reference, Reports.Rich, known: null);

        var second = await Write(stage, reference, Newer, first);

        second.Should().Be(new NoteReceipt(first.NoteId, "f2"));
        stage.Vendor.View(number).Notes.Should().ContainSingle().Which.Text.Should().Contain("+7 more");
    }

    [Fact]
    public async Task A_note_that_a_person_deleted_is_made_anew()
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();
        var first = await Write(stage, reference, Reports.Rich, known: null);
        stage.Vendor.DeleteNote(first.NoteId);

        var second = await Write(stage, reference, Newer, first);

        second.NoteId.Should().NotBe(first.NoteId);
        stage.Vendor.View(number).Notes.Should().ContainSingle().Which.Id.Should().Be(second.NoteId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_note_of_another_agents_key_is_left_and_one_of_our_own_goes_on(bool remembered)
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();
        var first = await Write(stage, reference, Reports.Rich, known: null);
        stage.Vendor.HandOverTo(Stage.InesAgent);
        var desk = Stage.Connect(stage.Vendor.ConnectionSettings(stage.Address).ToDictionary(s => s.Key, s => (string?)s.Value), stage.Time).Desk;

        var second = await desk.WriteNoteAsync(reference, Reports.Rich, first, default);
        var third = await desk.WriteNoteAsync(reference, Newer, remembered ? second : null, default);

        second.NoteId.Should().NotBe(first.NoteId);
        third.NoteId.Should().Be(second.NoteId);
        var notes = stage.Vendor.View(number).Notes;
        notes.Select(n => (n.Id, n.Author)).Should().Equal((first.NoteId, "Itam Context"), (second.NoteId, "Ines Ionescu"));
        notes[0].Text.Should().NotContain("+7 more");
        notes[1].Text.Should().Contain("+7 more");
        stage.Vendor.Requests.Should().NotContain(r => r.StartsWith("DELETE"));
    }

    [Fact]
    public async Task A_role_that_may_not_edit_its_own_note_gets_no_second_one()
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();
        var first = await Write(stage, reference, Reports.Rich, known: null);
        stage.Vendor.Faults.Add(FaultKind.Forbidden, int.MaxValue, r => r.Method == "PUT");

        var write = () => Write(stage, reference, Newer, first);

        (await write.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Reconnect);
        stage.Vendor.View(number).Notes.Should().ContainSingle();
    }

    [Fact]
    public async Task A_forgotten_note_is_found_again_behind_pages_of_others()
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();
        for (var i = 0; i < 130; i++)
        {
            stage.Vendor.WriteAsColleague(number, $"<div>remark {i}</div>", isPrivate: true);
        }

        var first = await Write(stage, reference, Reports.Rich, known: null);
        stage.Vendor.WriteAsColleague(number, "<div>later</div>", isPrivate: true);

        (await Write(stage, reference, Newer, known: null)).NoteId.Should().Be(first.NoteId);
        stage.Vendor.View(number).Notes.Count(n => n.Text.Contains("ctx-7f3a9c2e")).Should().Be(1);
    }

    [Fact]
    public async Task Words_of_others_are_never_taken_for_our_note()
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();
        stage.Vendor.WriteAsColleague(number, "<div>See the note ctx-7f3a9c2e</div>", isPrivate: true);
        stage.Vendor.WriteAsColleague(number, "<div>Asset context … ctx-7f3a9c2e</div>", isPrivate: false);
        stage.Vendor.WriteAsColleague(number, "<div>Asset context of another ticket ctx-00000000</div>", isPrivate: true);

        await Write(stage, reference, Reports.Rich, known: null);

        var notes = stage.Vendor.View(number).Notes;
        notes.Should().HaveCount(4);
        notes.Take(3).Select(n => n.Author).Should().OnlyContain(a => a == "Ines Ionescu");
        notes
            .Take(3)
            .Select(n => n.Text)
            .Should()
            .Equal("See the note ctx-7f3a9c2e", "Asset context … ctx-7f3a9c2e", "Asset context of another ticket ctx-00000000");
    }

    [Fact]
    public async Task A_note_that_the_desk_made_public_is_deleted_at_once_and_reported()
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();
        stage.Vendor.MakesNotesPublic = true;

        var write = () => Write(stage, reference, Reports.Rich, known: null);

        var alarm = (await write.Should().ThrowAsync<ConnectionException>()).Which;
        alarm.Failure.Should().Be(ConnectionFailure.GiveUp);
        alarm.Message.Should().Contain("PUBLIC").And.Contain($"ticket {reference.Id}").And.Contain("deleted at once");
        stage.Vendor.View(number).Notes.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_does_not_say_private_is_looked_up(bool madePublic)
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();
        stage.Vendor.AnswersNotesTersely = true;
        stage.Vendor.MakesNotesPublic = madePublic;

        var write = () => Write(stage, reference, Reports.Rich, known: null);

        if (madePublic)
        {
            (await write.Should().ThrowAsync<ConnectionException>()).WithMessage("*PUBLIC*");
            stage.Vendor.View(number).Notes.Should().BeEmpty();
        }
        else
        {
            await Write(stage, reference, Newer, await write());
            stage.Vendor.View(number).Notes.Should().ContainSingle().Which.Text.Should().Contain("+7 more");
        }
    }

    [Fact]
    public async Task A_public_note_that_cannot_be_deleted_is_said_to_be_there()
    {
        await using var stage = await Stage.StartAsync();
        var (_, reference) = await stage.RaiseAsync();
        stage.Vendor.MakesNotesPublic = true;
        stage.Vendor.Faults.Add(FaultKind.ServerError, when: r => r.Method == "DELETE");

        var write = () => Write(stage, reference, Reports.Rich, known: null);

        (await write.Should().ThrowAsync<ConnectionException>()).WithMessage("*PUBLIC*delete it by hand now*");
    }

    [Theory]
    [InlineData(FaultKind.Unauthorized, ConnectionFailure.Reconnect)]
    [InlineData(FaultKind.Forbidden, ConnectionFailure.Reconnect)]
    [InlineData(FaultKind.LoginPage, ConnectionFailure.Reconnect)]
    [InlineData(FaultKind.NotFound, ConnectionFailure.GiveUp)]
    [InlineData(FaultKind.TooLarge, ConnectionFailure.GiveUp)]
    [InlineData(FaultKind.Conflict, ConnectionFailure.Retry)]
    [InlineData(FaultKind.TooManyRequests, ConnectionFailure.Retry)]
    [InlineData(FaultKind.TooManyRequestsRetryAfter, ConnectionFailure.Retry)]
    [InlineData(FaultKind.ServerError, ConnectionFailure.Retry)]
    [InlineData(FaultKind.Unavailable, ConnectionFailure.Retry)]
    [InlineData(FaultKind.LostAnswer, ConnectionFailure.Retry)]
    public async Task A_fault_while_creating_leaves_one_note_after_the_next_try(FaultKind fault, ConnectionFailure expected)
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();
        stage.Vendor.Faults.Add(fault, when: r => r.Method == "POST");

        var write = () => Write(stage, reference, Reports.Rich, known: null);
        (await write.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(expected);
        stage.Vendor.Faults.Hits.Should().Be(1, "a write is never repeated on the spot");
        stage.Vendor.View(number).Notes.Should().HaveCount(fault == FaultKind.LostAnswer ? 1 : 0);

        stage.Time.Advance(TimeSpan.FromSeconds(2));
        var receipt = await write();

        stage.Vendor.View(number).Notes.Should().ContainSingle().Which.Id.Should().Be(receipt.NoteId);
    }

    [Theory]
    [InlineData(FaultKind.Unauthorized)]
    [InlineData(FaultKind.Forbidden)]
    [InlineData(FaultKind.Conflict)]
    [InlineData(FaultKind.TooManyRequests)]
    [InlineData(FaultKind.ServerError)]
    [InlineData(FaultKind.LostAnswer)]
    [InlineData(FaultKind.LoginPage)]
    public async Task A_fault_while_editing_never_ends_in_a_second_note(FaultKind fault)
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();
        var first = await Write(stage, reference, Reports.Rich, known: null);
        stage.Vendor.Faults.Add(fault, when: r => r.Method == "PUT");

        var write = () => Write(stage, reference, Newer, first);
        await write.Should().ThrowAsync<ConnectionException>();
        await write();

        stage.Vendor.View(number).Notes.Should().ContainSingle().Which.Text.Should().Contain("+7 more");
    }

    [Fact]
    public async Task A_404_that_is_only_a_hiccup_finds_the_note_again()
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();
        var first = await Write(stage, reference, Reports.Rich, known: null);
        stage.Vendor.Faults.Add(FaultKind.NotFound, when: r => r.Method == "PUT");

        (await Write(stage, reference, Newer, first)).NoteId.Should().Be(first.NoteId);

        stage.Vendor.View(number).Notes.Should().ContainSingle();
    }

    [Fact]
    public async Task A_desk_that_does_not_answer_in_time_is_tried_again_later()
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stage.Vendor.Faults.SlowFor = TimeSpan.FromMinutes(5);
        stage.Vendor.Faults.Add(
            FaultKind.Slow,
            when: r =>
            {
                var fits = r.Method == "POST";
                if (fits)
                {
                    reached.TrySetResult();
                }

                return fits;
            }
        );

        var write = Write(stage, reference, Reports.Rich, known: null);
        await reached.Task;
        stage.Time.Advance(TimeSpan.FromSeconds(21));

        var failure = await FluentActions.Awaiting(() => write).Should().ThrowAsync<ConnectionException>();
        failure.Which.Failure.Should().Be(ConnectionFailure.Retry);
        await Write(stage, reference, Reports.Rich, known: null);
        stage.Vendor.View(number).Notes.Should().ContainSingle();
    }

    [Fact]
    public async Task A_list_of_notes_that_is_no_list_stops_the_write()
    {
        await using var stage = await Stage.StartAsync();
        var (number, reference) = await stage.RaiseAsync();
        stage.Vendor.Faults.Add(FaultKind.LoginPage, when: r => r.Path.Value!.EndsWith("/conversations", StringComparison.Ordinal));

        var write = () => Write(stage, reference, Reports.Rich, known: null);

        (await write.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Reconnect);
        stage.Vendor.View(number).Notes.Should().BeEmpty();
    }

    private static Task<NoteReceipt> Write(Stage stage, TicketRef ticket, ContextReport report, NoteReceipt? known) =>
        stage.Desk.WriteNoteAsync(ticket, report, known, CancellationToken.None);
}
