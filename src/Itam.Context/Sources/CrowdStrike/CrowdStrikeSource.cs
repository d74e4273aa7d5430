using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Itam.Context.Connections;
using Itam.Context.Register;
using Itam.Context.Sources.Calls;

namespace Itam.Context.Sources.CrowdStrike;

/// <summary>Scrolls through the ids and asks for the details of each page. A broken read cannot be continued: the scroll's pointer dies after two minutes.</summary>
internal sealed class CrowdStrikeSource(CrowdStrikeSettings settings, CrowdStrikeClient client, TimeProvider time) : ISource, ILiveSource
{
    private const int MostPages = 20_000;
    private const int LiveLimit = 20;

    /// <summary>The next incremental read goes back this far before the start of this one: our clock and the cloud's differ.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    public string Connection => settings.Connection;

    public TenantId Tenant => settings.Tenant;

    public string Product => "CrowdStrike Falcon";

    public SourceRole Role => SourceRole.EndpointProtection;

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        var filter = read.HighWater is null ? null : $"modified_timestamp:>={CrowdStrikeClient.Quote(read.HighWater)}";
        var whole = !read.IsIncremental;
        var seen = 0;
        int? total = null;
        string? pointer = null;
        string? firstId = null;
        for (var end = false; !end; )
        {
            var from = pointer;
            var ids = await Patience.ReadAsync(() => ScrollAsync(filter, from, cancellationToken), time, cancellationToken);
            var first = ids.Ids.Count > 0 ? ids.Ids[0] : null;
            if (first is not null && first == firstId || seen > (long)MostPages * settings.PageSize)
            {
                throw new ConnectionException(
                    ConnectionFailure.GiveUp,
                    $"{settings.Name} answered with the same page twice, so that its list would never end. Start the read again."
                );
            }

            var hosts = await DescribeAsync(ids.Ids, cancellationToken);
            firstId = first;
            whole &= !hosts.Partial && (total is null || total == ids.Total);
            total = ids.Total;
            seen += ids.Ids.Count;
            pointer = ids.Pointer;
            end = ids.Ids.Count == 0 || seen >= total || pointer is null;
            yield return new SourcePage(hosts.Records, null, total, hosts.Rejected)
            {
                HighWater = end ? HighWater(started) : null,
                Complete = end && whole && seen == total,
            };
        }
    }

    public async Task<IReadOnlyList<DeviceRecord>> LookUpAsync(LiveQuestion question, CancellationToken cancellationToken)
    {
        var ids = question.Device.Where(d => d.Kind is IdentifierKind.SourceId && d.Scope == Connection).Select(d => d.Value).ToList();
        var serials = question.Device.Where(d => d.Kind is IdentifierKind.Serial).Select(d => d.Value).ToList();
        var byId = ids.Count > 0;
        if (!byId && serials.Count > 0)
        {
            var list = string.Join(',', serials.Select(CrowdStrikeClient.Quote));
            ids.AddRange((await client.FindAsync(LiveLimit, $"serial_number:[{list}]", cancellationToken)).Ids);
        }

        if (ids.Count == 0)
        {
            return [];
        }

        var asked = ids.Take(LiveLimit).ToList();
        var hosts = Map((await client.DetailsAsync(asked, cancellationToken)).Rows);

        // A cloud that ignores a filter would answer with anybody's hosts.
        return
        [
            .. hosts
                .Records.OfType<DeviceRecord>()
                .Where(h => byId ? asked.Contains(h.SourceId) : serials.Contains(h.Serial, StringComparer.OrdinalIgnoreCase)),
        ];
    }

    public async Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken)
    {
        var checks = new CheckList();
        await checks.TryAsync(
            $"{settings.BaseUrl.Host} accepts our API client, and we may read hosts.",
            async () =>
            {
                var found = await client.ScrollAsync(1, null, null, cancellationToken);
                if (found.Ids.Count == 0)
                {
                    throw new ConnectionException(
                        ConnectionFailure.Reconnect,
                        "There are no hosts in this account. Check MemberCid, and that the API client belongs to the account with the sensors."
                    );
                }

                await client.DetailsAsync([found.Ids[0]], cancellationToken);
            }
        );
        checks.Add(settings.CredentialEnd.Check(time.GetUtcNow(), "Make a new API client under Support and resources, API clients and keys."));
        return checks.Lines;
    }

    private static string HighWater(DateTimeOffset started) =>
        (started - Overlap).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private async Task<HostIds> ScrollAsync(string? filter, string? pointer, CancellationToken cancellationToken)
    {
        try
        {
            return await client.ScrollAsync(settings.PageSize, filter, pointer, cancellationToken);
        }
        catch (ConnectionException dead) when (dead.Failure == ConnectionFailure.GiveUp && pointer is not null)
        {
            // The same question without a pointer was answered, so it is the pointer that is refused: it outlived its two minutes.
            throw new ConnectionException(
                ConnectionFailure.Retry,
                $"{settings.Name} forgot how far the list was read, which it does after two minutes. The read starts again from the beginning.",
                TimeSpan.FromMinutes(5),
                dead
            );
        }
    }

    private async Task<(ImmutableArray<SourceRecord> Records, ImmutableArray<SourceReject> Rejected, bool Partial)> DescribeAsync(
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    )
    {
        if (ids.Count == 0)
        {
            return ([], [], false);
        }

        var answer = await Patience.ReadAsync(() => client.DetailsAsync(ids, cancellationToken), time, cancellationToken);
        var hosts = Map(answer.Rows);
        var told = hosts.Records.Select(r => r.SourceId).Concat(hosts.Rejected.Select(r => r.SourceId)).ToHashSet(StringComparer.Ordinal);
        var silent = ids.Where(id => !told.Contains(id))
            .Select(id => new SourceReject(id, "The host is listed, but no details of it were given."))
            .ToList();
        return (hosts.Records, hosts.Rejected.AddRange(silent), answer.Partial || silent.Count > 0 || hosts.HasNameless);
    }

    private Mapped Map(IReadOnlyList<Newtonsoft.Json.Linq.JToken> rows)
    {
        var now = time.GetUtcNow();
        return Mapped.Rows(rows, FalconHost.IdOf, (row, id) => FalconHost.Map(row, id, settings.StaleAfter, now));
    }
}
