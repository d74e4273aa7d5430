using System.Collections.Immutable;
using Itam.Context.Register;

namespace Itam.Context.Enrichment.FaultClusters;

/// <summary>
/// Finds the models and batches that stand out. Each is held against the rest of the fleet of its type with Fisher's exact test; Holm's correction over all
/// models and batches of the type keeps the chance of accusing even one wrongly, of one class of fault, below the limit.
/// </summary>
internal static class FaultStatistics
{
    /// <summary>Smaller groups prove nothing and would only weaken the correction. Their size does not depend on their faults, so leaving them out is fair.</summary>
    private const int SmallestGroup = 10;

    public static ImmutableArray<FaultCluster> Find(IReadOnlyCollection<FaultCount> counts, Thresholds thresholds)
    {
        var clusters = ImmutableArray.CreateBuilder<FaultCluster>();
        foreach (var type in counts.GroupBy(c => c.Type))
        {
            var ofType = type.ToList();
            var groups = Groups(ofType);
            foreach (var fault in ofType.SelectMany(c => c.Affected.Keys).Distinct().ToList())
            {
                clusters.AddRange(Find(fault, groups, ofType, thresholds));
            }
        }

        return clusters.ToImmutable();
    }

    private static IEnumerable<FaultCluster> Find(
        FaultClass fault,
        List<(FaultGroup Group, List<FaultCount> Members)> groups,
        List<FaultCount> fleet,
        Thresholds thresholds
    )
    {
        var all = Totals.Of(fleet, fault);
        var suspects = groups
            .Select(g => Measure(g.Group, fault, Totals.Of(g.Members, fault), all))
            .Where(c => StandsOut(c, thresholds))
            .Select(c => c with { Chance = ChanceOf(c, all) })
            .OrderBy(c => c.Chance);

        // Holm: the groups that do not stand out count as tested, with a chance of one.
        var proven = suspects.TakeWhile((c, rank) => c.Chance * (groups.Count - rank) < thresholds.FaultClusterChance).ToList();
        return proven.Where(c => c.Group.Quarter is not null || IsMoreThanItsBatches(c, proven, fleet, thresholds));
    }

    private static List<(FaultGroup Group, List<FaultCount> Members)> Groups(List<FaultCount> ofType) =>
        [
            .. ofType
                .GroupBy(c => new FaultGroup(c.Type, c.Model, null))
                .Concat(
                    ofType.Where(c => c.PurchasedOn is not null).GroupBy(c => new FaultGroup(c.Type, c.Model, FaultGroup.QuarterOf(c.PurchasedOn)))
                )
                .Select(g => (g.Key, g.ToList()))
                .Where(g => g.Item2.Sum(c => c.Devices) >= SmallestGroup),
        ];

    private static FaultCluster Measure(FaultGroup group, FaultClass fault, Totals members, Totals all)
    {
        var elsewhere = all.Devices - members.Devices;
        return new FaultCluster(
            group,
            fault,
            members.Affected,
            members.Devices,
            elsewhere == 0 ? 1 : (double)(all.Affected - members.Affected) / elsewhere,
            Chance: 1
        );
    }

    private static double ChanceOf(FaultCluster cluster, Totals all)
    {
        var affectedElsewhere = all.Affected - cluster.Affected;
        return Fisher.Greater(
            cluster.Affected,
            cluster.Devices - cluster.Affected,
            affectedElsewhere,
            all.Devices - cluster.Devices - affectedElsewhere
        );
    }

    private static bool StandsOut(FaultCluster cluster, Thresholds thresholds) =>
        cluster.Affected >= thresholds.FaultClusterDevices && cluster.Rate >= thresholds.FaultClusterTimesFleet * cluster.FleetRate;

    /// <summary>One bad batch makes its whole model look bad; the model is accused only if what is left of it still stands out.</summary>
    private static bool IsMoreThanItsBatches(FaultCluster model, List<FaultCluster> proven, List<FaultCount> fleet, Thresholds thresholds)
    {
        var batches = proven
            .Where(c => c.Group.Quarter is not null && c.Group with { Quarter = null } == model.Group)
            .Select(c => c.Group.Quarter)
            .ToHashSet(StringComparer.Ordinal);
        if (batches.Count == 0)
        {
            return true;
        }

        var rest = fleet.Where(c => c.Model != model.Group.Model || !batches.Contains(FaultGroup.QuarterOf(c.PurchasedOn))).ToList();
        var all = Totals.Of(rest, model.Fault);
        var left = Measure(model.Group, model.Fault, Totals.Of(rest.Where(c => c.Model == model.Group.Model), model.Fault), all);
        return left.Devices > 0 && StandsOut(left, thresholds) && ChanceOf(left, all) < thresholds.FaultClusterChance;
    }

    private readonly record struct Totals(int Affected, int Devices)
    {
        public static Totals Of(IEnumerable<FaultCount> counts, FaultClass fault) =>
            counts.Aggregate(new Totals(0, 0), (sum, c) => new Totals(sum.Affected + c.Affected.GetValueOrDefault(fault), sum.Devices + c.Devices));
    }
}
