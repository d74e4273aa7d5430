using Itam.Context.Desks;
using Itam.Webhooks.Raising;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Freshservice;

/// <summary>A comment for the people who work the ticket: a private note of its own, written once.</summary>
internal sealed class CommentWriter(PrivateNotes notes)
{
    public async Task WriteAsync(long ticket, TicketComment comment, CancellationToken cancellationToken)
    {
        Reference.Check(comment.Reference);
        if (await notes.FindAsync(ticket, IsOurs, cancellationToken) is [])
        {
            await notes.AddAsync(ticket, Render(comment), cancellationToken);
        }

        bool IsOurs(JObject conversation) => conversation.IsTrue("private") && Reference.EndsIn(OwnNote.Words(conversation), comment.Reference);
    }

    internal static string Render(TicketComment comment) =>
        PlainLines.Fit(
            NoteHtml.MaxLength,
            room => NoteHtml.Lines([.. PlainLines.Of(comment.Text, room), "", Reference.Line(comment.Reference)]),
            html => html.Length
        );
}
