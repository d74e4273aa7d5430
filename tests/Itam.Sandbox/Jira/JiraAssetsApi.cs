using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Jira;

/// <summary>Assets: workspace, AQL (equality only), objects, connected tickets.</summary>
internal sealed class JiraAssetsApi(JiraEmulator site)
{
    private static readonly string[] AttributeNames = ["Name", "Hostname", "Serial Number", "Asset Tag", "Model"];

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

        var reader = new QueryReader((string?)call.Body["qlQuery"] ?? "");
        var attribute = reader.Next();
        reader.Must("=");
        var value = reader.Next();
        if (!reader.AtEnd || !AttributeNames.Contains(attribute))
        {
            return Answer.Error(400, "AQL validation failed.");
        }

        // Equality in AQL does not look at case.
        var found = site
            .State.Assets.Where(a => string.Equals(a.Attributes.GetValueOrDefault(attribute), value, StringComparison.OrdinalIgnoreCase))
            .ToList();
        var from = call.QueryNumber("startAt", 0);
        var size = call.QueryNumber("maxResults", 25);
        return Answer.Ok(
            new JObject
            {
                ["startAt"] = from,
                ["maxResults"] = size,
                ["total"] = found.Count,
                // Seen as text on the real service.
                ["isLast"] = "true",
                ["values"] = new JArray(found.Skip(from).Take(size).Select(a => Object(a, named: false))),
                ["objectTypeAttributes"] = new JArray(AttributeNames.Select((name, at) => new JObject { ["id"] = $"{300 + at}", ["name"] = name })),
            }
        );
    }

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
            ["attributes"] = new JArray(
                AttributeNames
                    .Index()
                    .Where(a => asset.Attributes.ContainsKey(a.Item))
                    .Select(a =>
                    {
                        var json = new JObject
                        {
                            ["id"] = $"{asset.ObjectId}{a.Index}",
                            ["objectTypeAttributeId"] = $"{300 + a.Index}",
                            ["objectAttributeValues"] = new JArray(
                                new JObject { ["value"] = asset.Attributes[a.Item], ["displayValue"] = asset.Attributes[a.Item] }
                            ),
                        };
                        if (named)
                        {
                            json["objectTypeAttribute"] = new JObject { ["id"] = $"{300 + a.Index}", ["name"] = a.Item };
                        }

                        return json;
                    })
            ),
        };
}
