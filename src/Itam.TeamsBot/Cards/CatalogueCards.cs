using System.Globalization;
using Itam.Context.Enrichment;
using Itam.Context.Lifecycle.Catalogue;
using Itam.TeamsBot.Languages;
using static Itam.TeamsBot.Cards.CardParts;

namespace Itam.TeamsBot.Cards;

/// <summary>What one may ask for, with where it is and when it would be there; then the few things that have to be said.</summary>
public static class CatalogueCards
{
    /// <summary>What somebody wrote, where no button was pressed.</summary>
    public const string Said = "said";
    public const string Reason = "reason";
    public const string NeededBy = "neededBy";
    public const string LoanDays = "loanDays";

    public static AdaptiveCard Of(CardText text, CataloguePage page, HumanHelp human)
    {
        var title = page.Offers.Count == 0 ? text["catalogue.none"] : text["catalogue.title"];
        var card = new AdaptiveCard
        {
            Lang = text.Language,
            FallbackText = string.Join("\n", page.Shown.Select(o => $"{text.In(o.Item.Name)}: {Stock(text, o.Availability)}").Prepend(title)),
            Speak = title,
            Body = { Header(title) },
        };
        card.Body.AddRange(page.Shown.Select(offer => Row(text, offer)));
        card.Body.AddRange(
            Buttons([
                .. page.Previous is { } back ? [Button(text["list.previous"], CardVerbs.Catalogue, back)] : Array.Empty<AdaptiveAction>(),
                .. page.Next is { } on ? [Button(text["list.next"], CardVerbs.Catalogue, on)] : Array.Empty<AdaptiveAction>(),
            ])
        );
        card.Body.Add(MenuCard.HumanLine(text, human));
        return card;
    }

    /// <summary>The dialog. What was typed is kept when something is wrong.</summary>
    /// <param name="once">Tells this dialog from every other: what it sends is done once, however often it is sent.</param>
    /// <param name="problem">What is wrong with the last try.</param>
    public static AdaptiveCard Ask(
        CardText text,
        Offer offer,
        string once,
        string? reason = null,
        string? neededBy = null,
        string? loanDays = null,
        string? problem = null
    )
    {
        var card = new AdaptiveCard
        {
            Lang = text.Language,
            FallbackText = problem is null ? text.In(offer.Item.Name) : $"{ReportText.Clean(text.In(offer.Item.Name))}: {problem}",
            Speak = text.In(offer.Item.Name),
            Body =
            {
                Header(text["ask.title"], ReportText.Clean(text.In(offer.Item.Name)), Promise(text, offer)),
                Fact(text["fact.price"], Price(text, offer.Item.Price)),
            },
        };
        if (offer.Held > 0)
        {
            card.Body.Add(Muted(text.Count("catalogue.held", offer.Held)));
        }

        if (problem is not null)
        {
            card.Body.Add(Warning(problem));
        }

        card.Body.Add(
            new AdaptiveTextInput
            {
                Id = Reason,
                Label = text["ask.reason"],
                IsRequired = true,
                ErrorMessage = text["ask.reason-missing"],
                IsMultiline = true,
                MaxLength = 1000,
                Value = reason,
            }
        );
        card.Body.Add(
            new AdaptiveDateInput
            {
                Id = NeededBy,
                Label = text["ask.needed-by"],
                Min = text.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Value = neededBy,
            }
        );
        if (offer.Item.LoanMaxDays is { } most)
        {
            card.Body.Add(
                new AdaptiveNumberInput
                {
                    Id = LoanDays,
                    Label = text.Of("ask.loan-days", most),
                    Min = 1,
                    Max = most,
                    Value = int.TryParse(loanDays, NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : null,
                }
            );
        }

        card.Body.AddRange(Buttons(AdaptiveSubmitAction.Of(text["ask.send"], CardVerbs.AskSend, offer.Item.Id, once)));
        return card;
    }

    /// <param name="theirs">Told to somebody else than the person who asks.</param>
    internal static string Stock(CardText text, Availability availability, bool theirs = false) =>
        availability.Place switch
        {
            StockPlace.OwnSite => text.Of(
                theirs ? "stock.their-site" : "stock.own-site",
                availability.Count,
                ReportText.Clean(availability.Location)
            ),
            StockPlace.OtherSite => text.Of("stock.other-site", availability.Count, ReportText.Clean(availability.Location)),
            StockPlace.Waitlist => text["stock.waitlist"],
            _ => text["stock.buy"],
        };

    internal static string Price(CardText text, Money price) => price.Amount == 0 ? text["price.none"] : text.Price(price);

    private static string Promise(CardText text, Offer offer) =>
        $"{Stock(text, offer.Availability)} · {text.Of("stock.promised", text.Day(offer.PromisedOn))}";

    private static AdaptiveColumnSet Row(CardText text, Offer offer)
    {
        var name = ReportText.Clean(text.In(offer.Item.Name));
        return CardParts.Row(
            offer.Item.Type,
            text,
            [
                Line(new AdaptiveTextRun(name) { Weight = AdaptiveTextWeight.Bolder }, new AdaptiveTextRun($"  {Price(text, offer.Item.Price)}")),
                Line(AdaptiveSpacing.None, new AdaptiveTextRun(Promise(text, offer)) { IsSubtle = true }),
            ],
            AdaptiveSubmitAction.Dialog(text["catalogue.ask"], CardVerbs.Ask, offer.Item.Id, name)
        );
    }
}
