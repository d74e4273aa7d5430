using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Sources.Jira;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Jira;

/// <summary>
/// Keeps one internal comment per ticket. It is found by its id, by the marker on the issue, or by our account and reference among the comments, in this order,
/// so that a crash between the write and our memory of it never leads to a second one.
/// </summary>
internal sealed partial class JiraNoteWriter(
    JiraClient client,
    JiraSettings settings,
    JiraOwnAccount self,
    JiraInternalComments comments,
    ILogger log
)
{
    private const string Note = "the context note";

    public async Task<NoteReceipt> WriteAsync(TicketRef ticket, ContextReport report, NoteReceipt? known, CancellationToken cancellationToken)
    {
        await self.LearnAsync(client, cancellationToken);
        if (known is not null && await EditAsync(ticket.Id, known.NoteId, report, cancellationToken) is { } edited)
        {
            return await MarkAsync(ticket.Id, edited, report, cancellationToken);
        }

        var marker = JiraMarker.Parse(await client.PropertyAsync(ticket.Id, settings.MarkerProperty, cancellationToken));
        if (await FindOwnAsync(ticket.Id, report.Reference, marker, cancellationToken) is { } own)
        {
            if (marker.CommentId == own && marker.Fingerprint == report.Fingerprint)
            {
                return new NoteReceipt(own, report.Fingerprint);
            }

            if (await EditAsync(ticket.Id, own, report, cancellationToken) is { } found)
            {
                return await MarkAsync(ticket.Id, found, report, cancellationToken);
            }
        }

        return await MarkAsync(
            ticket.Id,
            await comments.AddAsync(ticket.Id, Body(report), () => Markup(report), Note, cancellationToken),
            report,
            cancellationToken
        );
    }

    private async Task<string?> FindOwnAsync(string id, string reference, JiraMarker marker, CancellationToken cancellationToken)
    {
        if (marker.CommentId is { } marked && await client.CommentAsync(id, marked, cancellationToken) is { } comment && IsOwn(comment, reference))
        {
            return marked;
        }

        await foreach (var candidate in client.CommentsAsync(id, cancellationToken))
        {
            if (IsOwn(candidate, reference) && candidate["id"].Text() is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>People may quote the reference, so the author counts as well; our comments may quote people, so only the end counts.</summary>
    private bool IsOwn(JObject comment, string reference) =>
        self.Is(comment["author"]) && JiraText.Plain(comment["body"]).EndsWith(reference, StringComparison.Ordinal);

    /// <returns>Null where the comment is gone, or is not ours to edit.</returns>
    private async Task<JObject?> EditAsync(string id, string commentId, ContextReport report, CancellationToken cancellationToken)
    {
        JObject answer;
        try
        {
            answer = await client.EditCommentAsync(id, commentId, Body(report), cancellationToken);
        }
        catch (ConnectionException gone) when (gone.Status == 404)
        {
            return null;
        }
        catch (ConnectionException refused) when (refused.Status is 400 or 403)
        {
            // Jira answers the same to words that it does not take and to an edit of somebody else's comment, such as the account before ours.
            if (await client.CommentAsync(id, commentId, cancellationToken) is not { } comment || !self.Is(comment["author"]))
            {
                LogNotOurs(settings.Client.Connection, id);
                return null;
            }

            if (refused.Status != 400 || client.Deployment != JiraDeployment.Cloud)
            {
                throw;
            }

            LogFormatRefused(settings.Client.Connection, id);
            answer = await client.EditCommentAsMarkupAsync(id, commentId, Markup(report), cancellationToken);
        }

        await comments.MustBeInternalAsync(id, commentId, answer, Note, cancellationToken);
        return answer;
    }

    private async Task<NoteReceipt> MarkAsync(string id, JObject comment, ContextReport report, CancellationToken cancellationToken)
    {
        var commentId =
            comment["id"].Text()
            ?? throw new ConnectionException(ConnectionFailure.Retry, $"{client.Name} did not name the comment it edited on ticket {id}.");
        try
        {
            var writtenAt = comment["updated"].Text() ?? ((comment["created"] as JObject)?["jira"]).Text() ?? comment["created"].Text();
            var marker = new JiraMarker(commentId, report.Fingerprint, writtenAt);
            await client.SetPropertyAsync(id, settings.MarkerProperty, marker.ToJson(), cancellationToken);
        }
        catch (ConnectionException unmarked)
        {
            // The note stands, and it can be found by its reference; the marker only saves work later.
            LogUnmarked(settings.Client.Connection, id, unmarked.Message);
        }

        return new NoteReceipt(commentId, report.Fingerprint);
    }

    private JToken Body(ContextReport report) =>
        client.Deployment == JiraDeployment.Cloud ? AdfNote.Render(report, settings.MaxNoteCharacters) : Markup(report);

    private string Markup(ContextReport report) => WikiNote.Render(report, settings.MaxNoteCharacters);

    [LoggerMessage(LogLevel.Warning, "Jira connection '{Connection}' refused the rich note on ticket {Ticket}; it is written in plain markup.")]
    private partial void LogFormatRefused(string connection, string ticket);

    [LoggerMessage(
        LogLevel.Warning,
        "Jira connection '{Connection}': the note on ticket {Ticket} belongs to another account and cannot be edited; a new one takes its place."
    )]
    private partial void LogNotOurs(string connection, string ticket);

    [LoggerMessage(LogLevel.Warning, "Jira connection '{Connection}': the note on ticket {Ticket} was written, but not marked. {Reason}")]
    private partial void LogUnmarked(string connection, string ticket, string reason);
}
