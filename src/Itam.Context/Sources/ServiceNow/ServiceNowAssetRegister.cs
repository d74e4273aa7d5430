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
public sealed class ServiceNowAssetRegister(TenantId tenant, ServiceNowClient client, ServiceNowAssetOptions options, TimeProvider time)
    : ISource,
        ILiveSource
{
    private const string Updated = "sys_updated_on";
    private const string ItemUpdated = $"ci.{Updated}";

    /// <summary>What was saved may become visible a little later than its time says.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    private readonly ServiceNowAssetRows _rows = new(client);

    public string Connection => client.Connection;

    public TenantId Tenant => tenant;

    public string Product => "ServiceNow";

    public SourceRole Role => SourceRole.AssetRegister;

    public Task<IReadOnlyList<DeviceRecord>> LookUpAsync(LiveQuestion question, CancellationToken cancellationToken) =>
        new ServiceNowLiveLookUp(client, _rows).LookUpAsync(question, cancellationToken);

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parts = PartsOf(read);
        var cursor = AssetStoreCursor.Parse(read.ResumeFrom) is { } told && parts.Contains(told.Part) ? told : null;
        var highWater = cursor?.HighWater ?? await NewestAsync(cancellationToken);
        var since = AssetStoreValues.Moment(read.HighWater);
        var whole = since is null && read.ResumeFrom is null;
        foreach (var part in parts.SkipWhile(p => cursor is not null && p != cursor.Part))
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
                    var (records, rejected) = await MapAsync(part, rows.Records, since is not null, cancellationToken);
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
                "cmdb_ci",
                [Updated],
                "when configuration items changed (cmdb_ci)",
                "Give the account read access to cmdb_ci (role 'cmdb_read'); without it what discovery finds is not known.",
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

        return checks;
    }

    /// <summary>A full read sees every seat with its entitlement.</summary>
    private ImmutableArray<string> PartsOf(SourceRead read) =>
        !options.ReadLicenses ? [People, Devices]
        : read.IsIncremental ? [People, Devices, Licenses, Entitlements]
        : [People, Devices, Licenses];

    /// <returns>Null where the part cannot be read at all; people and devices must be readable.</returns>
    private async Task<ServiceNowRows?> PageAsync(string part, DateTimeOffset? since, SysId? after, CancellationToken cancellationToken)
    {
        var query = EncodedQuery.All;
        if (since is { } moment)
        {
            var value = QueryValue.Of(moment);
            // A computer is found again by discovery without its asset being touched. Where the account may not see when, the row is read once more for nothing.
            query =
                part == Devices
                    ? EncodedQuery.Where(QueryTerm.AtLeast(Updated, value), QueryTerm.AtLeast(ItemUpdated, value).OrNotShown())
                    : EncodedQuery.Where(QueryTerm.AtLeast(Updated, value));
        }

        try
        {
            return await client.PageAfterAsync(part, query, FieldsOf(part), after, PageSizeOf(part), cancellationToken);
        }
        catch (ConnectionException refused) when (part is Licenses or Entitlements && refused.IsAboutTheTable())
        {
            return null;
        }
    }

    private async Task<(ImmutableArray<SourceRecord> Records, ImmutableArray<SourceReject> Rejected)> MapAsync(
        string part,
        ImmutableArray<ServiceNowRecord> rows,
        bool incremental,
        CancellationToken cancellationToken
    )
    {
        ImmutableArray<(SourceRecord? Record, SourceReject? Reject)> mapped = part switch
        {
            People => _rows.People(rows),
            Devices => [.. (await _rows.DevicesAsync(rows, bulk: true, cancellationToken)).Select(d => ((SourceRecord?, SourceReject?))d)],
            Licenses => await _rows.LicensesAsync(rows, retired: incremental, cancellationToken),
            _ => await _rows.LicensesAsync(await LicensesOfAsync(rows, cancellationToken), retired: incremental, cancellationToken),
        };
        return ([.. mapped.Select(m => m.Record).OfType<SourceRecord>()], [.. mapped.Select(m => m.Reject).OfType<SourceReject>()]);
    }

    /// <summary>A seat that was given or taken does not touch its entitlement, which is read again.</summary>
    private async Task<ImmutableArray<ServiceNowRecord>> LicensesOfAsync(ImmutableArray<ServiceNowRecord> seats, CancellationToken cancellationToken)
    {
        var ids = seats.Select(s => s.Id("licensed_by")).OfType<SysId>();
        return [.. (await client.JoinAsync(Licenses, ids, OfLicense.Prepend("sys_id"), bulk: true, cancellationToken))?.Values ?? []];
    }

    /// <summary>The instance's own clock: the newest change before the read begins.</summary>
    private async Task<string> NewestAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? newest = null;
        foreach (var table in new[] { People, Devices })
        {
            var rows = await client.QueryAsync(table, EncodedQuery.All.NewestFirst(Updated), [Updated, "sys_id"], 1, cancellationToken, bulk: true);
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
