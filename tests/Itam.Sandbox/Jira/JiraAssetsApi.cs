using System.Globalization;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Jira;

/// <summary>Assets: workspace, AQL (equality; lists of object types and ids, changed since a day), objects, connected tickets.</summary>
internal sealed class JiraAssetsApi(JiraEmulator site)
{
    private static readonly string[] AttributeNames =
    [
        "Name",
        "Hostname",
        "Serial Number",
        "Asset Tag",
        "Model",
        "Status",
        "Operating System",
        "Warranty Expiration",
        "Purchase Date",
        "Cost",
        "Owner",
    ];

    public Answer Workspaces(Call call)
    {
        JArray values = site.HasAssets ? [new JObject { ["workspaceId"] = JiraState.Workspace }] : [];
        return Answer.Ok(
            new JObject
            {
                ["size"] = values.Count,
                ["start"] = 0,
                ["limit"] = 50,
                ["isLastPage"] = true,
                ["values"] = values,
            }
        );
    }

    public Answer Find(Call call)
    {
        if (NoWorkspace(call) is { } none)
        {
            return none;
        }

        if (Found(call) is not { } found)
        {
            return Answer.Error(400, "AQL validation failed.");
        }

        var from = call.QueryNumber("startAt", 0);
        var size = Math.Min(call.QueryNumber("maxResults", 25), site.AssetPageLimit);
        var answer = new JObject
        {
            ["startAt"] = from,
            ["maxResults"] = size,
            ["total"] = Math.Min(found.Count, site.AssetCountLimit ?? int.MaxValue),
            ["values"] = new JArray(found.Skip(from).Take(size).Select(a => Object(a, named: false))),
            ["objectTypeAttributes"] = new JArray(AttributeNames.Select((name, at) => new JObject { ["id"] = $"{300 + at}", ["name"] = name })),
        };
        if (site.AssetsSayLast)
        {
            // Seen as text on the real service.
            answer["isLast"] = from + size >= found.Count ? "true" : "false";
        }

        site.AssetQueries.Add($"{from}: {(string?)call.Body["qlQuery"]}");
        site.AssetAnswers?.Invoke(answer);
        return Answer.Ok(answer);
    }

    public Answer Count(Call call) =>
        NoWorkspace(call)
        ?? (
            !site.HasAssetCount ? Answer.Error(404, "Not found.")
            : Found(call) is { } found ? Answer.Ok(new JObject { ["totalCount"] = found.Count })
            : Answer.Error(400, "AQL validation failed.")
        );

    public Answer Read(Call call) =>
        NoWorkspace(call)
        ?? (
            site.State.Assets.Find(a => a.ObjectId == call.Route("object")) is { } asset
                ? Answer.Ok(Object(asset, named: true))
                : Answer.Error(404, "The object does not exist.")
        );

    public Answer ConnectedTickets(Call call) =>
        NoWorkspace(call)
        ?? Answer.Ok(
            new JObject
            {
                ["tickets"] = new JArray(
                    site.State.Issues.Where(i => i.Assets.Contains(call.Route("object")))
                        .Select(i => new JObject
                        {
                            ["key"] = i.Key,
                            ["id"] = i.Id,
                            ["title"] = i.Summary,
                            ["created"] = JiraShapes.Time(i.Created),
                            ["updated"] = JiraShapes.Time(i.Updated),
                            ["status"] = new JObject { ["name"] = i.Closed ? "Resolved" : "Open", ["colorName"] = i.Closed ? "green" : "blue-gray" },
                        })
                ),
                ["allTicketsQuery"] = "",
            }
        );

