using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Sources.ServiceNow;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.ServiceNow;

/// <param name="Reference">Stands in the text and is searched for.</param>
/// <param name="IsOurs">True for every entry that carries our mark for this reference.</param>
/// <param name="Says">True for an entry that says what this one says.</param>
/// <param name="Wrote">Told the ticket's version after the write.</param>
internal sealed record JournalEntry(string Reference, string Text, Func<string, bool> IsOurs, Func<string, bool> Says, Action<int?> Wrote);

/// <summary>
/// Appends to the work notes. A journal cannot be edited and reads back empty in the record, so its entries are asked what we said last. Never writes
/// <c>comments</c>, which the requester reads, and looks there for our words afterwards.
/// </summary>
internal sealed class WorkNotes(ServiceNowClient client)
{
    private const string Internal = "work_notes";
    private const string Comments = "comments";
    private const int MaxEntries = 20;

    private static readonly ImmutableArray<string> Fields = ["sys_id", "element", "element_id", "value", "sys_created_on", "sys_created_by"];

    /// <returns>The entry's id; its reference where the instance lets us see neither the entry nor that it hides it.</returns>
    public async Task<string> WriteAsync(TicketId ticket, JournalEntry entry, CancellationToken cancellationToken)
    {
        var before = await FindAsync(ticket, entry, cancellationToken);
        if (before.Said is { } said)
        {
            return said;
        }

        if (before.Hidden)
        {
            throw Unreadable();
        }

        var record = await client.UpdateAsync(
            ticket.Table,
            ticket.Record,
            new JObject { [Internal] = entry.Text },
            ["sys_id", "sys_mod_count"],
            cancellationToken
        );
        entry.Wrote(record.Number("sys_mod_count"));

        return await FindAsync(ticket, entry, cancellationToken) switch
        {
            { Said: { } id } => id,
            { Hidden: true } => throw Unreadable(),
            { Counted: true } => throw new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{client.Name} accepted our note but did not keep it. Give the account write access to work_notes of {ticket.Table}, then run 'itam doctor'."
            ),
            // The instance gives no counts, so a hidden journal looks like an empty one. Writing again could double the note; the answer to the write has to do.
            _ => entry.Reference,
        };
    }

    /// <param name="Said">Our latest entry, when it says what is to be said.</param>
    /// <param name="Hidden">There are entries with our reference that we may not read.</param>
    private sealed record Journal(string? Said, bool Hidden, bool Counted);

    private async Task<Journal> FindAsync(TicketId ticket, JournalEntry entry, CancellationToken cancellationToken)
    {
        // Not by table name: the journal may file an inherited field under "task".
        var query = EncodedQuery
            .Where(QueryTerm.Is("element_id", QueryValue.Of(ticket.Record)))
            .And(QueryTerm.OneOf("element", [QueryValue.Constant(Internal), QueryValue.Constant(Comments)]))
            .And(QueryTerm.Contains("value", QueryValue.Constant(entry.Reference)))
            .NewestFirst("sys_created_on");
        var rows = await client.QueryAsync("sys_journal_field", query, Fields, MaxEntries, cancellationToken);
        var marked = rows.Records.Where(r => entry.IsOurs(r.Value("value") ?? "")).ToList();
        var own = marked.Where(r => r.Value("element") == Internal).ToList();
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
        var said = latest.FirstOrDefault(r => entry.Says(r.Value("value") ?? ""));
        return new Journal(said?.Id()?.Value, rows.Hidden, rows.Total is not null);
    }

    private ConnectionException Unreadable() =>
        new(
            ConnectionFailure.Reconnect,
            $"{client.Name} hides the journal from us, so that we cannot see whether our note is there; no further one is written to this ticket. "
                + "Give the account read access to sys_journal_field, then run 'itam doctor'."
        );

    private ConnectionException Public(TicketId ticket) =>
        new(
            ConnectionFailure.GiveUp,
            $"ALARM: {client.Name} shows our internal note on {ticket} in the comments too, where the requester can read it. We write only work notes, so a rule on "
                + "the instance copies them. Delete the comment, switch that rule off for our account, then replay this ticket."
        );
}
