using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources.Records;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Syncing;

/// <summary>
/// Brings the register up to date with changed records: recomputes what hangs together with them, and nothing else. Devices keep their ids: a cluster keeps the
/// lowest id that its records had. Runs inside the caller's transaction.
/// </summary>
internal sealed class DeviceRegistrar(ItamDb db, Precedence precedence, TimeProvider time)
{
    /// <summary>More records than this are never one device; their links stay as they are and a person looks.</summary>
    public const int LargestComponent = 200;

    private readonly DateTimeOffset _now = time.GetUtcNow();

    public async Task RecomputeAsync(IReadOnlyCollection<StoredRecord> touched, CancellationToken cancellationToken)
    {
        if (touched.Count == 0)
        {
            return;
        }

        var products = (await db.SyncStates.Select(s => s.Product).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        products.UnionWith(touched.Select(t => t.Product));
        var near = await Neighbourhood.LoadAsync(db, touched, products, cancellationToken);
        var live = near.Facts.Values.Where(f => near.Records[f.Id].TombstonedAt is null).ToList();
        var (result, tooMany) = Resolve(live, near);
        var assigned = DeviceIds.Assign(result.Clusters, near, () => Guid.CreateVersion7(_now));
        foreach (var (cluster, id) in result.Clusters.Zip(assigned))
        {
            Write(WithoutConfirmed(cluster, near), id, near, products);
        }

        await RetireAsync(near, [.. assigned], products, cancellationToken);
        await Doubts.StoreAsync(db, near.Records.Keys, [.. result.Doubts, .. tooMany], _now, cancellationToken);
    }

    /// <summary>Components that are too large keep the clusters they have.</summary>
    private static (MatchResult Result, List<MatchDoubt> TooMany) Resolve(List<DeviceFacts> live, Neighbourhood near)
    {
        var tooMany = new List<MatchDoubt>();
        var kept = new List<DeviceCluster>();
        var normal = new List<DeviceFacts>();
        foreach (var component in Clustering.Components(live, DeviceKeys.StrongOf))
        {
            if (component.Length <= LargestComponent)
            {
                normal.AddRange(component);
                continue;
            }

            tooMany.Add(
                new MatchDoubt(
                    ReviewReason.TooMany,
                    [.. component.Select(f => f.Id).Order().Take(2)],
                    $"{component.Length} records hang together; an identifier is probably a placeholder."
                )
            );
            kept.AddRange(component.GroupBy(f => near.Records[f.Id].DeviceId?.ToString() ?? f.Id.ToString()).Select(g => new DeviceCluster([.. g])));
        }

        var core = live.Select(f => f.Id).ToHashSet();
        var result = DeviceClusters.Resolve(normal.Concat(near.Onlookers), near.Decisions);
        return (
            new MatchResult(
                [.. result.Clusters.Where(c => core.Contains(c.Records[0].Id)), .. kept],
                [.. result.Doubts.Where(d => d.Records.Any(core.Contains))]
            ),
            tooMany
        );
    }

    /// <summary>A hand-over's values hold until the sources say the same by themselves; from then on they are the sources', and newer words of theirs count.</summary>
    private DeviceCluster WithoutConfirmed(DeviceCluster cluster, Neighbourhood near)
    {
        var waiting = cluster.Records.Where(r => r.Origins?.Values.Any(o => o is { Locked: true, UntilConfirmed: true }) == true).ToArray();
        if (waiting.Length == 0 || cluster.Records.All(r => r.IsOwn))
        {
            return cluster;
        }

        var said = DeviceMerge
            .Merge(new DeviceCluster([.. cluster.Records.Where(r => !r.IsOwn)]), precedence, _now)
            .ToDictionary(c => c.Property, c => c.Raw, StringComparer.Ordinal);
        foreach (var own in waiting)
        {
            foreach (var field in DeviceField.All.Where(f => own.OriginOf(f.Property) is { Locked: true, UntilConfirmed: true }))
            {
                if (DeviceField.AreSame(field.Said(own), said.GetValueOrDefault(field.Property)))
                {
                    OwnRecord.Forget([near.Records[own.Id]], field.Property);
                }
            }
        }

        return new DeviceCluster([.. cluster.Records.Select(r => waiting.Contains(r) ? Again(r.Id) : r)]);

        DeviceFacts Again(RecordId id)
        {
            var facts = OwnRecord.FactsOf(near.Records[id]);
            return facts with { HolderId = near.HolderOf(facts.Said) };
        }
    }

    private void Write(DeviceCluster cluster, Guid id, Neighbourhood near, HashSet<string> products)
    {
        if (!near.Devices.TryGetValue(id, out var device))
        {
            device = new Device { Id = id, Tenant = db.TenantId.Value };
            near.Devices[id] = device;
            db.Devices.Add(device);
        }

        device.GoneSince = null;
        DeviceWriter.Apply(device, cluster, DeviceMerge.Merge(cluster, precedence, _now), products, db, _now);
        foreach (var record in cluster.Records)
        {
            near.Records[record.Id].DeviceId = id;
        }
    }

    /// <summary>A device whose records went to another one is that device now; one whose sources have all forgotten it is marked.</summary>
    private async Task RetireAsync(Neighbourhood near, HashSet<Guid> alive, HashSet<string> products, CancellationToken cancellationToken)
    {
        foreach (var device in near.Devices.Values.Where(d => !alive.Contains(d.Id)).OrderBy(d => d.Id).ToArray())
        {
            if (near.Successors.TryGetValue(device.Id, out var successor))
            {
                await MoveAsync(device, near.Devices[successor], products, cancellationToken);
                foreach (var dead in near.Records.Values.Where(r => r.DeviceId == device.Id))
                {
                    dead.DeviceId = successor;
                }

                db.Devices.Remove(device);
            }
            else
            {
                device.GoneSince ??= _now;
            }
        }
    }

    private async Task MoveAsync(Device from, Device to, HashSet<string> products, CancellationToken cancellationToken)
    {
        await db.Tickets.Where(t => t.DeviceId == from.Id).ExecuteUpdateAsync(t => t.SetProperty(x => x.DeviceId, to.Id), cancellationToken);
        await db.DeviceReports.Where(r => r.DeviceId == from.Id).ExecuteUpdateAsync(r => r.SetProperty(x => x.DeviceId, to.Id), cancellationToken);
        await db.Seats.Where(s => s.DeviceId == from.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.DeviceId, to.Id), cancellationToken);
        if (!await db.EquipmentRequests.AnyAsync(r => r.HeldDeviceId == to.Id, cancellationToken))
        {
            await db
                .EquipmentRequests.Where(r => r.HeldDeviceId == from.Id)
                .ExecuteUpdateAsync(r => r.SetProperty(x => x.HeldDeviceId, to.Id), cancellationToken);
        }

        await db
            .EquipmentRequests.Where(r => r.DeviceId == from.Id)
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.DeviceId, to.Id), cancellationToken);
        foreach (var warranty in from.Warranties.Where(w => !products.Contains(w.Source)).ToArray())
        {
            if (!to.Warranties.Exists(w => w.Source == warranty.Source && w.Kind == warranty.Kind && w.EndsOn == warranty.EndsOn))
            {
                var copy = DeviceWriter.Copy(warranty, to, Guid.CreateVersion7(_now));
                to.Warranties.Add(copy);
                db.Add(copy);
            }
        }
    }
}
