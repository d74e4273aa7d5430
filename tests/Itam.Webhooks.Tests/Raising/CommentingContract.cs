using System.Text.RegularExpressions;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Sandbox;
using Itam.Sandbox.Faults;

namespace Itam.Webhooks.Tests.Raising;

/// <summary>What holds for a comment on every desk.</summary>
public abstract class CommentingContract
{
    private static readonly TicketComment Approved = new("itam-7f3a9c2e-1", "Approved by Beth.\n\nCost: 1,200 & shipping <fast>");

    public static TheoryData<string> Hostile => [.. HostileTexts.All];

    protected abstract Task<RaisingStage> StartAsync();

    protected abstract ContextReport Report { get; }

    private static async Task<TicketRef> TicketAsync(RaisingStage stage) =>
        await stage.Desk.FindTicketAsync(await stage.Emulated.RaiseAsync(new NewTicket(stage.Dana.Email, "Laptop", "It beeps."), default), default);

    [Fact]
    public async Task It_is_internal_and_reads_as_it_was_written()
    {
        await using var stage = await StartAsync();
        var ticket = await TicketAsync(stage);

        await stage.Desk.AddCommentAsync(ticket, Approved, default);

        var note = stage.View(ticket).Notes.Should().ContainSingle().Which;
        note.Public.Should().BeFalse();
        note.Text.Should().StartWith("Approved by Beth.").And.Contain("Cost: 1,200 & shipping").And.EndWith("Reference itam-7f3a9c2e-1");
    }

    [Fact]
    public async Task It_is_written_once_per_reference()
    {
        await using var stage = await StartAsync();
        var ticket = await TicketAsync(stage);

        // A reference that only begins like the other is another comment.
        await stage.Desk.AddCommentAsync(ticket, Approved with { Reference = "itam-7f3a9c2e-12" }, default);
        stage.Pass(TimeSpan.FromMinutes(1));
        await stage.Desk.AddCommentAsync(ticket, Approved, default);
        await stage.Desk.AddCommentAsync(ticket, Approved, default);

        stage.View(ticket).Notes.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(FaultKind.LostAnswer, ConnectionFailure.Retry)]
    [InlineData(FaultKind.ServerError, ConnectionFailure.Retry)]
    [InlineData(FaultKind.TooManyRequestsRetryAfter, ConnectionFailure.Retry)]
    [InlineData(FaultKind.Forbidden, ConnectionFailure.Reconnect)]
    [InlineData(FaultKind.NotFound, ConnectionFailure.GiveUp)]
    public async Task Whatever_happens_to_the_write_there_is_one_comment_in_the_end(FaultKind fault, ConnectionFailure expected)
    {
        await using var stage = await StartAsync();
        var ticket = await TicketAsync(stage);
        stage.Emulated.Faults.Add(fault, when: stage.Comments);
        var add = () => stage.Desk.AddCommentAsync(ticket, Approved, default);

        (await add.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(expected);
        stage.Pass(TimeSpan.FromMinutes(1));
        await add();

        stage.View(ticket).Notes.Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Hostile_words_stay_words(string text)
    {
        await using var stage = await StartAsync();
        var ticket = await TicketAsync(stage);
        await stage.Desk.AddCommentAsync(ticket, new TicketComment("itam-plain", "x\n\ny"), default);

        await stage.Desk.AddCommentAsync(ticket, new TicketComment("itam-hostile", text), default);

        var notes = stage.View(ticket).Notes;
        notes.Should().HaveCount(2);
        Tags(notes[1]).Should().BeSubsetOf(Tags(notes[0]));
        notes[1].Html.Should().NotContainAny("\u202E", "\u2066", "\u200B", "\u0000");
        notes[1].Text.Should().EndWith("Reference itam-hostile");
    }

    [Theory]
    [InlineData("&")]
    [InlineData("x")]
    [InlineData("line\n")]
    public async Task Words_without_end_are_cut_and_the_reference_is_kept(string word)
    {
        await using var stage = await StartAsync();
        var ticket = await TicketAsync(stage);
        var endless = new TicketComment("itam-long", string.Concat(Enumerable.Repeat(word, 100_000)));

        await stage.Desk.AddCommentAsync(ticket, endless, default);
        await stage.Desk.AddCommentAsync(ticket, endless, default);

        stage.View(ticket).Notes.Should().ContainSingle().Which.Text.Should().StartWith(word.Trim()).And.EndWith("Reference itam-long");
    }

    [Fact]
    public async Task A_comment_that_imitates_our_note_is_never_taken_for_it()
    {
        await using var stage = await StartAsync();
        var ticket = await TicketAsync(stage);
        await stage.Desk.AddCommentAsync(ticket, new TicketComment("itam-x", $"Asset context\nold news · {Report.Reference}"), default);

        var receipt = await stage.Desk.WriteNoteAsync(ticket, Report, null, default);
        stage.Pass(TimeSpan.FromMinutes(1));
        await stage.Desk.AddCommentAsync(ticket, Approved, default);

        var notes = stage.View(ticket).Notes;
        notes.Should().HaveCount(3);
        notes.Should().ContainSingle(n => n.Id == receipt.NoteId).Which.Text.Should().NotContain("old news");
        (await stage.Desk.WriteNoteAsync(ticket, Report, receipt, default)).NoteId.Should().Be(receipt.NoteId);
        stage.View(ticket).Notes.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_person_who_quotes_it_does_not_keep_ours_from_being_written()
    {
        await using var stage = await StartAsync();
        var ticket = await TicketAsync(stage);
        await stage.Desk.AddCommentAsync(ticket, new TicketComment("itam-x", $"Somebody wrote: Reference {Approved.Reference}"), default);

        await stage.Desk.AddCommentAsync(ticket, Approved, default);

        stage.View(ticket).Notes.Should().HaveCount(2);
    }

    private static IEnumerable<string> Tags(NoteView note) =>
        Regex.Matches(note.Html, "<[^>]+>", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(m => m.Value).Distinct();
}
