using System.Globalization;
using System.Runtime.CompilerServices;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.Jira;

/// <summary>Comments of an issue, of which we add internal ones only.</summary>
public sealed partial class JiraClient
{
    private const string InternalFlag = "sd.public.comment";

    /// <summary>Newest first.</summary>
    public async IAsyncEnumerable<JObject> CommentsAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var startAt = 0;
        for (var page = 0; page < MaxPages; page++)
        {
            var request = new RestRequest($"{Issue(id)}/comment")
                .AddQueryParameter("startAt", startAt.ToString(CultureInfo.InvariantCulture))
                .AddQueryParameter("maxResults", PageSize.ToString(CultureInfo.InvariantCulture))
                .AddQueryParameter("orderBy", "-created");
            var answer = await ReadAsync(request, cancellationToken);
            var comments = answer["comments"].Objects().ToList();
            foreach (var comment in comments)
            {
                yield return comment;
            }

            startAt += comments.Count;
            if (comments.Count == 0 || startAt >= (answer["total"].Number() ?? 0))
            {
                yield break;
            }
        }
    }

    /// <returns>Null where the comment is gone.</returns>
    public async Task<JObject?> CommentAsync(string id, string commentId, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(Comment(id, commentId), cancellationToken);
        }
        catch (ConnectionException gone) when (gone.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Adds a comment that only agents see. There is no way to add another kind.</summary>
    /// <param name="body">ADF on Cloud, markup text on Data Center.</param>
    public Task<JObject> AddInternalCommentAsync(string id, JToken body, CancellationToken cancellationToken)
    {
        var comment = new JObject
        {
            ["body"] = body,
            ["properties"] = new JArray
            {
                new JObject
                {
                    ["key"] = InternalFlag,
                    ["value"] = new JObject { ["internal"] = true },
                },
            },
        };
        return SendAsync(Method.Post, $"{Issue(id)}/comment", comment, cancellationToken);
    }

    /// <summary>The service desk's own way to add an internal comment: plain text or markup only. The answer says <c>public</c>.</summary>
    public Task<JObject> AddInternalRequestCommentAsync(string id, string markup, CancellationToken cancellationToken) =>
        SendAsync(
            Method.Post,
            $"rest/servicedeskapi/request/{Uri.EscapeDataString(id)}/comment",
            new JObject { ["body"] = markup, ["public"] = false },
            cancellationToken
        );

    /// <summary>Replaces the words of a comment; its visibility stays.</summary>
    public Task<JObject> EditCommentAsync(string id, string commentId, JToken body, CancellationToken cancellationToken) =>
        SendAsync(Method.Put, Comment(id, commentId), new JObject { ["body"] = body }, cancellationToken);

    /// <summary>As <see cref="EditCommentAsync"/>, in markup on either deployment.</summary>
    public Task<JObject> EditCommentAsMarkupAsync(string id, string commentId, string markup, CancellationToken cancellationToken) =>
        SendAsync(
            Method.Put,
            Comment(id, commentId).Replace(_api, "rest/api/2", StringComparison.Ordinal),
            new JObject { ["body"] = markup },
            cancellationToken
        );

    public Task DeleteCommentAsync(string id, string commentId, CancellationToken cancellationToken) =>
        SendAsync(Method.Delete, Comment(id, commentId), new JObject(), cancellationToken);

    /// <summary>True where the comment carries the property that hides it from the portal.</summary>
    public async Task<bool> IsMarkedInternalAsync(string commentId, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await GetAsync($"{_api}/comment/{Uri.EscapeDataString(commentId)}/properties/{InternalFlag}", cancellationToken);
            return (answer["value"] as JObject)?["internal"] is JValue { Value: true } or JValue { Value: "true" };
        }
        catch (ConnectionException none) when (none.Status == 404)
        {
            return false;
        }
    }

    private string Comment(string id, string commentId) => $"{Issue(id)}/comment/{Uri.EscapeDataString(commentId)}";
}
