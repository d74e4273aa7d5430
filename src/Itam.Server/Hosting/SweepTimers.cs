using Itam.Context.Desks;
using Itam.Context.Work;

namespace Itam.Server.Hosting;

/// <summary>Arms the sweep of every connected desk at start; each timer renews itself from then on.</summary>
internal sealed class SweepTimers(DeskDirectory desks, WorkQueue queue, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var desk in desks.All)
        {
            await queue.EnsureTimerAsync(desk.Tenant, SweepHandler.TimerKind, SweepHandler.KeyOf(desk.Connection), time.GetUtcNow(), stoppingToken);
        }
    }
}