    /// <returns>Null for a query that is not understood.</returns>
    private List<JiraAsset>? Found(Call call)
    {
        var reader = new QueryReader((string?)call.Body["qlQuery"] ?? "");
        var nested = reader.Try("(");
        var subject = reader.Next();
        Func<JiraAsset, bool> matches;
        if (subject.Equals("objectType", StringComparison.OrdinalIgnoreCase))
        {
            var types = OneOf(reader);
            matches = a => types.Contains(a.TypeName);
        }
        else if (subject.Equals("objectId", StringComparison.OrdinalIgnoreCase))
        {
            var ids = OneOf(reader);
            matches = a => ids.Contains(a.ObjectId);
        }
        else
        {
            reader.Must("=");
            var value = reader.Next();
            if (!AttributeNames.Contains(subject))
            {
                return null;
            }

            // Equality in AQL does not look at case.
            matches = a => string.Equals(a.Attributes.GetValueOrDefault(subject), value, StringComparison.OrdinalIgnoreCase);
        }

        var since = DateTimeOffset.MinValue;
        if (nested)
        {
            reader.Must(")");
            reader.Must("AND");
            reader.Must("Updated");
            reader.Must(">=");
            since = DateTimeOffset.Parse(reader.Next(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        }

        return reader.AtEnd && (site.AssetsKnowDates || !nested) ? site.State.Assets.FindAll(a => matches(a) && a.Updated >= since) : null;
    }

    private static HashSet<string> OneOf(QueryReader reader)
    {
        reader.Must("IN");
        reader.Must("(");
        HashSet<string> values = new(StringComparer.OrdinalIgnoreCase);
        do
        {
            values.Add(reader.Next());
        } while (reader.Try(","));
        reader.Must(")");
        return values;
    }

    private Answer? NoWorkspace(Call call) =>
        site.HasAssets && call.Route("workspace") == JiraState.Workspace ? null : Answer.Error(404, "No such workspace.");

    private static JObject Object(JiraAsset asset, bool named) =>
        new()
        {
            ["workspaceId"] = JiraState.Workspace,
            ["globalId"] = $"{JiraState.Workspace}:{asset.ObjectId}",
            ["id"] = asset.ObjectId,
            ["label"] = asset.Label,
            ["objectKey"] = asset.Key,
            ["objectType"] = new JObject { ["id"] = "23", ["name"] = asset.TypeName },
            ["created"] = "2025-01-01T08:00:00.000Z",
            ["updated"] = asset.Updated.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["attributes"] = new JArray(
                AttributeNames
                    .Index()
                    .Where(a => asset.Attributes.ContainsKey(a.Item) || (a.Item == "Owner" && asset.Owner is not null))
                    .Select(a =>
                    {
                        var json = new JObject
                        {
                            ["id"] = $"{asset.ObjectId}{a.Index}",
                            ["objectTypeAttributeId"] = $"{300 + a.Index}",
                            ["objectAttributeValues"] = Values(asset, a.Item),
                        };
                        if (named)
                        {
                            json["objectTypeAttribute"] = new JObject { ["id"] = $"{300 + a.Index}", ["name"] = a.Item };
                        }

                        return json;
                    })
            ),
        };

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static JObject Dated(string value, string shown) =>
        new()
        {
            ["value"] = value,
            ["displayValue"] = shown,
            ["searchValue"] = value,
        };

    private static JArray Values(JiraAsset asset, string attribute)
    {
        if (!asset.Attributes.TryGetValue(attribute, out var text))
        {
            return
            [
                new JObject
                {
                    ["value"] = asset.Owner!.AccountId,
                    ["displayValue"] = asset.Owner.Name,
                    ["searchValue"] = asset.Owner.AccountId,
                },
            ];
        }

        return attribute switch
        {
            _ when text.Length == 0 => [],
            // What people see stands beside the id of the status.
            "Status" =>
            [
                new JObject
                {
                    ["value"] = "7",
                    ["displayValue"] = text,
                    ["status"] = new JObject
                    {
                        ["id"] = "7",
                        ["name"] = text,
                        ["category"] = 1,
                    },
                },
            ],
            // People see a date as their profile wants it; stored, it is ISO.
            "Warranty Expiration" when Day(text) is { } day => [Dated(text, day.ToString("d/MMM/yy", CultureInfo.InvariantCulture))],
            "Purchase Date" when Day(text) is { } day =>
            [
                Dated($"{text}T20:04:41.527Z", day.ToString("d/MMM/yy '8:04 PM'", CultureInfo.InvariantCulture)),
            ],
            _ => [new JObject { ["value"] = text, ["displayValue"] = text }],
        };
    }
}
