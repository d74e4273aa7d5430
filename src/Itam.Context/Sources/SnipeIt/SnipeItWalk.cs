using System.Globalization;
using System.Runtime.CompilerServices;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.SnipeIt;

/// <summary>Walks lists by offset and total, never "until empty": some endpoints start again at 0 beyond the end. Knows whether the walk saw everything.</summary>
internal sealed class SnipeItWalk(SnipeItClient client, SnipeItMapper mapper)
{
    /// <summary>More pages than the largest register has; a list that never ends stops here.</summary>
    private const int MostPages = 10_000;

    /// <summary>Changes may be stored out of order and are dated to the second.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    /// <summary>False as soon as anything hints that a row may have been missed.</summary>
    public bool SawEverything { get; private set; } = true;

    /// <summary>How long the list is, and when it last changed.</summary>
    public async Task<(int Total, DateTimeOffset? Newest)> HeadAsync(SnipeItList list, CancellationToken cancellationToken)
    {
        var head = await client.PageAsync(list.Path, cancellationToken, [.. list.Filter, .. Page(0, 1), ("sort", "updated_at"), ("order", "desc")]);
        return (head.Total, head.Rows.FirstOrDefault() is JObject row ? mapper.Changed(row) : null);
    }

    /// <summary>Every row in the order of ids. Pages overlap by one row, which shows whether rows were taken out before it.</summary>
    public async IAsyncEnumerable<(IReadOnlyList<JToken> Rows, int Seen)> AllAsync(
        SnipeItList list,
        int offset,
        int total,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (seen, last, ordered) = (offset, 0L, true);
        for (var number = 0; seen < total; number++)
        {
            var overlap = seen > 0 && ordered ? 1 : 0;
            var page = await client.PageAsync(
                list.Path,
                cancellationToken,
                [.. list.Filter, .. Page(seen - overlap, list.PageSize), ("sort", "id"), ("order", "asc")]
            );
            SawEverything &= page.Total == total && (overlap == 0 || last == 0 || page.Rows.FirstOrDefault() is JObject first && Id(first) == last);
            total = page.Total;
            ordered &= IsAscending(page.Rows);
            SawEverything &= ordered;
            var rows = ordered ? page.Rows.Where(r => Id(r) is not { } id || id > last).ToList() : [.. page.Rows];
            if (page.Rows.Count <= overlap || rows.Count == 0 || number == MostPages)
            {
                SawEverything &= page.Rows.Count <= overlap && seen >= total;
                yield break;
            }

            seen += page.Rows.Count - overlap;
            last = rows.Max(Id) ?? last;
            yield return (rows, seen);
        }
    }

    /// <summary>Rows changed since the mark, newest first. Where the instance does not sort a list that way, all of it.</summary>
    public async IAsyncEnumerable<IReadOnlyList<JToken>> ChangedAsync(
        SnipeItList list,
        DateTimeOffset since,
        int total,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var previous = DateTimeOffset.MaxValue;
        for (var (offset, number) = (0, 0); offset < total && number < MostPages; number++)
        {
            var page = await client.PageAsync(
                list.Path,
                cancellationToken,
                [.. list.Filter, .. Page(offset, list.PageSize), ("sort", "updated_at"), ("order", "desc")]
            );
            foreach (var changed in page.Rows.OfType<JObject>().Select(mapper.Changed))
            {
                if (changed is null || changed > previous)
                {
                    await foreach (var (all, _) in AllAsync(list, 0, page.Total, cancellationToken))
                    {
                        yield return all;
                    }

                    yield break;
                }

                previous = changed.Value;
            }

            var rows = page.Rows.TakeWhile(r => r is not JObject row || mapper.Changed(row) >= since - Overlap).ToList();
            yield return rows;
            if (rows.Count < page.Rows.Count || rows.Count == 0)
            {
                yield break;
            }

            // A row that changes meanwhile moves to the front and pushes the others down: they come twice, none is missed.
            previous = DateTimeOffset.MaxValue;
            (offset, total) = (offset + page.Rows.Count, page.Total);
        }
    }

    private static bool IsAscending(JArray rows)
    {
        var ids = rows.Select(Id).OfType<long>().ToArray();
        return ids.Zip(ids.Skip(1)).All(pair => pair.First < pair.Second);
    }

    private static long? Id(JToken row) => row is JObject record ? record["id"].Id() : null;

    private static (string, string)[] Page(int offset, int limit) =>
        [("limit", limit.ToString(CultureInfo.InvariantCulture)), ("offset", offset.ToString(CultureInfo.InvariantCulture))];
}
