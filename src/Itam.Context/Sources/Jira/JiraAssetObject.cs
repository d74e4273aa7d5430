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
    /// <summary>When somebody last changed it; null where the answer does not say.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>Name of its object type: "Laptops".</summary>
    public string? TypeName { get; init; }

    /// <summary>Attribute name to its values with what people see. An attribute that is there and empty has none.</summary>
    public ImmutableDictionary<string, ImmutableArray<JiraAssetValue>> Details { get; init; } =
        ImmutableDictionary<string, ImmutableArray<JiraAssetValue>>.Empty;

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
        var values = json["attributes"]
            .Objects()
            .Select(a =>
                (
                    Name: (a["objectTypeAttribute"] as JObject)?["name"].Text()
                        ?? names.GetValueOrDefault(a["objectTypeAttributeId"].Text() ?? "", ""),
                    Values: a["objectAttributeValues"].Objects().ToList()
                )
            )
            .Where(a => a.Name.Length > 0)
            .GroupBy(a => a.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.SelectMany(a => a.Values).ToList(), StringComparer.OrdinalIgnoreCase);
        var id = json["id"].Text() ?? "";
        return new(
            json["workspaceId"].Text() ?? workspaceId,
            id,
            json["label"].Text() ?? json["objectKey"].Text() ?? $"object {id}",
            values.ToImmutableDictionary(
                a => a.Key,
                a => a.Value.Select(v => v["value"].Text() ?? v["displayValue"].Text()).OfType<string>().ToImmutableArray(),
                StringComparer.OrdinalIgnoreCase
            )
        )
        {
            Updated = AssetStoreValues.Moment(json["updated"].Text()) ?? AssetStoreValues.Moment(json["created"].Text()),
            TypeName = (json["objectType"] as JObject)?["name"].Text(),
            Details = values.ToImmutableDictionary(
                a => a.Key,
                a => a.Value.Select(JiraAssetValue.Parse).OfType<JiraAssetValue>().ToImmutableArray(),
                StringComparer.OrdinalIgnoreCase
            ),
        };
    }
}
