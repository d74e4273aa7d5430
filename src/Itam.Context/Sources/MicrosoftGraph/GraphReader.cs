using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.MicrosoftGraph;

/// <summary>
/// Reads devices, then people, then licenses. Intune has no delta, so devices are always walked in full; people are read by /users/delta, whose last link is
/// the high-water mark. A read that was resumed, rejected a row or did not see what the collection counts is never complete.
/// </summary>
internal sealed class GraphReader(GraphClient client, GraphAccess access, TimeProvider time)
{
    public const int PageSize = 500;

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = GraphPosition.Parse(read.ResumeFrom);
        var walk = new Walk { Whole = read is { IsIncremental: false, ResumeFrom: null }, Delta = start.Delta };
        foreach (var phase in Enum.GetValues<GraphPhase>().Where(p => p >= start.Phase && Wanted(p)))
        {
            var link = phase == start.Phase ? start.Link : null;
            var pages = phase switch
            {
                GraphPhase.Devices => DevicesAsync(walk, link, cancellationToken),
                GraphPhase.People => PeopleAsync(walk, start, read.HighWater, cancellationToken),
                _ => LicensesAsync(walk, cancellationToken),
            };
            await foreach (var page in pages)
            {
                walk.Whole &= page.Rejected.IsDefaultOrEmpty;
                yield return page;
            }
        }

        yield return new SourcePage([]) { HighWater = walk.Delta, Complete = walk.Whole };
    }

    private bool Wanted(GraphPhase phase) =>
        phase switch
        {
            GraphPhase.Devices => access.Devices,
            GraphPhase.People => access.People,
            _ => access.Licenses,
        };

    private async IAsyncEnumerable<SourcePage> DevicesAsync(Walk walk, string? link, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = List("deviceManagement/managedDevices", GraphDevices.Fields);
        var firstPage = link is null;
        int? total = null;
        var rows = 0;
        await foreach (var page in client.Lists.WalkAsync(first, link, cancellationToken))
        {
            // Some collections count the page instead of themselves: only a first page that counts more than it holds, or is the only one, is believed.
            if (firstPage)
            {
                total = page.Next is null || page.Count > page.Rows.Count ? page.Count : null;
            }

            walk.Whole &= total is null || page.Count is null || page.Count == total;
            firstPage = false;
            rows += page.Rows.Count;
            yield return Map(page, row => GraphDevices.Of(row, time.GetUtcNow())) with
            {
                Total = total,
                ResumeFrom = page.Next is null
                    ? new GraphPosition(GraphPhase.People, null, null).ToString()
                    : new GraphPosition(GraphPhase.Devices, page.Next, null).ToString(),
            };
        }

        walk.Whole &= total is null || total == rows;
    }

    private async IAsyncEnumerable<SourcePage> PeopleAsync(
        Walk walk,
        GraphPosition start,
        string? highWater,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var first = new RestRequest("users/delta")
            .AddHeader("Accept", "application/json")
            .AddQueryParameter("$select", GraphPeople.Fields(access.LeaveDates));
        var (link, anew) = start.Phase == GraphPhase.People ? (start.Link, start.Anew) : (null, false);
        string? delta = null;
        await foreach (var page in client.Lists.WalkAsync(first, link ?? highWater, cancellationToken, () => anew = true))
        {
            delta = page.Delta;
            yield return People(page, onlyChanges: highWater is not null && !anew) with
            {
                ResumeFrom = page.Next is null
                    ? new GraphPosition(GraphPhase.Licenses, null, page.Delta).ToString()
                    : new GraphPosition(GraphPhase.People, page.Next, null, anew).ToString(),
            };
        }

        // A delta that ends without its link broke off: what follows cannot build on it.
        walk.Delta = delta;
        walk.Whole &= delta is not null;
    }

    /// <summary>Of a person who is told twice on a page, the last word counts.</summary>
    private SourcePage People(GraphPage page, bool onlyChanges)
    {
        var gone = new HashSet<string>(StringComparer.Ordinal);
        var listed = new JArray();
        foreach (var row in page.Rows)
        {
            var entry = row as JObject;
            var id = entry?.Word("id") ?? "";
            if (id.Length > 0 && entry!["@removed"] is not null)
            {
                gone.Add(id);
            }
            else
            {
                gone.Remove(id);
                listed.Add(row);
            }
        }

        return Map(page with { Rows = listed }, row => GraphPeople.Of(row, time.GetUtcNow(), onlyChanges)) with
        {
            GonePeople = [.. gone],
        };
    }

    private async IAsyncEnumerable<SourcePage> LicensesAsync(Walk walk, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = new RestRequest("subscribedSkus").AddHeader("Accept", "application/json");
        await foreach (var page in client.Lists.WalkAsync(first, null, cancellationToken))
        {
            foreach (var row in page.Rows.OfType<JObject>().Where(GraphLicenses.HasSeats))
            {
                var seats = row.Word("skuId") is { } sku ? await SeatsAsync(row, sku, cancellationToken) : null;
                var record = GraphLicenses.Of(row, seats, time.GetUtcNow());
                yield return record is null
                    ? new SourcePage([], Rejected: [new SourceReject(row.Word("id") ?? "?", "The subscription has no skuId or skuPartNumber.")])
                    : new SourcePage([record]) { ResumeFrom = new GraphPosition(GraphPhase.Licenses, null, walk.Delta).ToString() };
            }
        }
    }

    /// <summary>Who has the SKU, direct or through a group; null where this cloud cannot be asked so. One SKU at a time keeps memory flat.</summary>
    private async Task<ImmutableArray<SeatFact>?> SeatsAsync(JObject subscription, string sku, CancellationToken cancellationToken)
    {
        if (subscription["consumedUnits"].Count() == 0)
        {
            return [];
        }

        var first = List("users", "id,userPrincipalName,mail,employeeId,assignedLicenses")
            .AddQueryParameter("$filter", $"assignedLicenses/any(l:l/skuId eq {sku})");
        var seats = ImmutableArray.CreateBuilder<SeatFact>();
        try
        {
            await foreach (var page in client.Lists.WalkAsync(first, null, cancellationToken))
            {
                foreach (var row in page.Rows.OfType<JObject>())
                {
                    if (row.Word("id") is { } id)
                    {
                        seats.Add(new SeatFact(GraphPeople.Names(row, id), [], State: GraphLicenses.StateOf(subscription, row)));
                    }
                }
            }
        }
        catch (ConnectionException refused) when (refused.Status is 400 or 501)
        {
            return null;
        }

        return seats.ToImmutable();
    }

    private static RestRequest List(string path, string fields) =>
        new RestRequest(path)
            .AddHeader("Accept", "application/json")
            .AddQueryParameter("$select", fields)
            .AddQueryParameter("$top", PageSize.ToString(CultureInfo.InvariantCulture));

    private static SourcePage Map(GraphPage page, Func<JObject, SourceRecord?> map)
    {
        var records = ImmutableArray.CreateBuilder<SourceRecord>(page.Rows.Count);
        var rejected = ImmutableArray.CreateBuilder<SourceReject>();
        foreach (var row in page.Rows)
        {
            if (row is JObject entry && map(entry) is { } record)
            {
                records.Add(record);
            }
            else
            {
                rejected.Add(new SourceReject("?", row is JObject ? "The entry has no id." : "The entry is not an object."));
            }
        }

        return new SourcePage(records.ToImmutable(), Rejected: rejected.ToImmutable());
    }

    /// <summary>What is known of the read so far.</summary>
    private sealed class Walk
    {
        public bool Whole { get; set; }
        public string? Delta { get; set; }
    }
}
