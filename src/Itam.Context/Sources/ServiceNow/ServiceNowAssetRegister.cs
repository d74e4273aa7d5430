using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Itam.Context.Connections;
using static Itam.Context.Sources.ServiceNow.ServiceNowAssetTables;

namespace Itam.Context.Sources.ServiceNow;

/// <summary>
/// The instance's asset tables as a source: people, hardware joined with its computers, software entitlements. A device's source id is the sys_id of its
/// configuration item, as on tickets; hardware without one has its own.
/// </summary>
public sealed class ServiceNowAssetRegister(TenantId tenant, ServiceNowClient client, ServiceNowAssetOptions options, TimeProvider time) : ISource
{
    private const string Updated = "sys_updated_on";

    /// <summary>What was saved may become visible a little later than its time says.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    private readonly ServiceNowAssetMapper _mapper = new(client.Connection);

    public string Connection => client.Connection;

    public TenantId Tenant => tenant;

    public string Product => "ServiceNow";

    public SourceRole Role => SourceRole.AssetRegister;

    private ImmutableArray<string> Parts => options.ReadLicenses ? [People, Devices, Licenses] : [People, Devices];

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cursor = AssetStoreCursor.Parse(read.ResumeFrom) is { } told && Parts.Contains(told.Part) ? told : null;
        var highWater = cursor?.HighWater ?? await NewestAsync(cancellationToken);
        var since = AssetStoreValues.Moment(read.HighWater);
        var whole = since is null && read.ResumeFrom is null;
        foreach (var part in Parts.SkipWhile(p => cursor is not null && p != cursor.Part))
        {
            var after = part == cursor?.Part ? SysId.Of(cursor.After) : null;
            int? total = null;
            var count = 0;
            for (var first = true; ; first = false)
            {
                var rows = await PageAsync(part, since, after, cancellationToken);
                if (rows is null)
                {
                    // The instance has no such table, or hides it; then nothing can be said about what is missing.
                    whole = false;
                    break;
                }

                count += rows.Records.Length;
                total = first ? rows.Total : total;
                whole &= !rows.Hidden && rows.Records.Length == rows.Returned && rows.Total is not null && (!rows.Last || count == total);
                after = rows.Records.IsEmpty ? after : rows.Records[^1].Id();
                if (!rows.Records.IsEmpty)
                {
                    var (records, rejected) = await MapAsync(part, rows.Records, cancellationToken);
                    yield return new SourcePage(records, new AssetStoreCursor(part, after!.Value.Value, highWater).ToString(), total, rejected);
                }

                if (rows.Last)
                {
                    break;
                }
            }
        }

