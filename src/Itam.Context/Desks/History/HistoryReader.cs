using System.Data.Common;
using Itam.Context.Connections;
using Itam.Context.Enrichment;
using Itam.Context.Enrichment.FaultClusters;
using Itam.Context.Register;
using Itam.Context.Sources.Calls;
using Itam.Context.Storage;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Itam.Context.Desks.History;

/// <summary>
/// Reads a desk's past tickets into the register, page by page, so that repeated faults and bad batches are seen from the first day. It writes nothing on the
/// desk and puts nothing on the queue; what enrichment has stored of a ticket stays as it is.
/// </summary>
public sealed partial class HistoryReader(Database database, ContextService context, TimeProvider time, ILogger<HistoryReader> log)
{
    /// <summary>Without devices there is nothing to match past tickets with.</summary>
    public async Task<bool> HasDevicesAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await using var db = database.Open(tenant);
        return await db.Devices.AnyAsync(cancellationToken);
    }

    /// <summary>The next page of the run that is under way, or of a new one where none is or it did not reach so far back.</summary>
    /// <exception cref="ConnectionException">The desk could not be read; nothing has changed.</exception>
    public async Task<HistoryStep> NextAsync(IServiceDesk desk, int days, CancellationToken cancellationToken)
    {
        var run = await RunOfAsync(desk, days, again: false, cancellationToken);
        return run.FinishedAt is null ? await StepAsync(desk, run, cancellationToken) : HistoryStep.Nothing;
    }

    /// <summary>
    /// The whole run in the foreground: goes on where one stopped. A finished one is done again, since the register may know more devices by now.
    /// </summary>
    /// <returns>Also for a run that the desk broke off; only cancellation throws.</returns>
    public async Task<HistoryResult> RunAsync(IServiceDesk desk, int days, IProgress<HistoryProgress>? progress, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var counts = HistoryCounts.None;
        var run = await RunOfAsync(desk, days, again: true, cancellationToken);
        try
        {
            while (run.FinishedAt is null)
            {
                var step = await Patience.ReadAsync(() => StepAsync(desk, run, cancellationToken), time, cancellationToken);
                await database.WriteAsync(desk.Tenant, step.Commit, cancellationToken);
                counts += step.Counts;
                if (step.ReadUntil is { } until)
                {
                    progress?.Report(new HistoryProgress(counts, (until - run.Since) / (run.StartedAt - run.Since)));
                }

                run = await RunOfAsync(desk, days, again: false, cancellationToken);
            }

            return Result(null);
        }
        catch (ConnectionException failure)
        {
            return Result(failure.Message);
        }

        HistoryResult Result(string? failure) => new(desk.Connection, desk.Product, run.Since, counts, time.GetElapsedTime(started), failure);
    }

    private async Task<TicketHistory> RunOfAsync(IServiceDesk desk, int days, bool again, CancellationToken cancellationToken)
    {
        await using (var db = database.Open(desk.Tenant))
        {
            var stored = await db.TicketHistories.AsNoTracking().FirstOrDefaultAsync(h => h.Connection == desk.Connection, cancellationToken);
            if (stored is not null && stored.Days >= days && !(again && stored.FinishedAt is not null))
            {
                return stored;
            }
        }

        return await database.WriteAsync(
            desk.Tenant,
            async (db, token) =>
            {
                await db.LockAsync(HistoryHandler.TimerKind, desk.Connection, token);
                var run = await db.TicketHistories.FirstOrDefaultAsync(h => h.Connection == desk.Connection, token);
                if (run is null)
                {
                    run = new TicketHistory { Connection = desk.Connection };
                    db.TicketHistories.Add(run);
                }

                var now = Stored(time.GetUtcNow());
                (run.Days, run.Since, run.StartedAt, run.ResumeFrom, run.FinishedAt) = (days, now.AddDays(-days), now, null, null);
                (run.Read, run.New, run.WithDevice, run.Failed) = (0, 0, 0, 0);
                return run;
            },
            cancellationToken
        );
    }

    private async Task<HistoryStep> StepAsync(IServiceDesk desk, TicketHistory run, CancellationToken cancellationToken)
    {
        var page = await desk.ReadHistoryAsync(run.Since, run.ResumeFrom, cancellationToken);
        var past = page.Tickets.Where(t => t.CreatedAt >= run.Since && t.CreatedAt < run.StartedAt).DistinctBy(t => t.Ref.Id).ToList();
        var known = await KnownAsync(desk, past, cancellationToken);
        var described = new List<PastTicket>();
        var failed = page.Unreadable;
        foreach (var ticket in past.Where(t => !known.TryGetValue(t.Ref.Id, out var fromHistory) || fromHistory))
        {
            try
            {
                var match = await context.MatchAsync(ticket, cancellationToken);
                described.Add(new PastTicket(ticket, match, FaultWords.Of(ticket.Summary, ticket.Description)));
            }
            catch (Exception unreadable) when (unreadable is not (OperationCanceledException or DbException))
            {
                // One odd ticket must not keep the thousand behind it from being read.
                failed++;
                LogFailedTicket(ticket.Ref, unreadable);
            }
        }

        var counts = new HistoryCounts(
            past.Count + page.Unreadable,
            described.Count(d => !known.ContainsKey(d.Ticket.Ref.Id)),
            described.Count(d => d.Match.Device is not null),
            failed
        );
        return new HistoryStep(
            counts,
            past.Count > 0 ? past[^1].CreatedAt : null,
            page.ResumeFrom is null,
            (db, token) => StoreAsync(db, run, page.ResumeFrom, described, counts, token)
        );
    }

    /// <returns>True for those that only an earlier run has stored.</returns>
    private async Task<Dictionary<string, bool>> KnownAsync(IServiceDesk desk, List<Ticket> past, CancellationToken cancellationToken)
    {
        var ids = past.Select(t => t.Ref.Id).ToArray();
        await using var db = database.Open(desk.Tenant);
        return await db
            .Tickets.Where(t => t.Connection == desk.Connection && ids.Contains(t.TicketId))
            .ToDictionaryAsync(t => t.TicketId, t => t.FromHistory, StringComparer.Ordinal, cancellationToken);
    }

    private async Task StoreAsync(
        ItamDb db,
        TicketHistory run,
        string? resumeFrom,
        List<PastTicket> described,
        HistoryCounts counts,
        CancellationToken cancellationToken
    )
    {
        await db.LockAsync(HistoryHandler.TimerKind, run.Connection, cancellationToken);
        var state = await db.TicketHistories.FirstAsync(h => h.Connection == run.Connection, cancellationToken);
        if (state.StartedAt != run.StartedAt || state.ResumeFrom != run.ResumeFrom || state.FinishedAt is not null)
        {
            // The command and the product read the same page; the other one has stored it.
            return;
        }

        var ids = described.Select(d => d.Ticket.Ref.Id).ToArray();
        var stored = await db
            .Tickets.Where(t => t.Connection == run.Connection && ids.Contains(t.TicketId))
            .ToDictionaryAsync(t => t.TicketId, StringComparer.Ordinal, cancellationToken);
        foreach (var past in described)
        {
            if (!stored.TryGetValue(past.Ticket.Ref.Id, out var record))
            {
                db.Tickets.Add(past.ToRecord(time.GetUtcNow()));
            }
            else if (record.FromHistory)
            {
                past.CopyTo(record);
            }
        }

        state.ResumeFrom = resumeFrom;
        state.FinishedAt = resumeFrom is null ? time.GetUtcNow() : null;
        (state.Read, state.New) = (state.Read + counts.Read, state.New + counts.New);
        (state.WithDevice, state.Failed) = (state.WithDevice + counts.WithDevice, state.Failed + counts.Failed);
    }

    /// <summary>As it comes back from the database, which keeps milliseconds.</summary>
    private static DateTimeOffset Stored(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeMilliseconds(moment.ToUnixTimeMilliseconds());

    private sealed record PastTicket(Ticket Ticket, TicketMatch Match, FaultClass? Fault)
    {
        public TicketRecord ToRecord(DateTimeOffset now)
        {
            var record = new TicketRecord
            {
                Connection = Ticket.Ref.Connection,
                TicketId = Ticket.Ref.Id,
                Number = Ticket.Number,
                Summary = "",
                EnrichedAt = now,
                FromHistory = true,
            };
            CopyTo(record);
            return record;
        }

        public void CopyTo(TicketRecord record)
        {
            record.Number = Ticket.Number;
            record.Summary = ReportText.Clean(Ticket.Summary);
            record.Url = Ticket.Url?.ToString();
            record.Closed = Ticket.Closed;
            record.CreatedAt = Ticket.CreatedAt;
            record.UpdatedAt = Ticket.UpdatedAt;
            record.Fault = Fault;
            record.RequesterId = Match.Requester?.Id;
            record.DeviceId = Match.Device?.Device.Id;
            record.Confidence = Match.Device?.Confidence;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Past ticket {Ticket} could not be described and is left out of the history")]
    private partial void LogFailedTicket(TicketRef ticket, Exception failure);
}
