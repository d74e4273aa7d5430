using System.Text.Json;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Lifecycle.Reports;

/// <summary>Raises the ticket of a report. Its reference makes a repeat find the ticket that is there; then the person is told its number.</summary>
public sealed class RaiseTicketHandler(DeskDirectory desks, ReportSettings settings, TimeProvider time) : IWorkHandler
{
    public string Kind => RaiseTicketWork.Kind;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var work = RaiseTicketWork.Read(item);
        var desk = desks.Get(item.Connection ?? throw new JsonException("The work names no desk."));
        var raised = await desk.RaiseTicketAsync(work.Draft, cancellationToken);
        return new WorkOutcome.Done((db, token) => CommitAsync(db, work, raised, token));
    }

    private async Task CommitAsync(ItamDb db, RaiseTicketWork work, RaisedTicket raised, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!await db.Tickets.AnyAsync(t => t.Connection == raised.Ref.Connection && t.TicketId == raised.Ref.Id, cancellationToken))
        {
            // The desk's own webhook brings the rest; until then the person finds it among their tickets.
            db.Tickets.Add(
                new TicketRecord
                {
                    Connection = raised.Ref.Connection,
                    TicketId = raised.Ref.Id,
                    Number = raised.Number,
                    Summary = ReportText.Clean(work.Draft.Summary),
                    Url = raised.Url?.ToString(),
                    RequesterId = work.PersonId,
                    DeviceId = work.DeviceId,
                    CreatedAt = now,
                    UpdatedAt = now,
                    EnrichedAt = now,
                }
            );
        }

        if (await db.DeviceReports.FirstOrDefaultAsync(r => r.Reference == work.Draft.Reference, cancellationToken) is { } report)
        {
            (report.TicketConnection, report.TicketId) = (raised.Ref.Connection, raised.Ref.Id);
            (report.TicketNumber, report.TicketUrl) = (raised.Number, raised.Url?.ToString());
        }

        await db.EnqueueOnceAsync(EnrichTicketWork.For(raised.Ref), now, cancellationToken);
        if (!settings.Notices)
        {
            return;
        }

        Tell(toSecurity: false);
        if (work.Report is ReportKind.Lost or ReportKind.Stolen)
        {
            Tell(toSecurity: true);
        }

        void Tell(bool toSecurity) =>
            db.Enqueue(
                new ReportNotice(
                    work.Report,
                    work.Draft.Reference,
                    work.PersonId,
                    work.DeviceId,
                    toSecurity,
                    toSecurity ? work.Said : null,
                    raised.Number,
                    raised.Url?.ToString()
                ).For(db.TenantId),
                now
            );
    }
}
