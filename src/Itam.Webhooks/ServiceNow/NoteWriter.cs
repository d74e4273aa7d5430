using Itam.Context.Desks;
using Itam.Context.Enrichment;

namespace Itam.Webhooks.ServiceNow;

/// <summary>Our entry about the device. The journal itself is asked what we said last, and a new entry is written only when the meaning changed.</summary>
internal sealed class NoteWriter(ServiceNowSettings settings, WorkNotes notes, OwnWrites ownWrites)
{
    public async Task<NoteReceipt> WriteAsync(TicketId ticket, ContextReport report, CancellationToken cancellationToken)
    {
        var entry = new JournalEntry(
            report.Reference,
            JournalNote.Render(report, settings.JournalFormat),
            text => NoteMarker.IsIn(text, report.Reference),
            text => NoteMarker.Says(text, report),
            version => ownWrites.Wrote(ticket, version)
        );
        return new NoteReceipt(await notes.WriteAsync(ticket, entry, cancellationToken), report.Fingerprint);
    }
}
