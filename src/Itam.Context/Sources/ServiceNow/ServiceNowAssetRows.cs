using System.Collections.Immutable;
using Itam.Context.Connections;
using static Itam.Context.Sources.ServiceNow.ServiceNowAssetTables;

namespace Itam.Context.Sources.ServiceNow;

/// <summary>Rows of the asset tables with what stands in other tables, in neutral words.</summary>
internal sealed class ServiceNowAssetRows(ServiceNowClient client)
{
    private readonly ServiceNowAssetMapper _mapper = new(client.Connection);

    public ImmutableArray<(SourceRecord? Record, SourceReject? Reject)> People(ImmutableArray<ServiceNowRecord> rows) =>
        [.. rows.Select(r => ((SourceRecord?, SourceReject?))_mapper.Person(r))];

    /// <param name="bulk">Part of a walk, which waits behind tickets.</param>
    public async Task<ImmutableArray<(DeviceRecord? Record, SourceReject? Reject)>> DevicesAsync(
        ImmutableArray<ServiceNowRecord> rows,
        bool bulk,
        CancellationToken cancellationToken
    )
    {
        var computers = await client.JoinAsync(Computers, rows.Select(r => r.Id("ci")).OfType<SysId>(), OfComputer, bulk, cancellationToken);
        return [.. rows.Select(r => _mapper.Device(r, computers?.GetValueOrDefault(r.Id("ci")?.Value ?? "")))];
    }

    /// <param name="retired">Retired entitlements are read as nothing owned, so that what was counted before goes; else they are left out.</param>
    public async Task<ImmutableArray<(SourceRecord? Record, SourceReject? Reject)>> LicensesAsync(
        ImmutableArray<ServiceNowRecord> rows,
        bool retired,
        CancellationToken cancellationToken
    )
    {
        var counted = rows.Where(r => retired || !ServiceNowAssetMapper.IsRetired(r)).ToList();
        var seats = await SeatsAsync(
            [.. counted.Where(r => !ServiceNowAssetMapper.IsRetired(r)).Select(r => r.Id()).OfType<SysId>()],
            cancellationToken
        );
        return [.. counted.Select(r => ((SourceRecord?, SourceReject?))_mapper.License(r, seats is null ? null : [.. seats[r.Id()!.Value.Value]]))];
    }

    /// <returns>Null where the instance does not show who has which entitlement.</returns>
    private async Task<ILookup<string, SeatFact>?> SeatsAsync(ImmutableArray<SysId> licenses, CancellationToken cancellationToken)
    {
        List<(string License, SeatFact Seat)> seats = [];
        if (licenses.IsEmpty)
        {
            return seats.ToLookup(s => s.License, s => s.Seat);
        }

        var query = EncodedQuery.Where(QueryTerm.OneOf("licensed_by", licenses.Select(QueryValue.Of)));
        try
        {
            for (SysId? after = null; ; )
            {
                var rows = await client.PageAfterAsync(Entitlements, query, OfEntitlement, after, LargePage, cancellationToken);
                seats.AddRange(rows.Records.Select(_mapper.Seat).OfType<(string, SeatFact)>());
                if (rows.Hidden)
                {
                    return null;
                }

                if (rows.Last)
                {
                    return seats.ToLookup(s => s.License, s => s.Seat, StringComparer.Ordinal);
                }

                after = rows.Records[^1].Id();
            }
        }
        catch (ConnectionException refused)
            when (refused.IsAboutTheTable() || refused.Failure == ConnectionFailure.Reconnect && refused.Status is null)
        {
            // No such table, no right, or other columns than ours: the counts are still worth something.
            return null;
        }
    }
}
