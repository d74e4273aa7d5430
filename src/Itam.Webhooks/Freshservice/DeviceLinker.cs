using System.Globalization;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Sources.Freshservice;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Freshservice;

/// <summary>
/// Adds an asset to a ticket, or puts it in the place of one that we added. The API replaces the whole set, so the set is read right before it is written;
/// nobody's choice is ever left out of it.
/// </summary>
internal sealed class DeviceLinker(FreshserviceClient client, AssetStore assets)
{
    public Task<LinkResult> LinkAsync(long ticketId, LinkedDevice device, CancellationToken cancellationToken) =>
        ChangeAsync(ticketId, null, device, cancellationToken);

    public Task<LinkResult> CorrectAsync(long ticketId, string wrong, LinkedDevice? right, CancellationToken cancellationToken) =>
        ChangeAsync(ticketId, long.Parse(wrong, NumberStyles.None, CultureInfo.InvariantCulture), right, cancellationToken);

    private async Task<LinkResult> ChangeAsync(long ticketId, long? wrong, LinkedDevice? device, CancellationToken cancellationToken)
    {
        try
        {
            (long? right, string? reason) = device is null
                ? default
                : await assets.FindAsync(device.Names, cancellationToken) switch
                {
                    FoundAsset.One one => (one.DisplayId, null),
                    FoundAsset.Ambiguous many => (
                        null,
                        $"{many.Count} assets in Freshservice carry this identifier. Merge them or link the right one by hand."
                    ),
                    FoundAsset.TooMany => (
                        null,
                        "Too many assets in Freshservice begin with this serial, tag or name to look at them all. Link the right one by hand."
                    ),
                    _ => ((long?)null, "No asset in Freshservice has this serial, tag or name."),
                };
            return wrong is null && right is null ? NotPossible(reason ?? "") : await WriteAsync(ticketId, wrong, right, reason, cancellationToken);
        }
        catch (ConnectionException missing) when (missing.LacksFeature())
        {
            return NotPossible("The plan of this Freshservice account has no assets.");
        }
    }

    private async Task<LinkResult> WriteAsync(long ticketId, long? wrong, long? right, string? reason, CancellationToken cancellationToken)
    {
        var ticket = await client.TicketAsync(ticketId, withAssets: true, cancellationToken);
        if (ticket["assets"] is not JArray rows || rows.Any(r => r is not JObject row || row.Id("display_id") is null))
        {
            // Writing without knowing the whole set would remove somebody's link.
            return NotPossible("Freshservice does not say which assets are on this ticket already.");
        }

        var linked = rows.OfType<JObject>().Select(r => r.Id("display_id")!.Value).Distinct().ToList();
        var set = linked.Where(id => id != wrong || id == right).ToList();
        var isThere = right is { } wanted && set.Contains(wanted);
        var done =
            right is not { } added ? new LinkResult(LinkStatus.Removed, reason)
            : isThere ? new LinkResult(LinkStatus.AlreadyLinked)
            : new LinkResult(LinkStatus.Linked, LinkedAs: added.ToString(CultureInfo.InvariantCulture));
        if (set.Count == linked.Count && (right is null || isThere))
        {
            return done;
        }

        if (right is { } missing && !isThere)
        {
            set.Add(missing);
        }

        try
        {
            var body = new JArray(set.Select(id => new JObject { ["display_id"] = id }));
            await client.UpdateTicketAsync(ticketId, new JObject { ["assets"] = body }, cancellationToken);
            return done;
        }
        catch (ConnectionException refused) when (refused.Status == 400)
        {
            return NotPossible("Freshservice refuses to change this ticket; often a field that is now mandatory is empty. Link the device by hand.");
        }
    }

    private static LinkResult NotPossible(string reason) => new(LinkStatus.NotPossible, reason);
}
