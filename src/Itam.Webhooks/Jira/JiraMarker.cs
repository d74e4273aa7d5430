using System.Collections.Immutable;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Jira;

/// <summary>What we leave on an issue in a property of our own: which comment is ours, what it said, what we linked. A help, not a truth: people may delete it.</summary>
/// <param name="WrittenAt">The comment's time as Jira wrote it.</param>
/// <param name="Inputs">Digest of the ticket's words as they were when we described it, see <see cref="JiraReadMemory"/>; null where not known.</param>
/// <param name="Linked">Global ids of the asset objects that we linked.</param>
internal sealed record JiraMarker(string? CommentId, string? Fingerprint, string? WrittenAt, string? Inputs, ImmutableArray<string> Linked)
{
    public static readonly JiraMarker None = new(null, null, null, null, []);

    public static JiraMarker Parse(JToken? value) =>
        value is JObject json
            ? new(
                json["commentId"].Text(),
                json["fingerprint"].Text(),
                json["writtenAt"].Text(),
                json["inputs"].Text(),
                [.. (json["linked"] as JArray ?? []).Select(l => l.Text()).OfType<string>()]
            )
            : None;

    public JObject ToJson() =>
        new()
        {
            ["v"] = 1,
            ["commentId"] = CommentId,
            ["fingerprint"] = Fingerprint,
            ["writtenAt"] = WrittenAt,
            ["inputs"] = Inputs,
            ["linked"] = new JArray(Linked),
        };
}
