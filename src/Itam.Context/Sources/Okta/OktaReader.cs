using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.Okta;

/// <summary>
/// Reads devices, then people. Incremental by lastUpdated, with an overlap because Okta's searches trail behind its data. Okta does not count its lists; a read is
/// complete when it walked both to their last page without a break and could read every row.
/// </summary>
internal sealed class OktaReader(OktaClient client, OktaAccess access, TimeProvider time)
{
    public const int PageSize = 200;
    private const int MostPages = 50_000;
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var mark = OktaMark.Parse(read.HighWater);
        var at = OktaPosition.Parse(read.ResumeFrom) ?? new OktaPosition(OktaPhase.Devices, null, mark);
        var whole = read is { IsIncremental: false, ResumeFrom: null };
        var seen = at.Seen;
        foreach (var phase in Enum.GetValues<OktaPhase>().Where(p => p >= at.Phase && (p == OktaPhase.Devices ? access.Devices : access.People)))
        {
            await foreach (var page in PagesAsync(First(phase, mark.Of(phase)), phase == at.Phase ? at.Link : null, cancellationToken))
            {
                var answer = Map(page, phase);
                foreach (var row in page.Rows.OfType<JObject>())
                {
                    seen = seen.Seen(phase, row.Moment("lastUpdated"));
                }

                whole &= answer.Rejected.IsEmpty;
                var next = page.Next is null && phase == OktaPhase.Devices ? OktaPhase.People : phase;
                // Behind the last page there is nothing to go on with.
                var over = page.Next is null && (phase == OktaPhase.People || !access.People);
                yield return answer with { ResumeFrom = over ? null : new OktaPosition(next, page.Next, seen).ToString() };
            }
        }

        yield return new SourcePage([]) { HighWater = seen == OktaMark.None ? null : seen.ToString(), Complete = whole };
    }

    private static RestRequest First(OktaPhase phase, DateTimeOffset? since)
    {
        var request = OktaClient
            .Ask(phase == OktaPhase.Devices ? "devices" : "users")
            .AddQueryParameter("limit", PageSize.ToString(CultureInfo.InvariantCulture));
        if (phase == OktaPhase.Devices)
        {
            request.AddQueryParameter("expand", "user");
        }

        // The filter of users looks at the data itself and also tells of people who were deprovisioned; devices can only be searched.
        return since is { } moment
            ? request.AddQueryParameter(
                phase == OktaPhase.Devices ? "search" : "filter",
                $"lastUpdated gt {OktaValues.Quote(OktaValues.Write(moment - Overlap))}"
            )
            : request;
    }

    /// <summary>Follows the cursors verbatim. A cursor that Okta no longer knows starts this list over.</summary>
    private async IAsyncEnumerable<OktaPage> PagesAsync(
        RestRequest first,
        string? link,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var followed = new HashSet<string>(StringComparer.Ordinal);
        OktaPage page;
        try
        {
            page = await client.PageAsync(link is not null && client.IsOurs(link) ? client.Follow(link) : first, cancellationToken);
        }
        catch (ConnectionException old) when (link is not null && old.Status is 400 or 404 or 410)
        {
            page = await client.PageAsync(first, cancellationToken);
        }

        while (true)
        {
            yield return page;
            if (page.Next is null)
            {
                yield break;
            }

            if (!followed.Add(page.Next) || followed.Count > MostPages)
            {
                throw new ConnectionException(
                    ConnectionFailure.Retry,
                    $"{access.Name} keeps sending us to the same pages, so that the list has no end. It is read again later."
                );
            }

            page = await client.PageAsync(client.Follow(page.Next), cancellationToken);
        }
    }

    private SourcePage Map(OktaPage page, OktaPhase phase)
    {
        var records = ImmutableArray.CreateBuilder<SourceRecord>(page.Rows.Count);
        var rejected = ImmutableArray.CreateBuilder<SourceReject>();
        foreach (var row in page.Rows)
        {
            SourceRecord? record =
                row is not JObject entry ? null
                : phase == OktaPhase.Devices ? OktaDevices.Of(entry, access.Connection, time.GetUtcNow())
                : OktaPeople.Of(entry, access.Connection, time.GetUtcNow());
            if (record is null)
            {
                rejected.Add(new SourceReject("?", row is JObject ? "The entry has no id." : "The entry is not an object."));
            }
            else
            {
                records.Add(record);
            }
        }

        return new SourcePage(records.ToImmutable(), Rejected: rejected.ToImmutable());
    }
}
