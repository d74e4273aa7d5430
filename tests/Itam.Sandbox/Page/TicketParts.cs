using System.Globalization;

namespace Itam.Sandbox.Page;

/// <summary>The pieces of a ticket that the board and the ticket's own page share.</summary>
internal static class TicketParts
{
    private static readonly Html Lock = Html.Of(
        $"""<svg viewBox="0 0 16 16" width="13" height="13" aria-hidden="true"><rect x="2.5" y="7" width="11" height="7.5" rx="1.5"/><path d="M5 7V4.8a3 3 0 0 1 6 0V7"/></svg>"""
    );

    public static Html State(TicketCard card) =>
        card.State switch
        {
            TicketState.Waiting => Html.Of(
                $"""<span class="state waiting"><span class="dots" aria-hidden="true">…</span> Waiting for the note <span class="elapsed" data-since="{card.RaisedAt!.Value.ToUnixTimeMilliseconds()}">since {Clock(card.RaisedAt!.Value)}</span></span>"""
            ),
            TicketState.Noted => Html.Of(
                $"""<span class="state noted" data-noted="{card.Desk.Product} {card.View.Number}"><span aria-hidden="true">✓</span> {After(card)}</span>"""
            ),
            TicketState.Doubled => Html.Of(
                $"""<span class="state wrong"><span aria-hidden="true">✕</span> {card.View.Notes.Count(n => !TicketCard.IsStep(n))} notes, should be one</span>"""
            ),
            TicketState.Public => Html.Of($"""<span class="state wrong"><span aria-hidden="true">✕</span> Customers can read this note</span>"""),
            _ => Html.Of($"""<span class="state early"><span aria-hidden="true">–</span> Raised before the desk was connected</span>"""),
        };

    /// <summary>The symbol alone, for a list; the word is there for those who do not see it.</summary>
    public static Html Mark(TicketCard card)
    {
        var (name, symbol, word) = card.State switch
        {
            TicketState.Waiting => ("waiting", "…", "waiting"),
            TicketState.Noted => ("noted", "✓", "has its note"),
            TicketState.Early => ("early", "–", "raised before"),
            _ => ("wrong", "✕", "wrong"),
        };
        return Html.Of($"""<span class="mark {name}"><span aria-hidden="true">{symbol}</span><span class="unseen">{word}</span></span>""");
    }

    public static Html Requester(TicketCard card) => Html.Of($"{card.View.Requester ?? "Nobody the desk knows"}");

    public static Html Devices(TicketCard card) =>
        card.View.LinkedDevices.Count == 0
            ? Html.Empty
            : Html.Of(
                $"""<p class="devices">Linked: {card.View.LinkedDevices.Select((label, i) => Html.Of($"{(i == 0 ? "" : ", ")}<b>{label}</b>"))}</p>"""
            );

    public static Html Notes(TicketCard card) => Html.Of($"{card.View.Notes.Select(note => Frame(card, note))}");

    public static string Clock(DateTimeOffset moment) => moment.UtcDateTime.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static Html Frame(TicketCard card, NoteView note) =>
        Html.Of(
            $"""
            <section class="frame" aria-label="Note on {card.View.Number}">
            <header><span class="frame-desk">{card.Desk.Product}</span><span>{card.View.Number}</span>{Audience(note)}</header>
            <div class="note">{Html.AlreadySafe(note.Html)}</div>
            <footer>{note.Author} · {Clock(note.CreatedAt)}{(note.UpdatedAt > note.CreatedAt ? $", edited {Clock(note.UpdatedAt)}" : "")}</footer>
            </section>
            """
        );

    private static Html Audience(NoteView note) =>
        note.Public
            ? Html.Of($"""<span class="badge wrong"><span aria-hidden="true">✕</span> Public: customers can read it</span>""")
            : Html.Of($"""<span class="badge internal">{Lock} Internal note</span>""");

    private static string After(TicketCard card) =>
        card.NotedAfter switch
        {
            null => "Note is there",
            { TotalSeconds: < 1 } => "Note in under a second",
            { TotalSeconds: var seconds } => string.Create(CultureInfo.InvariantCulture, $"Note after {seconds:0} s"),
        };
}
