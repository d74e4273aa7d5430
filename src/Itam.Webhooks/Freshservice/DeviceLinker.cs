using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Sources.Freshservice;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Freshservice;

/// <summary>Adds an asset to a ticket. The API replaces the whole set, so the set is read right before it is written; nobody's choice is ever left out of it.</summary>
internal sealed class DeviceLinker(FreshserviceClient client, AssetStore assets)
{
    public async Task<LinkResult> LinkAsync(long ticketId, LinkedDevice device, CancellationToken cancellationToken)
    {
        try
        {
            return await assets.FindAsync(device.Names, cancellationToken) switch
            {
                FoundAsset.One one => await AppendAsync(ticketId, one.DisplayId, cancellationToken),
                FoundAsset.Ambiguous many => NotPossible(
                    $"{many.Count} assets in Freshservice carry this identifier. Merge them or link the right one by hand."
                ),
                FoundAsset.TooMany => NotPossible(
                    "Too many assets in Freshservice begin with this serial, tag or name to look at them all. Link the right one by hand."
                ),
                _ => NotPossible("No asset in Freshservice has this serial, tag or name."),
            };
        }
        catch (ConnectionException missing) when (missing.LacksFeature())
        {
            return NotPossible("The plan of this Freshservice account has no assets.");
        }
    }

    private async Task<LinkResult> AppendAsync(long ticketId, long displayId, CancellationToken cancellationToken)
    {
        var ticket = await client.TicketAsync(ticketId, withAssets: true, cancellationToken);
        if (ticket["assets"] is not JArray rows || rows.Any(r => r is not JObject row || row.Id("display_id") is null))
        {
            // Writing without knowing the whole set would remove somebody's link.
            return NotPossible("Freshservice does not say which assets are on this ticket already.");
        }

        var linked = rows.OfType<JObject>().Select(r => r.Id("display_id")!.Value).Distinct().ToList();
        if (linked.Contains(displayId))
        {
            return new LinkResult(LinkStatus.AlreadyLinked);
        }

        var union = new JArray(linked.Append(displayId).Select(id => new JObject { ["display_id"] = id }));
        try
        {
            await client.UpdateTicketAsync(ticketId, new JObject { ["assets"] = union }, cancellationToken);
            return new LinkResult(LinkStatus.Linked);
        }
        catch (ConnectionException refused) when (refused.Status == 400)
        {
            return NotPossible("Freshservice refuses to change this ticket; often a field that is now mandatory is empty. Link the device by hand.");
        }
    }

    private static LinkResult NotPossible(string reason) => new(LinkStatus.NotPossible, reason);
}
