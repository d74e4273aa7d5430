using Itam.Context.Sources;
using Itam.Context.Sources.Syncing;
using Itam.Context.Work;

namespace Itam.Server.Hosting;

/// <summary>Arms the timers of every source and warranty vendor at start; each renews itself from then on.</summary>
internal sealed class SyncTimers(SourceDirectory sources, WorkQueue queue, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var source in sources.Sources)
        {
            await queue.EnsureTimerAsync(source.Tenant, SyncHandler.TimerKind, SyncHandler.KeyOf(source.Connection), time.GetUtcNow(), stoppingToken);
        }

        foreach (var vendor in sources.WarrantySources)
        {
            var key = WarrantyHandler.KeyOf(vendor.Connection);
            await queue.EnsureTimerAsync(vendor.Tenant, WarrantyHandler.TimerKind, key, time.GetUtcNow(), stoppingToken);
        }
    }
}
