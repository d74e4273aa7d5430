using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Sandbox;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Jira;
using Microsoft.AspNetCore.Http;

namespace Itam.Webhooks.Tests.Jira;

public sealed class WritingTheNote
{
    private static bool IsNewComment(HttpRequest request) =>
        request.Method == "POST" && request.Path.Value!.EndsWith("/comment", StringComparison.Ordinal);

    [Fact]
    public async Task One_internal_note_appears_with_its_reference()
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.RaiseAsync();

        var receipt = await world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);

        var note = world.Notes(ticket).Should().ContainSingle().Which;
        note.Id.Should().Be(receipt.NoteId);
        note.Public.Should().BeFalse();
        note.Author.Should().Be("Asset context");
        note.Text.Should().Contain(Reports.Reference).And.Contain("Disk 97 % full").And.Contain("✕ Act").And.Contain("PF3ABCDE");
        receipt.Fingerprint.Should().Be("f1");
    }

    [Fact]
    public async Task A_known_note_is_edited_in_place()
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.RaiseAsync();
        var first = await world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);

        var second = await world.Desk.WriteNoteAsync(ticket, Reports.Rich("f2", "Disk 99 % full"), first, default);

        second.Should().Be(new NoteReceipt(first.NoteId, "f2"));
        world.Notes(ticket).Should().ContainSingle().Which.Text.Should().Contain("Disk 99 % full").And.NotContain("97 %");
    }

    [Fact]
    public async Task A_note_that_was_written_before_a_crash_is_found_again()
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.RaiseAsync();
        var first = await world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);
        world.Site.Comment(ticket.Id, $"I do not understand {Reports.Reference}");

        var again = await world.Desk.WriteNoteAsync(ticket, Reports.Rich("f2", "Disk 99 % full"), null, default);

        again.NoteId.Should().Be(first.NoteId);
        world.Notes(ticket).Where(n => n.Author == "Asset context").Should().ContainSingle().Which.Text.Should().Contain("99 %");
    }

    [Fact]
    public async Task A_lost_answer_does_not_lead_to_a_second_note()
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.RaiseAsync();
        world.Site.Faults.Add(FaultKind.LostAnswer, when: IsNewComment);

        var write = () => world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);
        (await write.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Retry);
        await write();

        world.Notes(ticket).Should().ContainSingle();
        world.Site.Faults.Hits.Should().Be(1);
    }

    [Fact]
    public async Task The_note_is_found_behind_a_hundred_other_comments()
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.RaiseAsync();
        world.Site.Faults.Add(FaultKind.LostAnswer, when: IsNewComment);
        var write = () => world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);
        await write.Should().ThrowAsync<ConnectionException>();
        for (var i = 0; i < 250; i++)
        {
            world.Site.Comment(ticket.Id, $"Comment {i}", isPublic: true);
        }

        await write();

        world.Notes(ticket).Where(n => n.Author == "Asset context").Should().ContainSingle();
    }

    [Fact]
    public async Task A_note_that_a_human_deleted_is_created_anew_once()
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.RaiseAsync();
        var first = await world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);
        world.Site.DeleteComments(ticket.Id);

        var second = await world.Desk.WriteNoteAsync(ticket, Reports.Rich("f2"), first, default);
        var third = await world.Desk.WriteNoteAsync(ticket, Reports.Rich("f3"), first, default);

        second.NoteId.Should().NotBe(first.NoteId);
        third.NoteId.Should().Be(second.NoteId, "the old receipt must not create a second note");
        world.Notes(ticket).Should().ContainSingle();
    }

    [Theory]
    [InlineData(JiraFlavour.Cloud)]
    [InlineData(JiraFlavour.DataCenter)]
    public async Task After_the_account_is_replaced_one_note_of_the_new_one_takes_over(JiraFlavour flavour)
    {
        await using var world = await JiraWorld.StartAsync(flavour);
        var ticket = await world.RaiseAsync();
        var old = await world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);
        world.Site.ReplaceAccount();
        var desk = world.AnotherProcess();

        var first = await desk.WriteNoteAsync(ticket, Reports.Rich("f2", "Disk 98 % full"), old, default);
        var again = await desk.WriteNoteAsync(ticket, Reports.Rich("f3", "Disk 99 % full"), old, default);

        again.NoteId.Should().Be(first.NoteId);
        world.Notes(ticket).Where(n => n.Author == "Asset context 2").Should().ContainSingle().Which.Text.Should().Contain("Disk 99 % full");
        world.Notes(ticket).Single(n => n.Id == old.NoteId).Text.Should().Contain("97 %", "Jira lets nobody edit it but its author");
    }

    [Fact]
    public async Task A_note_that_the_site_publishes_is_removed_at_once_and_alarms()
    {
        await using var world = await JiraWorld.StartAsync();
        world.Site.Comments = CommentMode.Publishes;
        var ticket = await world.RaiseAsync();

        var write = () => world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);

        var alarm = (await write.Should().ThrowAsync<ConnectionException>()).Which;
        alarm.Failure.Should().Be(ConnectionFailure.GiveUp);
        alarm.Message.Should().Contain("PUBLISHED").And.Contain("removed");
        world.Notes(ticket).Should().BeEmpty();
    }

    [Fact]
    public async Task A_published_note_that_cannot_be_removed_says_so()
    {
        await using var world = await JiraWorld.StartAsync();
        world.Site.Comments = CommentMode.Publishes;
        world.Site.Faults.Add(FaultKind.Forbidden, when: r => r.Method == "DELETE");
        var ticket = await world.RaiseAsync();

        var write = () => world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);

        (await write.Should().ThrowAsync<ConnectionException>())
            .Which.Message.Should()
            .Contain("COULD NOT BE REMOVED")
            .And.Contain(world.Notes(ticket).Single().Id);
    }

    [Fact]
    public async Task Where_the_rich_way_is_refused_the_plain_one_is_taken_and_stays_internal()
    {
        await using var world = await JiraWorld.StartAsync();
        world.Site.Comments = CommentMode.RefusesRich;
        var ticket = await world.RaiseAsync();

        var first = await world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);
        var second = await world.Desk.WriteNoteAsync(ticket, Reports.Rich("f2", "Disk 99 % full"), first, default);

        second.NoteId.Should().Be(first.NoteId);
        var note = world.Notes(ticket).Should().ContainSingle().Which;
        note.Public.Should().BeFalse();
        note.Text.Should().Contain(Reports.Reference).And.Contain("Disk 99 % full");
    }

    [Fact]
    public async Task In_a_project_without_a_portal_our_own_mark_proves_the_note()
    {
        await using var world = await JiraWorld.StartAsync(change: (settings, _) => settings["Projects"] = "HELP,DEV");
        var ticket = await world.Desk.FindTicketAsync(world.Site.Raise(new NewTicket(JiraWorld.Dana, "Refactor", "Code."), "DEV"), default);

        await world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);

        world.Notes(ticket).Should().ContainSingle();
    }

    [Fact]
    public async Task A_marker_that_cannot_be_left_does_not_fail_the_note()
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.RaiseAsync();
        world.Site.Faults.Add(
            FaultKind.Forbidden,
            int.MaxValue,
            r => r.Method == "PUT" && r.Path.Value!.Contains("/properties/", StringComparison.Ordinal)
        );

        var first = await world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);
        world.Site.Comment(ticket.Id, $"What does {Reports.Reference} mean?");
        var again = await world.Desk.WriteNoteAsync(ticket, Reports.Rich("f2", "Disk 99 % full"), null, default);

        again.NoteId.Should().Be(first.NoteId, "a person who quotes the reference keeps their comment");
        world.Notes(ticket).Select(n => n.Author).Should().Equal("Asset context", "Alex Agent");
        world.Notes(ticket)[0].Text.Should().Contain("99 %");
    }

    [Fact]
    public async Task A_report_that_is_too_long_loses_its_last_subjects_and_keeps_its_reference()
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.RaiseAsync();

        await world.Desk.WriteNoteAsync(ticket, Reports.Huge(), null, default);

        world.Notes(ticket).Single().Text.Should().Contain("Disk 97 % full").And.Contain(Reports.Reference).And.NotContain("License 599");
    }

    [Fact]
    public async Task The_limit_of_writes_per_ticket_is_a_matter_of_waiting()
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.RaiseAsync();
        var write = async () =>
        {
            NoteReceipt? known = null;
            for (var i = 0; i < 60; i++)
            {
                known = await world.Desk.WriteNoteAsync(ticket, Reports.Rich($"f{i}"), known, default);
            }
        };

        var limited = (await write.Should().ThrowAsync<ConnectionException>()).Which;

        limited.Failure.Should().Be(ConnectionFailure.Retry);
        limited.RetryAfter.Should().Be(TimeSpan.FromSeconds(2));
        world.Notes(ticket).Should().ContainSingle();
    }

    [Fact]
    public async Task On_Data_Center_the_note_is_markup_and_internal()
    {
        await using var world = await JiraWorld.StartAsync(JiraFlavour.DataCenter);
        var ticket = await world.RaiseAsync();

        var first = await world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);
        var again = await world.Desk.WriteNoteAsync(ticket, Reports.Rich("f2", "Disk 99 % full"), null, default);

        again.NoteId.Should().Be(first.NoteId);
        var note = world.Notes(ticket).Should().ContainSingle().Which;
        note.Public.Should().BeFalse();
        note.Text.Should().Contain(Reports.Reference).And.Contain("Disk 99 % full").And.Contain("Dana Demo");
        note.Html.Should().Contain("<strong>Disk 99 % full</strong>");
    }

    [Fact]
    public async Task On_Data_Center_a_note_that_is_not_marked_internal_is_removed()
    {
        await using var world = await JiraWorld.StartAsync(JiraFlavour.DataCenter);
        var ticket = await world.RaiseAsync();
        world.Site.Faults.Add(FaultKind.NotFound, when: r => r.Path.Value!.Contains("/properties/sd.public.comment", StringComparison.Ordinal));

        var write = () => world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);

        await write.Should().ThrowAsync<ConnectionException>().WithMessage("*PUBLISHED*");
        world.Notes(ticket).Should().BeEmpty();
    }
}
