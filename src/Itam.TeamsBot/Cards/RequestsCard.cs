using Itam.Context.Enrichment;
using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Register;
using Itam.TeamsBot.Languages;
using static Itam.TeamsBot.Cards.CardParts;

namespace Itam.TeamsBot.Cards;

/// <summary>What waits for the person, what the person asked for, and the person's tickets.</summary>
public static class RequestsCard
{
    private const int MaxRows = 5;

    public static AdaptiveCard Of(
        CardText text,
        IReadOnlyList<EquipmentRequestView> waitingForMe,
        IReadOnlyList<EquipmentRequestView> mine,
        IReadOnlyList<TicketRecord> tickets
    )
    {
        var nothing = waitingForMe.Count + mine.Count + tickets.Count == 0;
        var title = text[nothing ? "requests.none" : "requests.title"];
        var card = new AdaptiveCard
        {
            Lang = text.Language,
            FallbackText = string.Join("\n", mine.Select(r => $"{text.In(r.Item.Name)}: {text[$"state.{r.State}"]}").Prepend(title)),
            Speak = title,
            Body = { Header(title) },
        };
        Section("requests.waiting", waitingForMe, r => Row(text, r));
        Section("requests.mine", mine, r => Row(text, r));
        Section("requests.tickets", tickets, t => Row(text, t));
        card.Body.AddRange(Buttons(Button(text["menu.catalogue"], CardVerbs.Catalogue), Button(text["menu.problem"], CardVerbs.Problem)));
        return card;

        void Section<T>(string heading, IReadOnlyList<T> rows, Func<T, AdaptiveElement> row)
        {
            if (rows.Count == 0)
            {
                return;
            }

            card.Body.Add(Heading(text[heading]));
            card.Body.AddRange(rows.Take(MaxRows).Select(row));
            if (rows.Count > MaxRows)
            {
                card.Body.Add(Muted(text.Of("list.more", rows.Count - MaxRows)));
            }
        }
    }

    private static AdaptiveColumnSet Row(CardText text, EquipmentRequestView view)
    {
        var title = EquipmentCard.TitleOf(text, view);
        var waits = view.WaitsFor == WaitingFor.Nobody ? text.Day(view.Steps[^1].At) : $"{text["fact.waits"]} {EquipmentCard.WaitsFor(text, view)}";
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
