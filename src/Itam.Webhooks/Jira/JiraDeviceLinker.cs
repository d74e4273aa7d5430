using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Sources.Jira;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Jira;

/// <summary>Adds a device to the Assets field of a ticket. What people chose stays, and what they took away is not put back.</summary>
internal sealed class JiraDeviceLinker(JiraClient client, JiraSettings settings, JiraDeviceResolver devices)
{
    public async Task<LinkResult> LinkAsync(TicketRef ticket, LinkedDevice device, CancellationToken cancellationToken)
    {
        if (client.Deployment == JiraDeployment.DataCenter)
        {
            return No("Devices are linked on Jira Cloud only; on Data Center the note names the device.");
        }

        if (await devices.FieldsAsync(cancellationToken) is not [var field])
        {
            return No("The site has no Assets field, or several: name the one to use in the setting AssetsField.");
        }

        if (await client.Assets.WorkspaceAsync(cancellationToken) is null)
        {
            return No("The site has no Assets (it comes with Premium and Enterprise), or the account may not see it.");
        }

        var found = await devices.FindAsync(device.Names, cancellationToken);
        if (found.Object is not { } asset)
        {
            return No(
                found.IsAmbiguous ? "Assets has several objects with this name, so a person has to choose." : "Assets does not know this device."
            );
        }

        var issue = await client.IssueAsync(ticket.Id, [field], settings.MarkerProperty, cancellationToken);
        if ((issue["fields"] as JObject)?.TryGetValue(field, StringComparison.Ordinal, out var value) != true)
        {
            return No("The Assets field is not on this ticket's screens.");
        }

        var linked = JiraDeviceResolver.ObjectsIn(value is { Type: JTokenType.Null } ? null : value).ToList();
        if (linked.Any(o => o.Id == asset.GlobalId))
        {
            return new LinkResult(LinkStatus.AlreadyLinked);
        }

        var marker = JiraMarker.Parse((issue["properties"] as JObject)?[settings.MarkerProperty]);
        if (marker.Linked.Contains(asset.GlobalId))
        {
            return No("A person removed this device from the ticket.");
        }

        return await AppendAsync(issue["id"].Text() ?? ticket.Id, field, linked, asset, marker, cancellationToken);
    }

    private async Task<LinkResult> AppendAsync(
        string id,
        string field,
        IReadOnlyList<LinkedObject> linked,
        JiraAssetObject asset,
        JiraMarker marker,
        CancellationToken cancellationToken
    )
    {
        var objects = new JArray(
            linked.Where(o => o.ObjectId is not null).Select(o => Entry(o.WorkspaceId!, o.ObjectId!)).Append(Entry(asset.WorkspaceId, asset.ObjectId))
        );
        if (objects.Count != linked.Count + 1)
        {
            return No("The Assets field holds something that could not be kept.");
        }

        try
        {
            await client.EditIssueAsync(id, new JObject { ["fields"] = new JObject { [field] = objects } }, cancellationToken);
        }
        catch (ConnectionException refused) when (refused.Status == 400)
        {
            return No(
                linked.Count > 0
                    ? "The field takes one device and a person has chosen another."
                    : "Jira refused the device in this field; check the field's filter and the edit screen."
            );
        }

        // Remembered, so that a person who takes it away has the last word.
        await client.SetPropertyAsync(
            id,
            settings.MarkerProperty,
            (marker with { Linked = marker.Linked.Add(asset.GlobalId) }).ToJson(),
            cancellationToken
        );
        return new LinkResult(LinkStatus.Linked);
    }

    private static JObject Entry(string workspaceId, string objectId) =>
        new()
        {
            ["workspaceId"] = workspaceId,
            ["id"] = $"{workspaceId}:{objectId}",
            ["objectId"] = objectId,
        };

    private static LinkResult No(string reason) => new(LinkStatus.NotPossible, reason);
}
