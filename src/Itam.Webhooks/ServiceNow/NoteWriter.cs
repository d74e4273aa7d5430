using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Sources.ServiceNow;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.ServiceNow;

/// <summary>
/// Appends our entry to the work notes. A journal cannot be edited, so the journal itself is asked what we said last (records read it back empty) and a new
/// entry is written only when the meaning changed. Never writes <c>comments</c>, which the requester reads, and looks there for our words afterwards.
/// </summary>
internal sealed class NoteWriter(ServiceNowSettings settings, ServiceNowClient client, OwnWrites ownWrites)
{
    private const string WorkNotes = "work_notes";
    private const string Comments = "comments";
    private const int MaxEntries = 20;

    private static readonly ImmutableArray<string> Fields = ["sys_id", "element", "element_id", "value", "sys_created_on", "sys_created_by"];

    public async Task<NoteReceipt> WriteAsync(TicketId ticket, ContextReport report, CancellationToken cancellationToken)
    {
        var before = await FindAsync(ticket, report, cancellationToken);
        if (before.Said is { } said)
        {
            return new NoteReceipt(said, report.Fingerprint);
        }

        if (before.Hidden)
        {
            throw Unreadable();
        }

        var note = new JObject { [WorkNotes] = JournalNote.Render(report, settings.JournalFormat) };
        var record = await client.UpdateAsync(ticket.Table, ticket.Record, note, ["sys_id", "sys_mod_count"], cancellationToken);
        ownWrites.Wrote(ticket, record.Number("sys_mod_count"));

        var after = await FindAsync(ticket, report, cancellationToken);
        return after switch
        {
            { Said: { } id } => new NoteReceipt(id, report.Fingerprint),
            { Hidden: true } => throw Unreadable(),
            { Counted: true } => throw new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{client.Name} accepted our note but did not keep it. Give the account write access to work_notes of {ticket.Table}, then run 'itam doctor'."
            ),
            // The instance gives no counts, so a hidden journal looks like an empty one. Writing again could double the note; the answer to the write has to do.
            _ => new NoteReceipt(report.Reference, report.Fingerprint),
        };
    }

    /// <param name="Said">Our latest entry, when it says what the report says.</param>
    /// <param name="Hidden">There are entries with our reference that we may not read.</param>
    private sealed record Journal(string? Said, bool Hidden, bool Counted);

    private async Task<Journal> FindAsync(TicketId ticket, ContextReport report, CancellationToken cancellationToken)
    {
        // Not by table name: the journal may file an inherited field under "task".
        var query = EncodedQuery
            .Where(QueryTerm.Is("element_id", QueryValue.Of(ticket.Record)))
            .And(QueryTerm.OneOf("element", [QueryValue.Constant(WorkNotes), QueryValue.Constant(Comments)]))
            .And(QueryTerm.Contains("value", QueryValue.Constant(report.Reference)))
            .NewestFirst("sys_created_on");
        var rows = await client.QueryAsync("sys_journal_field", query, Fields, MaxEntries, cancellationToken);
        var marked = rows.Records.Where(r => NoteMarker.IsIn(r.Value("value") ?? "", report.Reference)).ToList();
        var own = marked.Where(r => r.Value("element") == WorkNotes).ToList();
        var author = own is [var first, ..] ? first.Value("sys_created_by") : null;
        if (
            marked.Exists(r =>
                r.Value("element") == Comments && (author is null || r.Value("sys_created_by") is null || r.Value("sys_created_by") == author)
            )
        )
        {
            throw Public(ticket);
        }

        // Times have whole seconds, so the latest may be several.
        var latest = own.TakeWhile(r => r.Value("sys_created_on") == own[0].Value("sys_created_on"));
        var said = latest.FirstOrDefault(r => NoteMarker.Says(r.Value("value") ?? "", report));
        return new Journal(said?.Id()?.Value, rows.Hidden, rows.Total is not null);
    }

    private ConnectionException Unreadable() =>
        new(
            ConnectionFailure.Reconnect,
            $"{client.Name} hides the journal from us, so that we cannot see whether our note is already there and write none. "
                + "Give the account read access to sys_journal_field, then run 'itam doctor'."
        );

    private ConnectionException Public(TicketId ticket) =>
        new(
            ConnectionFailure.GiveUp,
            $"ALARM: {client.Name} shows our internal note on {ticket} in the comments too, where the requester can read it. We write only work notes, so a rule on "
                + "the instance copies them. Delete the comment, switch that rule off for our account, then replay this ticket."
        );
}
