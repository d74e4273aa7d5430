using Itam.Sandbox.Calls;

namespace Itam.Sandbox.Page;

/// <summary>One ticket with all that an agent sees of it.</summary>
internal static class TicketPage
{
    public static Html Render(TicketCard card, CallLog calls, bool hasTeams = false) =>
        PageLayout.Document(
            $"{card.View.Number}: {card.View.Subject}",
            $"/live{card.Path}",
            Html.Of(
                $"""
                <nav class="crumbs" aria-label="Where you are"><a href="/">All desks</a> <span aria-hidden="true">/</span> {card.Desk.Product}{(
                    hasTeams ? Chat(card) : Html.Empty
                )}</nav>
                <div class="pair">
                <div class="left">{PageLayout.Place(Words(card))}
                <details class="own" id="change"><summary>Change the words</summary>
                <form class="raise" method="post" action="{card.Path}">
                <div class="field wide"><label for="description">Description</label><textarea id="description" name="description" rows="5" maxlength="{RaiseInput.MaxDescription}" aria-describedby="description-hint">
                {card.View.Description}</textarea><p class="hint" id="description-hint">Name another serial, and the note changes in place.</p></div>
                <div class="field wide"><button class="primary">Save</button></div>
                </form></details></div>
                <div class="right">{PageLayout.Place(Note(card))}</div>
                </div>
                <section class="desk wide" aria-labelledby="behind"><h2 id="behind">Behind the scenes</h2>
                {DeskActivity.FaultButtons(card.Desk, card.View.Number)}
                {PageLayout.Place(Activity(card, calls))}
                </section>
                """
            )
        );

    public static IEnumerable<Region> Regions(TicketCard card, CallLog calls) => [Words(card), Note(card), Activity(card, calls)];

    private static Html Chat(TicketCard card) =>
        Html.Of(
            $""" <span aria-hidden="true">/</span> <a href="/teams?who={Uri.EscapeDataString(card.View.Requester ?? "")}">{card.View.Requester ?? "The chats"} in Teams</a>"""
        );

    private static Region Words(TicketCard card) =>
        Region.Of(
            "ticket/words",
            Html.Of(
                $"""
                <article class="ticket big">
                <p class="meta">{card.View.Number} · {TicketParts.Requester(card)}</p>
                <h1>{card.View.Subject}</h1>
                <p class="words">{card.View.Description}</p>
                {TicketParts.Devices(card)}
                </article>
                """
            )
        );

    private static Region Note(TicketCard card) =>
        Region.Of("ticket/note", Html.Of($"""<p>{TicketParts.State(card)}</p>{Placeholder(card)}{TicketParts.Notes(card)}"""));

    private static Region Activity(TicketCard card, CallLog calls) => Region.Of("ticket/activity", DeskActivity.Summary(card.Desk, calls));

    private static Html Placeholder(TicketCard card) =>
        card.State != TicketState.Waiting
            ? Html.Empty
            : Html.Of(
                $"""<div class="frame ghost" aria-hidden="true"><header><span class="frame-desk">{card.Desk.Product}</span><span>{card.View.Number}</span></header><div class="note"><i></i><i></i><i></i><i></i></div></div>"""
            );
}
