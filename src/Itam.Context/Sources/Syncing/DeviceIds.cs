using System.Collections.Immutable;
using Itam.Context.Matching;

namespace Itam.Context.Sources.Syncing;

/// <summary>Which cluster keeps which device id. Stable: a cluster keeps the lowest id that its records had; when a device splits, the register's own record keeps its id,
/// else the part with most of its records.</summary>
internal static class DeviceIds
{
    public static ImmutableArray<Guid> Assign(ImmutableArray<DeviceCluster> clusters, Neighbourhood near, Func<Guid> create)
    {
        var claims = clusters.Select((c, at) => (at, ids: ClaimsOf(c, near))).SelectMany(c => c.ids.Select(id => (c.at, id)));
        var granted = claims
            .GroupBy(c => c.id)
            .Select(g =>
                (
                    Id: g.Key,
                    To: g.Select(c => c.at)
                        .Distinct()
                        .OrderByDescending(at => RightTo(clusters[at], g.Key, near))
                        .ThenBy(at => clusters[at].Records[0].Id)
                        .First()
                )
            )
            .ToLookup(g => g.To, g => g.Id);
        var result = ImmutableArray.CreateBuilder<Guid>(clusters.Length);
        for (var at = 0; at < clusters.Length; at++)
        {
            var ids = granted[at].Order().ToArray();
            result.Add(ids.Length > 0 ? ids[0] : create());
            foreach (var merged in ids.Skip(1).Where(near.Devices.ContainsKey))
            {
                near.Successors[merged] = ids[0];
            }
        }

        return result.MoveToImmutable();
    }

    private static IEnumerable<Guid> ClaimsOf(DeviceCluster cluster, Neighbourhood near)
    {
        var linked = cluster.Records.Select(r => near.Records[r.Id].DeviceId).OfType<Guid>();
        var own = cluster.Records.Where(r => r.IsOwn).Select(r => Guid.Parse(r.Id.SourceId));
        // A device that every source had forgotten comes back under its old id.
        var keys = cluster.Records.SelectMany(r => DeviceKeys.StrongOf(r)).ToHashSet();
        var forgotten = near
            .Records.Values.Where(r =>
                r.TombstonedAt is not null && r.DeviceId is not null && DeviceKeys.StrongOf(near.Facts[r.Id]).Any(keys.Contains)
            )
            .Select(r => r.DeviceId!.Value)
            .Where(id => near.Devices.ContainsKey(id));
        return linked.Concat(own).Concat(forgotten).Distinct();
    }

    private static int RightTo(DeviceCluster cluster, Guid id, Neighbourhood near) =>
        cluster.Records.Any(r => r.IsOwn && r.Id.SourceId == id.ToString("D"))
            ? int.MaxValue
            : cluster.Records.Count(r => near.Records[r.Id].DeviceId == id);
}
