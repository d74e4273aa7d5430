using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.Okta;

/// <summary>
/// Reads devices, then people, and in a full read who was deprovisioned. Incremental by lastUpdated, with an overlap because Okta's searches trail behind its data.
/// Okta does not count its lists; a read is complete when it walked all to their last page without a break and could read every row.
/// </summary>
internal sealed class OktaReader(OktaClient client, OktaAccess access, TimeProvider time)
{
    public const int PageSize = 200;
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var mark = OktaMark.Parse(read.HighWater);
        var at = OktaPosition.Parse(read.ResumeFrom) ?? new OktaPosition(OktaPhase.Devices, null, mark);
        var whole = read is { IsIncremental: false, ResumeFrom: null };
        var seen = at.Seen;
        OktaPhase[] phases = [.. Enum.GetValues<OktaPhase>().Where(p => p >= at.Phase && Wanted(p, read))];
        foreach (var phase in phases)
        {
            var link = phase == at.Phase ? at.Link : null;
            await foreach (var page in client.Lists.WalkAsync(First(phase, mark.Of(phase)), link, cancellationToken))
            {
                var answer = phase == OktaPhase.Deprovisioned ? Gone(page) : Map(page, phase);
                foreach (var row in page.Rows.OfType<JObject>())
                {
                    seen = seen.Seen(phase, row.Moment("lastUpdated"));
                }

                whole &= answer.Rejected.IsDefaultOrEmpty;
                // Behind the last page there is nothing to go on with.
                yield return answer with
                {
                    ResumeFrom =
                        page.Next is not null ? new OktaPosition(phase, page.Next, seen).ToString()
                        : phase == phases[^1] ? null
                        : new OktaPosition(phase + 1, null, seen).ToString(),
                };
            }
        }

        yield return new SourcePage([]) { HighWater = seen == OktaMark.None ? null : seen.ToString(), Complete = whole };
    }

    private bool Wanted(OktaPhase phase, SourceRead read) =>
        phase switch
        {
            OktaPhase.Devices => access.Devices,
            OktaPhase.People => access.People,
            _ => access.People && !read.IsIncremental,
        };

    private static RestRequest First(OktaPhase phase, DateTimeOffset? since)
    {
        var request = OktaClient
            .Ask(phase == OktaPhase.Devices ? "devices" : "users")
            .AddQueryParameter("limit", PageSize.ToString(CultureInfo.InvariantCulture));
        if (phase == OktaPhase.Devices)
        {
            request.AddQueryParameter("expand", "user");
        }

        if (phase == OktaPhase.Deprovisioned)
        {
            return request.AddQueryParameter("filter", "status eq \"DEPROVISIONED\"");
        }

        // The filter of users looks at the data itself and also tells of people who were deprovisioned; devices can only be searched.
        return since is { } moment
            ? request.AddQueryParameter(
                phase == OktaPhase.Devices ? "search" : "filter",
                $"lastUpdated gt {OktaValues.Quote(OktaValues.Write(moment - Overlap))}"
            )
            : request;
    }

    private static SourcePage Gone(OktaPage page) =>
        new([]) { GonePeople = [.. page.Rows.OfType<JObject>().Select(row => row.Word("id")).OfType<string>()] };

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
