using Itam.Context.Connections;
using Itam.Context.Enrichment;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Itam.Context.Desks;

/// <summary>
/// Heals lost pushes: asks a desk which tickets changed since the stored watermark, less an overlap, and queues those that no webhook brought.
/// The timer renews itself in the same transaction, whatever came of the sweep, so that it can never die out.
/// </summary>
public sealed partial class SweepHandler(DeskDirectory desks, Database database, SweepOptions options, TimeProvider time, ILogger<SweepHandler> log)
    : IWorkHandler
{
    public const string TimerKind = "sweep";

    public string Kind => TimerKind;

    public WorkLane Lane => WorkLane.Rounds;

    /// <summary>The ordering key of a desk's timer.</summary>
    public static string KeyOf(string connection) => $"sweep/{connection}";

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var connection = item.OrderingKey[KeyOf("").Length..];
        if (desks.Find(connection) is not { } desk)
        {
            // The connection was removed; its timer ends with it.
            return WorkOutcome.Finished;
        }

        var started = time.GetUtcNow();
        try
        {
            var missed = await MissedAsync(item.Tenant, desk, started, cancellationToken);
            if (missed.Count > 0)
            {
                LogMissed(connection, missed.Count);
            }

            return new WorkOutcome.Done(
                async (db, token) =>
                {
                    foreach (var ticket in missed)
                    {
                        await db.EnqueueOnceAsync(EnrichTicketWork.For(ticket), started, token);
                    }

                    await MoveWatermarkAsync(db, connection, started, token);
                    await RenewAsync(db, token);
                }
            );
        }
        catch (ConnectionException failure)
        {
            LogFailed(connection, failure.Message);
            return new WorkOutcome.Done(RenewAsync);
        }

        Task RenewAsync(ItamDb db, CancellationToken token) =>
            db.EnsureTimerAsync(TimerKind, item.OrderingKey, started + options.Every, started, token);
    }

    private async Task<List<TicketRef>> MissedAsync(TenantId tenant, IServiceDesk desk, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = database.Open(tenant);
        var stored = await db
            .Watermarks.Where(w => w.Connection == desk.Connection)
            .Select(w => (DateTimeOffset?)w.ReadUntil)
            .FirstOrDefaultAsync(cancellationToken);

        // A new connection starts now: old tickets are not flooded with notes.
        var since = (stored ?? now) - options.Overlap;
        var missed = new List<TicketRef>();
        await foreach (var changed in desk.ChangedSinceAsync(since, cancellationToken))
        {
            var seen = await db
                .Tickets.Where(t => t.Connection == desk.Connection && t.TicketId == changed.Ref.Id && !t.FromHistory)
                .Select(t => (DateTimeOffset?)t.UpdatedAt)
                .FirstOrDefaultAsync(cancellationToken);
            if (changed.UpdatedAt < now - options.Grace && (seen is null || seen < changed.UpdatedAt))
            {
                missed.Add(changed.Ref);
            }
        }

        return missed;
    }

    private static async Task MoveWatermarkAsync(ItamDb db, string connection, DateTimeOffset readUntil, CancellationToken cancellationToken)
    {
        if (await db.Watermarks.FirstOrDefaultAsync(w => w.Connection == connection, cancellationToken) is { } watermark)
        {
            watermark.ReadUntil = readUntil;
        }
        else
        {
            db.Watermarks.Add(new Watermark { Connection = connection, ReadUntil = readUntil });
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Sweep of {Connection}: {Count} ticket(s) that no webhook brought")]
    private partial void LogMissed(string connection, int count);

    [LoggerMessage(2, LogLevel.Warning, "Sweep of {Connection} failed and is tried again next time: {Reason}")]
    private partial void LogFailed(string connection, string reason);
}

/// <param name="Overlap">Read again before the watermark, for clocks and indexes that lag. Longer than the grace, so that what it left out is seen next time.</param>
/// <param name="Grace">Younger changes are left to their webhook, which is on its way.</param>
public sealed record SweepOptions(TimeSpan Every, TimeSpan Overlap, TimeSpan Grace)
{
    public static readonly SweepOptions Default = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1));
}
