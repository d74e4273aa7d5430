using Itam.Context.Connections;
using Itam.Context.Sources.Jira;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Jira;

/// <summary>Adds comments that only agents see, and takes back at once what Jira publishes nevertheless.</summary>
internal sealed partial class JiraInternalComments(JiraClient client, JiraSettings settings, ILogger log)
{
    /// <param name="body">ADF on Cloud, markup on Data Center.</param>
    /// <param name="markup">The same for the call that takes markup only.</param>
    /// <param name="what">For messages: "the context note".</param>
    public async Task<JObject> AddAsync(string id, JToken body, Func<string> markup, string what, CancellationToken cancellationToken)
    {
        JObject answer;
        try
        {
            answer = await client.AddInternalCommentAsync(id, body, cancellationToken);
        }
        catch (ConnectionException refused) when (refused.Status == 400)
        {
            // Nothing was written; the service desk's own call takes plain markup only.
            LogFormatRefused(settings.Client.Connection, id, what);
            answer = await client.AddInternalRequestCommentAsync(id, markup(), cancellationToken);
        }
        catch (ConnectionException full) when (full.Status == 413)
        {
            throw new ConnectionException(
                ConnectionFailure.GiveUp,
                $"{client.Name}: ticket {id} takes no more comments (413). Not written: {what}. Remove old comments or continue in a new ticket.",
                inner: full
            )
            {
                Status = 413,
            };
        }

        var commentId =
            answer["id"].Text()
            ?? throw new ConnectionException(
                ConnectionFailure.Retry,
                $"{client.Name} did not name the comment it wrote on ticket {id}. It is looked for on the next try."
            );
        await MustBeInternalAsync(id, commentId, answer, what, cancellationToken);
        return answer;
    }

    /// <summary>Jira names the visibility in <c>jsdPublic</c> or <c>public</c>. Where it does not (no service project, Data Center), our own property must be on the comment.</summary>
    public async Task MustBeInternalAsync(string id, string commentId, JObject answer, string what, CancellationToken cancellationToken)
    {
        var isPublic = answer["jsdPublic"].Text() ?? answer["public"].Text();
        if (
            isPublic is null
                ? await client.IsMarkedInternalAsync(commentId, cancellationToken)
                : string.Equals(isPublic, "false", StringComparison.OrdinalIgnoreCase)
        )
        {
            return;
        }

        string outcome;
        try
        {
            await client.DeleteCommentAsync(id, commentId, cancellationToken);
            outcome = "It was removed at once.";
        }
        catch (ConnectionException stuck)
        {
            outcome = stuck.Status == 404 ? "It is already gone." : $"IT COULD NOT BE REMOVED: delete comment {commentId} by hand now.";
        }

        throw new ConnectionException(
            ConnectionFailure.GiveUp,
            $"{client.Name} PUBLISHED {what} on ticket {id} to the customer although it was sent as internal. {outcome} "
                + "Check that the account is an agent of the project and run 'itam doctor'."
        );
    }

    [LoggerMessage(LogLevel.Warning, "Jira connection '{Connection}' refused rich text on ticket {Ticket}; {What} is written in plain markup.")]
    private partial void LogFormatRefused(string connection, string ticket, string what);
}
