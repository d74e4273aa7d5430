using Itam.Context.Enrichment;
using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Register;
using Itam.TeamsBot.Languages;
using static Itam.TeamsBot.Cards.CardParts;

namespace Itam.TeamsBot.Cards;

/// <summary>What waits for the person, what the stockroom has lent out, what the person asked for, and the person's tickets: a few rows of each, and the way to more.</summary>
public static class RequestsCard
{
    /// <param name="page">The lists begin there, and have up to <see cref="RequestsPage.FetchedOf"/> rows.</param>
    public static AdaptiveCard Of(
        CardText text,
        RequestsPage page,
        IReadOnlyList<EquipmentRequestView> waitingForMe,
        IReadOnlyList<EquipmentRequestView> lent,
        IReadOnlyList<EquipmentRequestView> mine,
        IReadOnlyList<TicketRecord> tickets
    )
    {
        var nothing = page.Section is null && waitingForMe.Count + lent.Count + mine.Count + tickets.Count == 0;
        var title = text[nothing ? "requests.none" : "requests.title"];
        var card = new AdaptiveCard
        {
            Lang = text.Language,
            FallbackText = string.Join("\n", mine.Select(r => $"{text.In(r.Item.Name)}: {text[$"state.{r.State}"]}").Prepend(title)),
            Speak = title,
            Body = { Header(title) },
        };
        Section(RequestsSection.Waiting, "requests.waiting", waitingForMe, r => Row(text, r));
        Section(RequestsSection.Lent, "requests.lent", lent, r => Row(text, r));
        Section(RequestsSection.Mine, "requests.mine", mine, r => Row(text, r));
        Section(RequestsSection.Tickets, "requests.tickets", tickets, t => Row(text, t));
        card.Body.AddRange(
            page.Section is null
                ? Buttons(Button(text["menu.catalogue"], CardVerbs.Catalogue), Button(text["menu.problem"], CardVerbs.Problem))
                : Buttons(Button(text["menu.requests"], CardVerbs.Requests))
        );
        return card;

        void Section<T>(RequestsSection section, string heading, IReadOnlyList<T> rows, Func<T, AdaptiveElement> row)
        {
            if (rows.Count == 0)
            {
                return;
            }

            card.Body.Add(Heading(text[heading]));
            card.Body.AddRange(rows.Take(page.RowsOf(section)).Select(row));
            if (rows.Count > page.RowsOf(section))
            {
                card.Body.AddRange(Buttons(Button(text["list.next"], CardVerbs.Requests, page.NextOf(section), text[heading])));
            }
        }
    }

    private static AdaptiveColumnSet Row(CardText text, EquipmentRequestView view)
    {
        var title = EquipmentCard.TitleOf(text, view);
        var waits =
            view is { WaitsFor: WaitingFor.Borrower, LoanDueOn: { } due } ? $"{text["fact.loan"]} {text.Day(due)}"
            : view.WaitsFor == WaitingFor.Nobody ? text.Day(view.Steps[^1].At)
            : $"{text["fact.waits"]} {EquipmentCard.WaitsFor(text, view)}";
        return CardParts.Row(
            view.Item.Type,
            text,
            [
                Line(new AdaptiveTextRun(title) { Weight = AdaptiveTextWeight.Bolder }),
                Line(AdaptiveSpacing.None, new AdaptiveTextRun($"{EquipmentCard.Symbol(view.State)} {text[$"state.{view.State}"]}")),
                Line(AdaptiveSpacing.None, new AdaptiveTextRun(waits) { IsSubtle = true }),
            ],
            Button(text["open"], CardVerbs.Request, EquipmentCard.IdOf(view), title)
        );
    }

    private static AdaptiveRichTextBlock Row(CardText text, TicketRecord ticket)
    {
        var link = Uri.TryCreate(ticket.Url, UriKind.Absolute, out var url) ? ReportText.SafeLink(url) : null;
        return Line(
            AdaptiveSpacing.Small,
            new AdaptiveTextRun(ReportText.Clean(ticket.Number))
            {
                Weight = AdaptiveTextWeight.Bolder,
                SelectAction = link is null ? null : new AdaptiveOpenUrlAction(link),
            },
            new AdaptiveTextRun($"  {ReportText.Clean(ticket.Summary)}"),
            new AdaptiveTextRun($"  {text[ticket.Closed ? "ticket.closed" : "ticket.open"]}, {text.Ago(ticket.CreatedAt)}") { IsSubtle = true }
        );
    }
}
