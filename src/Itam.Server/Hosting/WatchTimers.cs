using Itam.Context.Connections.Watching;
using Itam.Context.Work;

namespace Itam.Server.Hosting;

/// <summary>Arms the daily look at every connection; each timer renews itself from then on.</summary>
internal sealed class WatchTimers(ConnectionWatch watch, WorkQueue queue, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var (tenant, key) in watch.Timers)
        {
            await queue.EnsureTimerAsync(tenant, ConnectionWatch.TimerKind, key, time.GetUtcNow() + ConnectionWatch.FirstAfter, stoppingToken);
        }
    }
}