        yield return new SourcePage([]) { HighWater = highWater, Complete = whole };
    }

    public async Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken)
    {
        List<ConnectionCheck> checks =
        [
            await ReadableAsync(
                Devices,
                ["serial_number", "asset_tag", "assigned_to", "install_status", Updated],
                "hardware (alm_hardware)",
                "Give the account the role 'asset' or read access to alm_hardware.",
                cancellationToken
            ),
            await ReadableAsync(
                Computers,
                ["name", "os"],
                "computers (cmdb_ci_computer)",
                "Give the account the role 'cmdb_read'; without it no operating system is known.",
                cancellationToken
            ),
            await ReadableAsync(
                People,
                ["name", "email", "active", Updated],
                "people (sys_user)",
                "Give the account read access to sys_user.",
                cancellationToken
            ),
        ];
        if (options.ReadLicenses)
        {
            checks.Add(
                await ReadableAsync(
                    Licenses,
                    ["display_name", Updated],
                    "software entitlements (alm_license)",
                    "Give the account the role 'sam_user', or set ReadLicenses to false where the instance has no Software Asset Management.",
                    cancellationToken
                )
            );
        }

        return [.. checks, .. options.Store.CredentialChecks(time.GetUtcNow())];
    }

    /// <returns>Null where the part cannot be read at all; devices must be readable.</returns>
    private async Task<ServiceNowRows?> PageAsync(string part, DateTimeOffset? since, SysId? after, CancellationToken cancellationToken)
    {
        var fields =
            part == People ? OfPerson
            : part == Devices ? OfDevice
            : OfLicense;
        var query = EncodedQuery.All;
        if (since is { } moment)
        {
            var value = QueryValue.Of(moment);
            // A computer is found again by discovery without its asset being touched.
            query =
                part == Devices
                    ? EncodedQuery.Where(QueryTerm.AtLeast(Updated, value), QueryTerm.AtLeast($"ci.{Updated}", value))
                    : EncodedQuery.Where(QueryTerm.AtLeast(Updated, value));
        }

        try
        {
            return await client.PageAfterAsync(part, query, fields, after, cancellationToken);
        }
        catch (ConnectionException refused) when (part == Licenses && refused.IsAboutTheTable())
        {
            return null;
        }
    }

    private async Task<(ImmutableArray<SourceRecord> Records, ImmutableArray<SourceReject> Rejected)> MapAsync(
        string part,
        ImmutableArray<ServiceNowRecord> rows,
        CancellationToken cancellationToken
    )
    {
        List<(SourceRecord? Record, SourceReject? Reject)> mapped = [];
        if (part == People)
        {
            mapped.AddRange(rows.Select(r => ((SourceRecord?, SourceReject?))_mapper.Person(r)));
        }
        else if (part == Devices)
        {
            var items = rows.Select(r => r.Id("ci")).OfType<SysId>();
            var computers = await client.JoinAsync(Computers, items, OfComputer, cancellationToken);
            mapped.AddRange(
                rows.Select(r => ((SourceRecord?, SourceReject?))_mapper.Device(r, computers?.GetValueOrDefault(r.Id("ci")?.Value ?? "")))
            );
        }
        else
        {
            var seats = await SeatsAsync([.. rows.Select(r => r.Id()).OfType<SysId>()], cancellationToken);
            mapped.AddRange(
                rows.Select(r => ((SourceRecord?, SourceReject?))_mapper.License(r, seats is null ? null : [.. seats[r.Id()!.Value.Value]]))
            );
        }

        return ([.. mapped.Select(m => m.Record).OfType<SourceRecord>()], [.. mapped.Select(m => m.Reject).OfType<SourceReject>()]);
    }

    /// <returns>Null where the instance does not show who has which entitlement.</returns>
    private async Task<ILookup<string, SeatFact>?> SeatsAsync(ImmutableArray<SysId> licenses, CancellationToken cancellationToken)
    {
        List<(string License, SeatFact Seat)> seats = [];
        var query = EncodedQuery.Where(QueryTerm.OneOf("licensed_by", licenses.Select(QueryValue.Of)));
        try
        {
            SysId? after = null;
            while (true)
            {
                var rows = await client.PageAfterAsync(Entitlements, query, OfEntitlement, after, cancellationToken);
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

    /// <summary>The instance's own clock: the newest change before the read begins.</summary>
    private async Task<string> NewestAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? newest = null;
        foreach (var table in new[] { People, Devices })
        {
            var rows = await client.QueryAsync(table, EncodedQuery.All.NewestFirst(Updated), [Updated, "sys_id"], 1, cancellationToken);
            var moment = rows.Records.FirstOrDefault()?.Moment(Updated);
            newest = moment > newest || newest is null ? moment : newest;
        }

        return ((newest ?? time.GetUtcNow().AddDays(-1)) - Overlap).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private async Task<ConnectionCheck> ReadableAsync(string table, string[] fields, string what, string remedy, CancellationToken cancellationToken)
    {
        var statement = $"The account can read {what}.";
        try
        {
            var rows = await client.QueryAsync(table, EncodedQuery.All, [.. fields, "sys_id"], 5, cancellationToken);
            return rows.Hidden ? new(false, statement, $"Access rules hide records of {table}. {remedy}")
                : rows.Records is [var first, ..] && fields.Where(f => !first.Has(f)).ToList() is [_, ..] missing
                    ? new(false, statement, $"The instance does not show {string.Join(", ", missing)} of {table}. {remedy}")
                : new(true, statement);
        }
        catch (ConnectionException failed)
        {
            return new(false, statement, failed.IsAboutTheTable() ? $"{failed.Message} {remedy}" : failed.Message);
        }
    }
}
