using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Itam.Context.Register;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Enrichment.FaultClusters;

/// <summary>Says of a device that its model or batch is suspected. The counting is done by the database; its result is kept per tenant for ten minutes, or until a desk's past has been read.</summary>
internal sealed class FaultClusterSearch(TimeProvider time)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<TenantId, Kept> _kept = new();

    /// <param name="fault">What the ticket complains about; null asks for the worst suspicion of any kind.</param>
    public async Task<Finding?> ForAsync(ItamDb db, Device device, FaultClass? fault, Thresholds thresholds, CancellationToken cancellationToken)
    {
        if (device.Model is not { Length: > 0 } model)
        {
            return null;
        }

        var clusters = await ClustersAsync(db, thresholds, cancellationToken);
        var group = new FaultGroup(device.Type, model, FaultGroup.QuarterOf(device.PurchasedOn));
        var suspected = clusters
            .Where(c => (fault is null || c.Fault == fault) && (c.Group == group || c.Group == group with { Quarter = null }))
            .OrderByDescending(c => c.Group.Quarter is not null)
            .ThenBy(c => c.Chance)
            .FirstOrDefault();
        return suspected is null ? null : Finding(suspected, thresholds);
    }

    public async Task<ImmutableArray<FaultCluster>> ClustersAsync(ItamDb db, Thresholds thresholds, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var pastReadAt = await db
            .TicketHistories.Where(h => h.FinishedAt != null)
            .OrderByDescending(h => h.FinishedAt)
            .Select(h => h.FinishedAt)
            .FirstOrDefaultAsync(cancellationToken);
        if (_kept.TryGetValue(db.TenantId, out var kept) && now - kept.At < KeptFor && kept.PastReadAt == pastReadAt)
        {
            return kept.Clusters;
        }

        // Two tickets at once may both count; the answer is the same and the second only costs time.
        var counts = await CountAsync(db, now - TimeSpan.FromDays(thresholds.FaultWindowDays), cancellationToken);
        var clusters = FaultStatistics.Find(counts, thresholds);
        _kept[db.TenantId] = new Kept(now, pastReadAt, clusters);
        return clusters;
    }

    private static async Task<List<FaultCount>> CountAsync(ItamDb db, DateTimeOffset since, CancellationToken cancellationToken)
    {
        // A device that was retired or put on the shelf because of its fault still counts; one that merely left service does not.
        LifecycleState[] inService =
        [
            LifecycleState.InUse,
            LifecycleState.Unknown,
            LifecycleState.Reserved,
            LifecycleState.InTransit,
            LifecycleState.InRepair,
        ];
        var tickets = db.Tickets.Where(t => t.DeviceId != null && t.Fault != null && t.CreatedAt >= since);
        var devices = await db
            .Devices.Where(d => d.Model != null && d.Model != "")
            .Where(d => inService.Contains(d.State) || tickets.Any(t => t.DeviceId == d.Id))
            .GroupBy(d => new
            {
                d.Type,
                d.Model,
                d.PurchasedOn,
            })
            .Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync(cancellationToken);
        var affected = await tickets
            .Join(db.Devices, t => t.DeviceId, d => d.Id, (t, d) => new { t.Fault, Device = d })
            .Where(x => x.Device.Model != null && x.Device.Model != "")
            .GroupBy(x => new
            {
                x.Device.Type,
                x.Device.Model,
                x.Device.PurchasedOn,
                x.Fault,
            })
            .Select(g => new { g.Key, Count = g.Select(x => x.Device.Id).Distinct().Count() })
            .ToListAsync(cancellationToken);
        var faults = affected.ToLookup(a => (a.Key.Type, a.Key.Model, a.Key.PurchasedOn), a => (Fault: a.Key.Fault!.Value, a.Count));
        return
        [
            .. devices.Select(d => new FaultCount(
                d.Key.Type,
                d.Key.Model!,
                d.Key.PurchasedOn,
                d.Count,
                faults[(d.Key.Type, d.Key.Model, d.Key.PurchasedOn)].ToImmutableDictionary(f => f.Fault, f => f.Count)
            )),
        ];
    }

    private static Finding Finding(FaultCluster cluster, Thresholds thresholds)
    {
        var batch = cluster.Group.Quarter is { } quarter ? $" bought in {quarter}" : "";
        var noun = cluster.Group.Quarter is null ? "model" : "batch";
        return new Finding(
            "fault-cluster",
            Severity.Watch,
            $"{cluster.Affected} of {cluster.Devices} {ReportText.Clean(cluster.Group.Model)}{batch} had {cluster.Fault.Name()} tickets in {thresholds.FaultWindowDays} days, fleet {Percent(cluster.FleetRate)} → suspected {noun}",
            Action: $"Report the suspected {noun} to the vendor, and look at the part before anything else",
            Short: $"Suspected {noun}"
        );
    }

    private static string Percent(double rate) => (100 * rate).ToString(rate is > 0 and < 0.01 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %";

    private sealed record Kept(DateTimeOffset At, DateTimeOffset? PastReadAt, ImmutableArray<FaultCluster> Clusters);
}
