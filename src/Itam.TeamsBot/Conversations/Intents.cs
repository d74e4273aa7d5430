using System.Globalization;
using System.Text;
using Itam.TeamsBot.Cards;

namespace Itam.TeamsBot.Conversations;

/// <summary>What free text asks for: plain rules on English and German words. Buttons come first; whatever is not sure is not understood.</summary>
public static class Intents
{
    /// <summary>In order: what is urgent or names an action wins over what merely lists.</summary>
    private static readonly (string Verb, string[] Words)[] Rules =
    [
        (CardVerbs.Loss, ["lost", "stolen", "theft", "missing laptop", "verloren", "gestohlen", "geklaut", "diebstahl"]),
        (CardVerbs.Return, ["return", "give back", "hand back", "send back", "zuruckgeben", "zuruck geben", "ruckgabe", "abgeben"]),
        (CardVerbs.Licenses, ["license", "licenses", "licence", "licences", "software", "lizenz", "lizenzen"]),
        (
            CardVerbs.Requests,
            [
                "my requests",
                "my request",
                "my tickets",
                "my ticket",
                "status",
                "approvals",
                "waiting for me",
                "meine anfragen",
                "meine anfrage",
                "meine antrage",
                "mein antrag",
                "meine tickets",
                "genehmigungen",
            ]
        ),
        (
            CardVerbs.Catalogue,
            [
                "request equipment",
                "equipment",
                "new monitor",
                "new laptop",
                "new phone",
                "new headset",
                "need a new",
                "order",
                "loaner",
                "borrow",
                "catalogue",
                "catalog",
                "ausstattung",
                "beantragen",
                "neuen monitor",
                "neues notebook",
                "neuer laptop",
                "neues handy",
                "neues headset",
                "bestellen",
                "leihgerat",
                "ausleihen",
                "katalog",
            ]
        ),
        (
            CardVerbs.Problem,
            [
                "report a problem",
                "problem",
                "broken",
                "not working",
                "does not work",
                "doesn't work",
                "slow",
                "crash",
                "error",
                "help with my",
                "problem melden",
                "kaputt",
                "defekt",
                "funktioniert nicht",
                "geht nicht",
                "langsam",
                "fehler",
                "absturz",
            ]
        ),
        (
            CardVerbs.Devices,
            [
                "my devices",
                "my device",
                "devices",
                "my laptop",
                "my computer",
                "meine gerate",
                "mein gerat",
                "gerate",
                "mein laptop",
                "mein notebook",
                "mein computer",
            ]
        ),
        (CardVerbs.Menu, ["help", "menu", "start", "hi", "hello", "hey", "hilfe", "menu", "hallo", "guten tag", "guten morgen", "moin"]),
    ];

    /// <returns>Null: not understood.</returns>
    public static string? Of(string text)
    {
        var words = $" {Plain(text)} ";
        return Rules.FirstOrDefault(r => r.Words.Any(w => words.Contains($" {w} ", StringComparison.Ordinal))).Verb;
    }

    /// <summary>Lower case, without accents and punctuation, single spaces.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            if (char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            plain.Append(char.IsLetterOrDigit(c) || c == '\'' ? c : ' ');
        }

        return string.Join(' ', plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
