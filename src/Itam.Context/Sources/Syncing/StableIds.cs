using System.Collections.Immutable;
using Itam.Context.Matching;

namespace Itam.Context.Sources.Syncing;

/// <summary>What a cluster of records has to say about its id.</summary>
/// <param name="First">Its lowest record.</param>
/// <param name="Linked">For each of its records that has one, the id it had until now.</param>
/// <param name="Own">The ids whose own record in the register is part of it.</param>
/// <param name="Forgotten">Ids that every source had forgotten and whose names it carries.</param>
internal sealed record IdClaim(RecordId First, ImmutableArray<Guid> Linked, ImmutableArray<Guid> Own, ImmutableArray<Guid> Forgotten)
{
    public int RightTo(Guid id) => Own.Contains(id) ? int.MaxValue : Linked.Count(l => l == id);
}

/// <summary>Which cluster keeps which id. Stable: a cluster keeps the lowest id that its records had; when a thing splits, the register's own record keeps its id,
/// else the part with most of its records.</summary>
internal static class StableIds
{
    /// <returns>An id per cluster, and for each id that was merged away the one that took over.</returns>
    public static (ImmutableArray<Guid> Ids, Dictionary<Guid, Guid> Successors) Assign(
        IReadOnlyList<IdClaim> clusters,
        Func<Guid, bool> exists,
        Func<Guid> create
    )
    {
        var granted = clusters
            .SelectMany((c, at) => c.Linked.Concat(c.Own).Concat(c.Forgotten).Distinct().Select(id => (at, id)))
            .GroupBy(c => c.id)
            .Select(g =>
                (Id: g.Key, To: g.Select(c => c.at).OrderByDescending(at => clusters[at].RightTo(g.Key)).ThenBy(at => clusters[at].First).First())
            )
            .ToLookup(g => g.To, g => g.Id);
        var result = ImmutableArray.CreateBuilder<Guid>(clusters.Count);
        var successors = new Dictionary<Guid, Guid>();
        for (var at = 0; at < clusters.Count; at++)
        {
            var ids = granted[at].Order().ToArray();
            result.Add(ids.Length > 0 ? ids[0] : create());
            foreach (var merged in ids.Skip(1).Where(exists))
            {
                successors[merged] = ids[0];
            }
        }

        return (result.MoveToImmutable(), successors);
    }
}
