using System.Collections.Immutable;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Jira;

/// <summary>One object of Assets.</summary>
/// <param name="Attributes">Attribute name to its values as they are stored.</param>
public sealed record JiraAssetObject(
    string WorkspaceId,
    string ObjectId,
    string Label,
    ImmutableDictionary<string, ImmutableArray<string>> Attributes
)
{
    /// <summary>How tickets and we name the object: workspace and object id.</summary>
    public string GlobalId => $"{WorkspaceId}:{ObjectId}";

    public ImmutableArray<string> Values(string attribute) => Attributes.GetValueOrDefault(attribute, []);

    /// <param name="definitions">Names of the attributes by id, where the answer gives them once for all objects.</param>
    internal static JiraAssetObject Parse(JObject json, string workspaceId, JToken? definitions)
    {
        var names = definitions
            .Objects()
            .Where(d => d["id"].Text() is not null)
            .GroupBy(d => d["id"].Text()!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First()["name"].Text() ?? "", StringComparer.Ordinal);
        var attributes = json["attributes"]
            .Objects()
            .Select(a =>
                (
                    Name: (a["objectTypeAttribute"] as JObject)?["name"].Text()
                        ?? names.GetValueOrDefault(a["objectTypeAttributeId"].Text() ?? "", ""),
                    Values: ValuesOf(a)
                )
            )
            .Where(a => a.Name.Length > 0)
            .GroupBy(a => a.Name, StringComparer.OrdinalIgnoreCase)
            .ToImmutableDictionary(g => g.Key, g => g.SelectMany(a => a.Values).ToImmutableArray(), StringComparer.OrdinalIgnoreCase);
        var id = json["id"].Text() ?? "";
        return new(json["workspaceId"].Text() ?? workspaceId, id, json["label"].Text() ?? json["objectKey"].Text() ?? $"object {id}", attributes);
    }

    private static IEnumerable<string> ValuesOf(JObject attribute) =>
        attribute["objectAttributeValues"].Objects().Select(v => v["value"].Text() ?? v["displayValue"].Text()).OfType<string>();
}
