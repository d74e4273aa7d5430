using System.Collections.Immutable;
using Itam.Context.Register;

namespace Itam.Context.Enrichment.FaultClusters;

/// <summary>
/// Finds the models and batches that stand out. Each is held against the rest of the fleet of its type with Fisher's exact test; Holm's correction over
/// everything that is looked at keeps the chance of one false accusation per look below the limit.
/// </summary>
internal static class FaultStatistics
{
    /// <summary>Smaller groups prove nothing and would only weaken the correction. Their size does not depend on their faults, so leaving them out is fair.</summary>
    private const int SmallestGroup = 10;

    public static ImmutableArray<FaultCluster> Find(IReadOnlyCollection<FaultCount> counts, Thresholds thresholds)
    {
        var tested = counts.GroupBy(c => c.Type).SelectMany(type => Test([.. type])).OrderBy(c => c.Chance).ToList();
        var proven = tested
            .TakeWhile((cluster, rank) => cluster.Chance * (tested.Count - rank) < thresholds.FaultClusterChance)
            .Where(c => StandsOut(c, thresholds))
            .ToList();
        return [.. proven.Where(c => c.Group.Quarter is not null || IsMoreThanItsBatches(c, proven, counts, thresholds))];
    }

    private static IEnumerable<FaultCluster> Test(List<FaultCount> ofType)
    {
        var groups = ofType
            .GroupBy(c => new FaultGroup(c.Type, c.Model, null))
            .Concat(ofType.Where(c => c.PurchasedOn is not null).GroupBy(c => new FaultGroup(c.Type, c.Model, FaultGroup.QuarterOf(c.PurchasedOn))))
            .Select(g => (g.Key, Counts: g.ToList()))
            .Where(g => g.Counts.Sum(c => c.Devices) >= SmallestGroup)
            .ToList();
        foreach (var fault in ofType.SelectMany(c => c.Affected.Keys).Distinct().ToList())
        {
            foreach (var (group, members) in groups)
            {
                yield return Measure(group, fault, members, ofType);
            }
        }
    }

    private static FaultCluster Measure(FaultGroup group, FaultClass fault, List<FaultCount> members, List<FaultCount> fleet)
    {
        var (affected, devices) = (members.Sum(c => c.Affected.GetValueOrDefault(fault)), members.Sum(c => c.Devices));
        var elsewhere = fleet.Sum(c => c.Devices) - devices;
        var affectedElsewhere = fleet.Sum(c => c.Affected.GetValueOrDefault(fault)) - affected;
        var chance = elsewhere == 0 ? 1 : Fisher.Greater(affected, devices - affected, affectedElsewhere, elsewhere - affectedElsewhere);
        return new FaultCluster(group, fault, affected, devices, elsewhere == 0 ? 1 : (double)affectedElsewhere / elsewhere, chance);
    }

    private static bool StandsOut(FaultCluster cluster, Thresholds thresholds) =>
        cluster.Affected >= thresholds.FaultClusterDevices && cluster.Rate >= thresholds.FaultClusterTimesFleet * cluster.FleetRate;

    /// <summary>One bad batch makes its whole model look bad; the model is accused only if what is left of it still stands out.</summary>
    private static bool IsMoreThanItsBatches(
        FaultCluster model,
        List<FaultCluster> proven,
        IReadOnlyCollection<FaultCount> counts,
        Thresholds thresholds
    )
    {
        var batches = proven
            .Where(c => c.Fault == model.Fault && c.Group.Quarter is not null && c.Group with { Quarter = null } == model.Group)
            .Select(c => c.Group.Quarter)
            .ToHashSet(StringComparer.Ordinal);
        if (batches.Count == 0)
        {
            return true;
        }

        var rest = counts
            .Where(c => c.Type == model.Group.Type && (c.Model != model.Group.Model || !batches.Contains(FaultGroup.QuarterOf(c.PurchasedOn))))
            .ToList();
        var members = rest.Where(c => c.Model == model.Group.Model).ToList();
        return members.Count > 0
            && Measure(model.Group, model.Fault, members, rest) is var left
            && StandsOut(left, thresholds)
            && left.Chance < thresholds.FaultClusterChance;
    }
}
