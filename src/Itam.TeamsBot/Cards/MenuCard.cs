using Itam.TeamsBot.Languages;
using static Itam.TeamsBot.Cards.CardParts;

namespace Itam.TeamsBot.Cards;

/// <summary>What one can do here, and the way to a human.</summary>
public static class MenuCard
{
    /// <param name="said">Said above the menu: a welcome, or that a text was not understood.</param>
    /// <param name="human">How to reach the service desk, in its own words; null where nobody configured it.</param>
    /// <param name="canAsk">Equipment can be asked for here.</param>
    public static AdaptiveCard Of(CardText text, string said, HumanHelp human, bool canAsk)
    {
        var card = new AdaptiveCard
        {
            Lang = text.Language,
            FallbackText = $"{said} {text["menu.fallback"]}",
            Speak = said,
            Body = { Header(text["menu.title"], detail: said) },
        };
        IEnumerable<AdaptiveAction> daily =
        [
            Button(text["menu.devices"], CardVerbs.Devices),
            Button(text["menu.problem"], CardVerbs.Problem),
            Button(text["menu.requests"], CardVerbs.Requests),
            Button(text["menu.licenses"], CardVerbs.Licenses),
        ];
        IEnumerable<AdaptiveAction> seldom =
        [
            .. canAsk ? [Button(text["menu.catalogue"], CardVerbs.Catalogue)] : Array.Empty<AdaptiveAction>(),
            Button(text["menu.return"], CardVerbs.Return),
            Button(text["menu.loss"], CardVerbs.Loss),
        ];
        card.Body.AddRange(Buttons(daily));
        card.Body.AddRange(Buttons(seldom));
        card.Body.Add(HumanLine(text, human));
        return card;
    }

    /// <summary>Always there, so that nobody is stuck with a machine.</summary>
    internal static AdaptiveElement HumanLine(CardText text, HumanHelp human) =>
        human.Words is null && human.Url is null
            ? Muted(text["human.none"])
            : Line(
                AdaptiveSpacing.Medium,
                new AdaptiveTextRun(text["human.label"] + "  ") { IsSubtle = true },
                new AdaptiveTextRun(human.Words ?? text["human.link"])
                {
                    SelectAction = human.Url is null ? null : new AdaptiveOpenUrlAction(human.Url),
                }
            );
}

/// <summary>The way to a human.</summary>
/// <param name="Words">"Call 4711 or write to help@example.com".</param>
public sealed record HumanHelp(string? Words, Uri? Url)
{
    public static readonly HumanHelp None = new(null, null);
}
