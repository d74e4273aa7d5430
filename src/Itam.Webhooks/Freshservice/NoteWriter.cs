using System.Globalization;
using Itam.Context.Desks;
using Itam.Context.Enrichment;

namespace Itam.Webhooks.Freshservice;

/// <summary>Our one private note about the device: edited when it is there, found again when we forgot it, made when it is not.</summary>
internal sealed class NoteWriter(PrivateNotes notes)
{
    public async Task<NoteReceipt> WriteAsync(long ticket, ContextReport report, NoteReceipt? known, CancellationToken cancellationToken)
    {
        var html = NoteHtml.Render(report);
        if (
            long.TryParse(known?.NoteId, NumberStyles.None, CultureInfo.InvariantCulture, out var remembered)
            && await notes.EditAsync(ticket, remembered, html, cancellationToken)
        )
        {
            return Receipt(remembered, report);
        }

        foreach (var found in await notes.FindAsync(ticket, c => OwnNote.Is(c, report.Reference), cancellationToken))
        {
            if (await notes.EditAsync(ticket, found, html, cancellationToken))
            {
                return Receipt(found, report);
            }
        }

        return Receipt(await notes.AddAsync(ticket, html, cancellationToken), report);
    }

    private static NoteReceipt Receipt(long id, ContextReport report) => new(id.ToString(CultureInfo.InvariantCulture), report.Fingerprint);
}
