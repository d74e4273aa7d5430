using Itam.Context.Desks;
using Itam.Context.Sources.Jira;
using Itam.Webhooks.Raising;

namespace Itam.Webhooks.Jira;

/// <summary>A comment for the people who work the ticket: internal, written once.</summary>
internal sealed class JiraCommentWriter(JiraClient client, JiraSettings settings, JiraOwnAccount self, JiraInternalComments comments)
{
    public async Task WriteAsync(string id, TicketComment comment, CancellationToken cancellationToken)
    {
        Reference.Check(comment.Reference);
        await self.LearnAsync(client, cancellationToken);
        await foreach (var written in client.CommentsAsync(id, cancellationToken))
        {
            if (self.Is(written["author"]) && Reference.EndsIn(JiraText.Plain(written["body"]), comment.Reference))
            {
                return;
            }
        }

        var body = PlainBody.For(client.Deployment, Lines, comment.Reference, settings.MaxNoteCharacters);
        var what = $"the comment {comment.Reference}";
        await comments.AddAsync(id, body, () => PlainBody.Markup(Lines, comment.Reference, settings.MaxNoteCharacters), what, cancellationToken);

        IReadOnlyList<string> Lines(int room) => [.. PlainLines.Of(comment.Text, room), "", Reference.Line(comment.Reference)];
    }
}
