using System.Globalization;
using System.Runtime.CompilerServices;
using Itam.Context.Connections;

namespace Itam.Context.Sources.Jira;

/// <summary>The site's Assets as a source: the objects that a configured query finds. A device's source id is <c>workspace:object</c>, as on tickets.</summary>
public sealed class JiraAssetRegister(TenantId tenant, string connection, JiraClient client, JiraAssetRegisterOptions options, TimeProvider time)
    : ISource
{
    private const int PageSize = 100;

    /// <summary>A bound against lists without an end, not a size of real sites.</summary>
    private const int MaxPages = 20_000;
    private const string Objects = "objects";

    private readonly JiraAssetMapper _mapper = new(options, connection);

    public string Connection => connection;

    public TenantId Tenant => tenant;

    public string Product => "Jira Assets";

    public SourceRole Role => SourceRole.AssetRegister;

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cursor = Resumable(read.ResumeFrom) ?? new AssetStoreCursor(Objects, "0", time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        var startAt = int.Parse(cursor.After, CultureInfo.InvariantCulture);
        client.LeaveHalfToTickets();
        var (query, page) = await FirstAsync(read.HighWater, startAt, cancellationToken);
        var whole = query == options.Query && read.ResumeFrom is null;
        var total = page.Total;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var pages = 1; ; pages++)
        {
            startAt += page.Returned;
            if (page is { Returned: 0, IsLast: false })
            {
                throw new ConnectionException(
                    ConnectionFailure.Retry,
                    $"{client.Name} gave no more objects and said that there are more. It is tried again later."
                );
            }

            var fresh = page.Objects.Where(o => seen.Add(o.ObjectId)).ToList();
            var last = page.Returned == 0 || (page.IsLast ?? startAt >= (page.Total ?? 0));
            if (!last && (fresh.Count == 0 || pages >= MaxPages))
            {
                throw new ConnectionException(
                    ConnectionFailure.Retry,
                    $"{client.Name} gives the same objects again and again. It is tried again later."
                );
            }

            // Paging by number skips and repeats when objects come and go meanwhile.
            whole &= page.Total == total && fresh.Count == page.Returned;
            var complete = last && whole && await CountsAsync(query, seen.Count, total, cancellationToken);
            var mapped = fresh.ConvertAll(_mapper.Map);
            yield return new SourcePage(
                [.. mapped.Select(m => m.Device).OfType<SourceRecord>()],
                last ? null : (cursor with { After = startAt.ToString(CultureInfo.InvariantCulture) }).ToString(),
                page.Total,
                [.. mapped.Select(m => m.Reject).OfType<SourceReject>()]
            )
            {
                HighWater = last ? cursor.HighWater : null,
                Complete = complete,
            };
            if (last)
            {
                yield break;
            }

            client.LeaveHalfToTickets();
            page = await client.Assets.PageAsync(query, startAt, PageSize, cancellationToken);
        }
    }

    public async Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken)
    {
        List<ConnectionCheck> checks = [];
        try
        {
            var page = await client.Assets.PageAsync(options.Query, 0, 25, cancellationToken);
            checks.Add(new(true, "Assets can be read"));
            checks.Add(
                page.Objects.IsEmpty
                    ? new(
                        false,
                        "The setting AssetQuery finds devices",
                        "It finds nothing that the account may see. Try the query in Jira under Assets, and make the account 'Object schema user' of the schema."
                    )
                    : new(true, $"The setting AssetQuery finds devices, {page.Total ?? page.Returned} of them")
            );
            var serials = page.Objects.Count(o => _mapper.Map(o).Device?.Serial is not null);
            if (!page.Objects.IsEmpty)
            {
                checks.Add(
                    serials > 0
                        ? new(true, $"Devices have serial numbers, {serials} of the first {page.Objects.Length}")
                        : new(
                            false,
                            "Devices have serial numbers",
                            "None of the first objects has one. Set AssetAttributes:Serial to the name of the attribute, exactly as Assets shows it."
                        )
                );
            }
        }
        catch (ConnectionException failed)
        {
            checks.Add(
                new(
                    false,
                    "Assets can be read",
                    failed.Status == 400 ? $"{failed.Message} Correct the setting AssetQuery: Assets does not understand it." : failed.Message
                )
            );
        }

        return checks;
    }

    /// <summary>The date goes back a day, since Assets may read it in the account's own zone. A site that refuses it is read in full.</summary>
    private async Task<(string Query, JiraAssetPage Page)> FirstAsync(string? highWater, int startAt, CancellationToken cancellationToken)
    {
        if (AssetStoreValues.Moment(highWater) is { } since)
        {
            var day = since.UtcDateTime.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var changed = $"({options.Query}) AND Updated >= {JiraQuery.Quote(day)}";
            try
            {
                return (changed, await client.Assets.PageAsync(changed, startAt, PageSize, cancellationToken));
            }
            catch (ConnectionException refused) when (refused.Status == 400)
            {
                // Falls through: reading too much is right, reading nothing is not.
            }
        }

        return (options.Query, await client.Assets.PageAsync(options.Query, startAt, PageSize, cancellationToken));
    }

    /// <summary>Everything was seen: as many as the pages said; where those stop counting, as many as a count says.</summary>
    private async Task<bool> CountsAsync(string query, int seen, int? total, CancellationToken cancellationToken) =>
        seen == total || ((total is null || seen > total) && await client.Assets.CountAsync(query, cancellationToken) == seen);

    private static AssetStoreCursor? Resumable(string? text) =>
        AssetStoreCursor.Parse(text) is { Part: Objects } cursor && int.TryParse(cursor.After, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? cursor
            : null;
}
