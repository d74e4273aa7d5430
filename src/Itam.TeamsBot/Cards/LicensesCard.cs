using Itam.Context.Enrichment;
using Itam.Context.Register;
using Itam.TeamsBot.Languages;
using static Itam.TeamsBot.Cards.CardParts;

namespace Itam.TeamsBot.Cards;

/// <summary>The licenses a person has, and whether each can be used.</summary>
public static class LicensesCard
{
    private const int MaxRows = 20;

    public static AdaptiveCard Of(CardText text, IReadOnlyList<OwnLicense> licenses, HumanHelp human)
    {
        var title = licenses.Count == 0 ? text["licenses.none"] : text.Count("licenses.title", licenses.Count);
        var card = new AdaptiveCard
        {
            Lang = text.Language,
            FallbackText = string.Join("\n", licenses.Select(l => l.Product).Prepend(title)),
            Speak = title,
            Body = { Header(title) },
        };
        foreach (var license in licenses.Take(MaxRows))
        {
            var used =
                license.State != SeatState.Active ? text[$"licenses.state.{license.State}"]
                : license.LastUsedAt is { } at ? text.Of("licenses.used", text.Ago(at))
                : license.AssignedOn is { } since ? text.Of("licenses.since", text.Day(since))
                : null;
            var line = Line(
                AdaptiveSpacing.Small,
                new AdaptiveTextRun($"{SymbolOf(license.State)} {ReportText.Clean(license.Product)}") { Weight = AdaptiveTextWeight.Bolder }
            );
            if (used is not null)
            {
                line.Inlines.Add(new AdaptiveTextRun($"  {used}") { IsSubtle = true });
            }

            card.Body.Add(line);
        }

        if (licenses.Count > MaxRows)
        {
            card.Body.Add(Muted(text.Of("list.more", licenses.Count - MaxRows)));
        }

        card.Body.AddRange(Buttons(Button(text["device.problem"], CardVerbs.Problem), Button(text["back.menu"], CardVerbs.Menu)));
        card.Body.Add(MenuCard.HumanLine(text, human));
        return card;
    }

    private static string SymbolOf(SeatState state) =>
        state switch
        {
            SeatState.Active => "✓",
            SeatState.Pending => "…",
            _ => "✕",
        };
}

/// <param name="AssignedOn">Null where the source does not say.</param>
public sealed record OwnLicense(string Product, DateOnly? AssignedOn, DateTimeOffset? LastUsedAt, SeatState State = SeatState.Active);
