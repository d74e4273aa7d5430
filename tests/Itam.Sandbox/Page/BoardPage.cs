using Itam.Sandbox.Calls;

namespace Itam.Sandbox.Page;

/// <summary>All desks side by side with their latest tickets.</summary>
internal static class BoardPage
{
    private const int ShownInFull = 2;
    private const int Listed = 12;

    public static Html Render(Board board, CallLog calls, RaiseInput? input = null, IReadOnlyDictionary<string, string>? problems = null)
    {
        var cards = board.Desks.ToDictionary(desk => desk, board.Cards);
        return PageLayout.Document(
            "Sandbox: what the agent reads",
            "/live",
            Html.Of(
                $"""
                <section class="intro">
                <h1>What the agent reads</h1>
                <p class="lead">Raise a ticket on a desk. Seconds later its internal note says whose device it is about, what is wrong with it, and what to do.</p>
                {(
                    board.HasTeams
                        ? Html.Of($"""<p class="elsewhere"><a href="/teams">Play employee, manager and agent in Teams</a></p>""")
                        : Html.Empty
                )}
                {PageLayout.Place(Totals(cards.Values))}
                {RaiseForm.Render(board, input, problems)}
                </section>
                <div class="desks">{cards.Select(c => Column(c.Key, c.Value, calls))}</div>
                """
            )
        );
    }

    public static IEnumerable<Region> Regions(Board board, CallLog calls)
    {
        var cards = board.Desks.ToDictionary(desk => desk, board.Cards);
        return [Totals(cards.Values), .. cards.SelectMany(c => new[] { Tickets(c.Key, c.Value), Activity(c.Key, calls) })];
    }

    private static Html Column(IEmulatedDesk desk, IReadOnlyList<TicketCard> cards, CallLog calls) =>
        Html.Of(
            $"""
            <section class="desk" id="desk-{desk.Name}" aria-labelledby="name-{desk.Name}">
            <h2 id="name-{desk.Name}">{desk.Product}</h2>
            <details class="behind" id="behind-{desk.Name}"><summary>Faults and calls</summary>
            {DeskActivity.FaultButtons(desk)}
            {PageLayout.Place(Activity(desk, calls))}
            </details>
            {PageLayout.Place(Tickets(desk, cards))}
            </section>
            """
        );

    private static Region Totals(IEnumerable<IReadOnlyList<TicketCard>> desks)
    {
        var cards = desks.SelectMany(d => d).Where(c => c.RaisedAt is not null).ToList();
        var waiting = cards.Count(c => c.State == TicketState.Waiting);
        var wrong = cards.Count(c => c.State is TicketState.Doubled or TicketState.Public);
        return Region.Of(
            "totals",
            Html.Of(
                $"""<p class="totals"><span><b>{cards.Count}</b> {(cards.Count == 1 ? "ticket" : "tickets")}</span><span><b>{cards.Count(c => c.View.Notes.Count > 0)}</b> with a note</span><span><b>{waiting}</b> waiting</span>{(wrong > 0 ? Html.Of($"""<span class="state wrong">✕ {wrong} wrong</span>""") : Html.Empty)}</p>"""
            )
        );
    }

    private static Region Tickets(IEmulatedDesk desk, IReadOnlyList<TicketCard> cards) =>
        Region.Of(
            $"{desk.Name}/tickets",
            cards.Count == 0
                ? Html.Of($"""<p class="hint">No tickets yet. Raise the first one above.</p>""")
                : Html.Of($"{cards.Take(ShownInFull).Select(Full)}{Others([.. cards.Skip(ShownInFull)])}")
        );

    private static Region Activity(IEmulatedDesk desk, CallLog calls) => Region.Of($"{desk.Name}/activity", DeskActivity.Summary(desk, calls));

    private static Html Full(TicketCard card) =>
        Html.Of(
            $"""
            <article class="ticket" id="{card.Desk.Name}-{card.View.Number}">
            <p class="meta">{card.View.Number} · {TicketParts.Requester(card)}</p>
            <h3><a href="{card.Path}">{card.View.Subject}</a></h3>
            <p class="words short">{card.View.Description}</p>
            {TicketParts.Devices(card)}
            <p>{TicketParts.State(card)}</p>
            {TicketParts.Notes(card)}
            </article>
            """
        );

    private static Html Others(IReadOnlyList<TicketCard> cards) =>
        cards.Count == 0 ? Html.Empty : Html.Of($"""<ul class="others">{cards.Take(Listed).Select(Row)}</ul>{Rest(cards)}""");

    private static Html Rest(IReadOnlyList<TicketCard> cards) =>
        cards.Count <= Listed
            ? Html.Empty
            : Html.Of(
                $"""<details class="rest" id="rest-{cards[0].Desk.Name}"><summary>{cards.Count - Listed} more</summary><ul class="others">{cards.Skip(Listed).Select(Row)}</ul></details>"""
            );

    private static Html Row(TicketCard card) =>
        Html.Of($"""<li>{TicketParts.Mark(card)}<a href="{card.Path}">{card.View.Subject}</a><span class="meta">{card.View.Number}</span></li>""");
}
