using System.Text.Json;
using Itam.Context.Desks;
using Itam.Context.Storage;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Itam.Context.Enrichment;

/// <summary>Work: put this report into the ticket's note.</summary>
/// <param name="Since">When the event happened that the note answers.</param>
public sealed record WriteNoteWork(string Connection, string TicketId, ContextReport Report, DateTimeOffset? Since = null)
{
    public const string Kind = "write-note";

    public static NewWork For(TicketRef ticket, ContextReport report, DateTimeOffset? since = null) =>
        new(
            ticket.Tenant,
            Kind,
            ticket.OrderingKey,
            JsonSerializer.SerializeToUtf8Bytes(new WriteNoteWork(ticket.Connection, ticket.Id, report, since)),
            Connection: ticket.Connection
        );
}

/// <summary>The end of a ticket's way: writes the note and remembers where it is. A crash between the two is healed by the desk finding our reference.</summary>
public sealed partial class WriteNoteHandler(DeskDirectory desks, Database database, TimeProvider time, ILogger<WriteNoteHandler> log) : IWorkHandler
{
    public string Kind => WriteNoteWork.Kind;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var work = JsonSerializer.Deserialize<WriteNoteWork>(item.Payload) ?? throw new JsonException("The payload is null.");
        var desk = desks.Get(work.Connection);
        var ticket = new TicketRef(item.Tenant, work.Connection, work.TicketId);
        var receipt = await desk.WriteNoteAsync(ticket, work.Report, await KnownAsync(ticket, cancellationToken), cancellationToken);
        LogWritten(ticket, receipt.NoteId, (time.GetUtcNow() - item.CreatedAt).TotalMilliseconds);
        return new WorkOutcome.Done((db, token) => RememberAsync(db, ticket, receipt, work.Since ?? item.CreatedAt, token));
    }

    private async Task<NoteReceipt?> KnownAsync(TicketRef ticket, CancellationToken cancellationToken)
    {
        await using var db = database.Open(ticket.Tenant);
        return await db
            .Tickets.Where(t => t.Connection == ticket.Connection && t.TicketId == ticket.Id && t.NoteId != null)
            .Select(t => new NoteReceipt(t.NoteId!, t.NoteFingerprint!))
            .FirstOrDefaultAsync(cancellationToken);
    }

    private async Task RememberAsync(ItamDb db, TicketRef ticket, NoteReceipt receipt, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var record = await db.Tickets.FirstAsync(t => t.Connection == ticket.Connection && t.TicketId == ticket.Id, cancellationToken);
        record.NoteId = receipt.NoteId;
        record.NoteFingerprint = receipt.Fingerprint;
        var now = time.GetUtcNow();
        record.NoteWrittenAt = now;
        record.EnrichmentLagMs = (long)(now - since).TotalMilliseconds;
    }

    [LoggerMessage(1, LogLevel.Information, "Ticket {Ticket}: note {Note} written {Lag:0} ms after it was due")]
    private partial void LogWritten(TicketRef ticket, string note, double lag);
}
