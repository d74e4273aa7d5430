using System.Globalization;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Register;
using Itam.Context.Sources.Freshservice;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Freshservice;

/// <summary>What was before: the requester's tickets by list, the device's by its asset.</summary>
internal sealed class HistoryFinder(FreshserviceClient client, AssetStore assets, string connection, Uri account)
{
    private const int MaxPages = 3;

    public async Task<IReadOnlyList<EarlierTicket>> FindAsync(EarlierTicketsQuery query, long excluded, CancellationToken cancellationToken)
    {
        var ofRequester = await OfRequesterAsync(query, excluded, cancellationToken);
        var ofDevice = await OfDeviceAsync(query, excluded, ofRequester, cancellationToken);
        return [.. ofRequester.Take(query.Limit).Concat(ofDevice).OrderByDescending(t => t.CreatedAt)];
    }

    private async Task<List<EarlierTicket>> OfRequesterAsync(EarlierTicketsQuery query, long excluded, CancellationToken cancellationToken)
    {
        var account = query.Requester?.Names.FirstOrDefault(n => n.Kind == IdentityKind.Account && n.Scope == connection)?.Value;
        (string, string)? who =
            account is { Length: > 0 } && account.All(char.IsAsciiDigit) ? ("requester_id", account)
            : query.Requester?.Email is { } email ? ("email", email)
            : null;
        var found = new List<EarlierTicket>();
        if (who is not null)
        {
            // A ticket made in the period was also changed in it, so asking by change misses none.
            await foreach (var row in client.TicketsAsync(query.Since, who, MaxPages, partial: true, cancellationToken))
            {
                if (Describe(query, row, ofDevice: false) is { } ticket && row.Id("id") != excluded && ticket.CreatedAt >= query.Since)
                {
                    found.Add(ticket);
                }
            }
        }

        return [.. found.DistinctBy(t => t.Ref.Id).OrderByDescending(t => t.CreatedAt)];
    }

    /// <summary>An asset lists its requests without dates; each that the requester's list does not already tell is read, newest (highest number) first.</summary>
    private async Task<List<EarlierTicket>> OfDeviceAsync(
        EarlierTicketsQuery query,
        long excluded,
        List<EarlierTicket> known,
        CancellationToken cancellationToken
    )
    {
        var found = new List<EarlierTicket>();
        foreach (var id in (await RequestsAsync(query, cancellationToken)).Where(id => id != excluded).OrderDescending())
        {
            var path = id.ToString(CultureInfo.InvariantCulture);
            var ticket = known.Find(t => t.Ref.Id == path) is { } told
                ? told with
                {
                    OfDevice = true,
                }
                : await ReadAsync(query, id, cancellationToken);
            if (ticket is not null && ticket.CreatedAt < query.Since)
            {
                break;
            }

            if (ticket is not null)
            {
                found.Add(ticket);
            }

            if (found.Count == query.Limit)
            {
                break;
            }
        }

        return found;
    }

    private async Task<List<long>> RequestsAsync(EarlierTicketsQuery query, CancellationToken cancellationToken)
    {
        var ids = new List<long>();
        try
        {
            if (!query.Device.IsDefaultOrEmpty && await assets.FindAsync(query.Device, cancellationToken) is FoundAsset.One asset)
            {
                await foreach (var request in client.AssetRequestsAsync(asset.DisplayId, cancellationToken))
                {
                    if (TicketNumber.TryParse(request["request_id"].Text()) is { IsTicket: true } number && !ids.Contains(number.Id))
                    {
                        ids.Add(number.Id);
                    }
                }
            }
        }
        catch (ConnectionException missing) when (missing.Status is 403 or 404)
        {
            // A plan without assets, or a role that may not see them, has no history of devices; the requester's is still worth showing.
            ids.Clear();
        }

        return ids;
    }

    private async Task<EarlierTicket?> ReadAsync(EarlierTicketsQuery query, long id, CancellationToken cancellationToken)
    {
        try
        {
            return Describe(query, await client.TicketAsync(id, withAssets: false, cancellationToken), ofDevice: true);
        }
        catch (ConnectionException gone) when (gone.Status is 403 or 404)
        {
            // Deleted, or in a workspace that the account may not see.
            return null;
        }
    }

    private EarlierTicket? Describe(EarlierTicketsQuery query, JObject row, bool ofDevice) =>
        row.Id("id") is { } id && row.Moment("created_at") is { } created && !row.IsTrue("deleted") && !row.IsTrue("spam")
            ? new EarlierTicket(
                query.Excluding with
                {
                    Id = id.ToString(CultureInfo.InvariantCulture),
                },
                TicketNumber.Display(id, row["type"].Text()),
                ReportText.Clean(row["subject"].Text()),
                created,
                row.IsClosed(),
                ofDevice,
                TicketReader.TicketUrl(account, id)
            )
            : null;
}
