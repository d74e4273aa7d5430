using Itam.Sandbox.Page;

namespace Itam.Sandbox.Teams.Page;

/// <summary>The newest tickets with their newest words, so that a press in the chat is seen on the desk.</summary>
internal static class DeskRegion
{
    private const int Shown = 3;

    public static Region Of(Board board)
    {
        var cards = board.Desks.SelectMany(board.Cards).Where(c => c.RaisedAt is not null).OrderByDescending(Touched).Take(Shown).ToList();
        return Region.Of(
            "teams/desk",
            cards.Count == 0
                ? Html.Of($"""<p class="hint">No ticket yet. Report a problem or ask for something, and its ticket appears here.</p>""")
                : Html.Of($"{cards.Select(Show)}")
        );
    }

    private static DateTimeOffset Touched(TicketCard card) => card.View.Notes.Select(n => n.UpdatedAt).Append(card.RaisedAt!.Value).Max();

    private static Html Show(TicketCard card) =>
        Html.Of(
            $"""
            <article class="ticket">
            <p class="meta">{card.Desk.Product} · {card.View.Number}</p>
            <h3><a href="{card.Path}">{card.View.Subject}</a></h3>
            <p class="meta">{TicketParts.Requester(card)} · {(card.View.Notes.Count == 1 ? "1 note" : $"{card.View.Notes.Count} notes")}</p>
            {Newest(card)}
            </article>
            """
        );

    private static Html Newest(TicketCard card) =>
        card.View.Notes.MaxBy(n => n.UpdatedAt) is { } note
            ? Html.Of($"""<p class="words short">{note.Text.Split(TicketCard.StepReference)[0].TrimEnd()}</p>""")
            : Html.Empty;
}
