using Itam.Context.Connections;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Jira;

/// <summary>A field of a site. Names are translated and numbers differ per site; only <see cref="Custom"/> tells what a field is for.</summary>
public sealed record JiraField(string Id, string Name, string? Custom)
{
    private const string Cloud = "com.atlassian.jira.plugins.cmdb:cmdb-object-cftype";
    private const string Older = "com.atlassian.jira.plugins.jira-servicedesk-cmdb-plugin:insight-object-field";

    /// <summary>Holds objects of Assets (formerly Insight).</summary>
    public bool HoldsAssets => Custom is Cloud or Older;

    internal static IReadOnlyList<JiraField> ParseAll(JToken fields) =>
        [
            .. fields
                .Children<JObject>()
                .Where(f => f["id"].Text() is not null)
                .Select(f => new JiraField(f["id"].Text()!, f["name"].Text() ?? "", (f["schema"] as JObject)?["custom"].Text())),
        ];
}
