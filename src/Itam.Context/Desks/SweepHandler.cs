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
public sealed partial class SweepHandler(DeskDirectory desks, Database database, SweepOptions options, TimeProvider time, ILogger<SweepHandler> log) : IWorkHandler
{
    public const string TimerKind = "sweep";

    public string Kind => TimerKind;

    /// <summary>The timer of one desk; its ordering key names the connection.</summary>
    public static NewWork Timer(TenantId tenant, string connection, DateTimeOffset dueAt) => new(tenant, TimerKind, $"sweep/{connection}", default, DueAt: dueAt);

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var connection = item.OrderingKey["sweep/".Length..];
        if (desks.Find(connection) is not { } desk)
        {
            // The connection was removed; its timer ends with it.
            return WorkOutcome.Finished;
        }

        var started = time.GetUtcNow();
        var next = Timer(item.Tenant, connection, started + options.Every);
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
                    db.Enqueue(next, started);
                }
            );
        }
        catch (ConnectionException failure)
        {
            LogFailed(connection, failure.Message);
            return new WorkOutcome.Done(
                (db, _) =>
                {
                    db.Enqueue(next, started);
                    return Task.CompletedTask;
                }
            );
        }
    }

    private async Task<List<TicketRef>> MissedAsync(TenantId tenant, IServiceDesk desk, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = database.Open(tenant);
        var stored = await db.Watermarks.Where(w => w.Connection == desk.Connection).Select(w => (DateTimeOffset?)w.ReadUntil).FirstOrDefaultAsync(cancellationToken);

        // A new connection starts now: old tickets are not flooded with notes.
        var since = (stored ?? now) - options.Overlap;
        var missed = new List<TicketRef>();
        await foreach (var changed in desk.ChangedSinceAsync(since, cancellationToken))
        {
            var seen = await db
                .Tickets.Where(t => t.Connection == desk.Connection && t.TicketId == changed.Ref.Id)
                .Select(t => (DateTimeOffset?)t.UpdatedAt)
                .FirstOrDefaultAsync(cancellationToken);
            if (seen is null || seen < changed.UpdatedAt)
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

/// <param name="Overlap">Read again before the watermark, for clocks and indexes that lag.</param>
public sealed record SweepOptions(TimeSpan Every, TimeSpan Overlap)
{
    public static readonly SweepOptions Default = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5));
}
