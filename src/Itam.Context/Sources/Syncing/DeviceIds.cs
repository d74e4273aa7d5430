using System.Collections.Immutable;
using Itam.Context.Matching;

namespace Itam.Context.Sources.Syncing;

/// <summary>Which cluster keeps which device id.</summary>
internal static class DeviceIds
{
    public static ImmutableArray<Guid> Assign(ImmutableArray<DeviceCluster> clusters, Neighbourhood near, Func<Guid> create)
    {
        var (ids, successors) = StableIds.Assign([.. clusters.Select(c => ClaimOf(c, near))], near.Devices.ContainsKey, create);
        foreach (var (merged, successor) in successors)
        {
            near.Successors[merged] = successor;
        }

        return ids;
    }

    private static IdClaim ClaimOf(DeviceCluster cluster, Neighbourhood near)
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
        return new IdClaim(cluster.Records[0].Id, [.. linked], [.. own], [.. forgotten]);
    }
}
