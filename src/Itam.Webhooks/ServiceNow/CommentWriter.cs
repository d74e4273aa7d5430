using Itam.Context.Desks;
using Itam.Webhooks.Raising;

namespace Itam.Webhooks.ServiceNow;

/// <summary>A comment for the people who work the ticket: a work note of its own, written once.</summary>
internal sealed class CommentWriter(WorkNotes notes)
{
    public async Task WriteAsync(TicketId ticket, TicketComment comment, CancellationToken cancellationToken)
    {
        Reference.Check(comment.Reference);
        // Not remembered as our own version: whoever changed the ticket just before is still to be heard.
        var entry = new JournalEntry(comment.Reference, Render(comment), IsOurs, IsOurs, _ => { });
        await notes.WriteAsync(ticket, entry, cancellationToken);

        bool IsOurs(string text) => Reference.EndsIn(text, comment.Reference);
    }

    internal static string Render(TicketComment comment)
    {
        var marker = Reference.Line(comment.Reference);
        var lines = PlainLines.Of(comment.Text, JournalNote.MaxLength - marker.Length - 1);
        return string.Join('\n', lines.Select(JournalNote.WithoutBrackets).Append(marker));
    }
}
