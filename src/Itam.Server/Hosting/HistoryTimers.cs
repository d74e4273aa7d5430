using Itam.Context.Desks;
using Itam.Context.Desks.History;
using Itam.Context.Work;

namespace Itam.Server.Hosting;

/// <summary>Arms the reading of every desk's past at start; it ends by itself, at once where nothing is left to read.</summary>
internal sealed class HistoryTimers(DeskDirectory desks, HistoryOptions options, WorkQueue queue, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var desk in desks.All.Where(d => options.DaysOf(d.Connection) > 0))
        {
            var key = HistoryHandler.KeyOf(desk.Connection);
            await queue.EnsureTimerAsync(desk.Tenant, HistoryHandler.TimerKind, key, time.GetUtcNow(), stoppingToken);
        }
    }
}
