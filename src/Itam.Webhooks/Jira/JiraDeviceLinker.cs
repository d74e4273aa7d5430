using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Sources.Jira;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Jira;

/// <summary>Adds a device to the Assets field of a ticket, or puts it in the place of one that we added. What people chose stays.</summary>
internal sealed class JiraDeviceLinker(JiraClient client, JiraDeviceResolver devices)
{
    public Task<LinkResult> LinkAsync(TicketRef ticket, LinkedDevice device, CancellationToken cancellationToken) =>
        ChangeAsync(ticket, null, device, cancellationToken);

    public Task<LinkResult> CorrectAsync(TicketRef ticket, string wrong, LinkedDevice? right, CancellationToken cancellationToken) =>
        ChangeAsync(ticket, wrong, right, cancellationToken);

    private async Task<LinkResult> ChangeAsync(TicketRef ticket, string? wrong, LinkedDevice? device, CancellationToken cancellationToken)
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

        var found = device is null ? null : await devices.FindAsync(device.Names, cancellationToken);
        var reason = found switch
        {
            null or { Object: not null } => null,
            { IsAmbiguous: true } => "Assets has several objects with this name, so a person has to choose.",
            _ => "Assets does not know this device.",
        };
        if (wrong is null && reason is not null)
        {
            return No(reason);
        }

        var issue = await client.IssueAsync(ticket.Id, [field], null, cancellationToken);
        if ((issue["fields"] as JObject)?.TryGetValue(field, StringComparison.Ordinal, out var value) != true)
        {
            return No("The Assets field is not on this ticket's screens.");
        }

        var linked = JiraDeviceResolver.ObjectsIn(value is { Type: JTokenType.Null } ? null : value).ToList();
        return await WriteAsync(issue["id"].Text() ?? ticket.Id, field, linked, wrong, found?.Object, reason, cancellationToken);
    }

    private async Task<LinkResult> WriteAsync(
        string id,
        string field,
        List<LinkedObject> linked,
        string? wrong,
        JiraAssetObject? asset,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        var kept = linked.Where(o => o.Id != wrong || o.Id == asset?.GlobalId).ToList();
        var isThere = asset is not null && kept.Exists(o => o.Id == asset.GlobalId);
        var done =
            asset is null ? new LinkResult(LinkStatus.Removed, reason)
            : isThere ? new LinkResult(LinkStatus.AlreadyLinked)
            : new LinkResult(LinkStatus.Linked, LinkedAs: asset.GlobalId);
        if (kept.Count == linked.Count && (asset is null || isThere))
        {
            return done;
        }

        if (kept.Exists(o => o.ObjectId is null))
        {
            return No("The Assets field holds something that could not be kept.");
        }

        var objects = new JArray(kept.Select(o => Entry(o.WorkspaceId!, o.ObjectId!)));
        if (asset is not null && !isThere)
        {
            objects.Add(Entry(asset.WorkspaceId, asset.ObjectId));
        }

        try
        {
            await client.EditIssueAsync(id, new JObject { ["fields"] = new JObject { [field] = objects } }, cancellationToken);
            return done;
        }
        catch (ConnectionException refused) when (refused.Status == 400)
        {
            return No(
                kept.Count > 0
                    ? "The field takes one device and a person has chosen another."
                    : "Jira refused the device in this field; check the field's filter and the edit screen."
            );
        }
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
