using Itam.Context.Connections;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Jira;

/// <summary>What we leave on an issue in a property of our own: which comment is ours and what it said. A help, not a truth: people may delete it.</summary>
/// <param name="WrittenAt">The comment's time as Jira wrote it.</param>
internal sealed record JiraMarker(string? CommentId, string? Fingerprint, string? WrittenAt)
{
    public static readonly JiraMarker None = new(null, null, null);

    public static JiraMarker Parse(JToken? value) =>
        value is JObject json ? new(json["commentId"].Text(), json["fingerprint"].Text(), json["writtenAt"].Text()) : None;

    public JObject ToJson() =>
        new()
        {
            ["v"] = 1,
            ["commentId"] = CommentId,
            ["fingerprint"] = Fingerprint,
            ["writtenAt"] = WrittenAt,
        };
}
