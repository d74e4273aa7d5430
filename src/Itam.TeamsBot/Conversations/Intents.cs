using System.Globalization;
using System.Text;
using Itam.TeamsBot.Cards;

namespace Itam.TeamsBot.Conversations;

/// <summary>What free text asks for: plain rules on English and German words. Buttons come first; whatever is not sure is not understood.</summary>
public static class Intents
{
    /// <summary>
    /// In order: what is urgent, what names an action, what is broken, and last what merely lists: "Outlook software is not working" asks for no list of software.
    /// </summary>
    private static readonly (string Verb, string[] Words)[] Rules =
    [
        (
            CardVerbs.Problem,
            [
                "connection lost",
                "lost connection",
                "lost the connection",
                "lost its",
                "lost my connection",
                "lost my password",
                "lost my files",
                "lost my work",
                "lost my data",
                "verbindung verloren",
                "passwort verloren",
                "return key",
            ]
        ),
        (
            CardVerbs.Found,
            [
                "found it",
                "i found",
                "i have found",
                "i've found",
                "have found my",
                "was found",
                "is found",
                "found again",
                "wiedergefunden",
                "wieder gefunden",
                "wieder aufgetaucht",
                "habe gefunden",
                "hab gefunden",
                "gefunden habe",
                "es gefunden",
                "ihn gefunden",
                "sie gefunden",
                "laptop gefunden",
                "notebook gefunden",
                "handy gefunden",
                "wurde gefunden",
            ]
        ),
        (
            CardVerbs.Loss,
            [
                "lost",
                "stolen",
                "theft",
                "missing laptop",
                "can't find my laptop",
                "cannot find my laptop",
                "can't find my phone",
                "cannot find my phone",
                "verloren",
                "gestohlen",
                "geklaut",
                "diebstahl",
            ]
        ),
        (CardVerbs.Return, ["return", "give back", "hand back", "send back", "zuruckgeben", "zuruck geben", "ruckgabe", "abgeben"]),
        (
            CardVerbs.Catalogue,
            [
                "request equipment",
                "new monitor",
                "new laptop",
                "new phone",
                "new headset",
                "need a new",
                "loaner",
                "borrow",
                "ausstattung anfragen",
                "beantragen",
                "neuen monitor",
                "neues notebook",
                "neuer laptop",
                "neuen laptop",
                "neues handy",
                "neues headset",
                "brauche einen neuen",
                "brauche ein neues",
                "leihgerat",
                "ausleihen",
            ]
        ),
        (
            CardVerbs.Requests,
            [
                "my requests",
                "my request",
                "my tickets",
                "my ticket",
                "meine anfragen",
                "meine anfrage",
                "meine antrage",
                "mein antrag",
                "meine tickets",
                "mein ticket",
            ]
        ),
        (
            CardVerbs.Problem,
            [
                "problem",
                "problems",
                "issue",
                "issues",
                "trouble",
                "broken",
                "broke",
                "not working",
                "not work",
                "doesn't work",
                "doesnt work",
                "don't work",
                "stopped working",
                "won't start",
                "wont start",
                "won't turn on",
                "not start",
                "can't",
                "cannot",
                "can not",
                "slow",
                "slowly",
                "crash",
                "crashes",
                "crashed",
                "crashing",
                "freeze",
                "freezes",
                "frozen",
                "hangs",
                "stuck",
                "error",
                "errors",
                "fails",
                "failed",
                "flickers",
                "flickering",
                "help with my",
                "probleme",
                "problemen",
                "storung",
                "kaputt",
                "kaputte",
                "kaputter",
                "kaputtes",
                "defekt",
                "defekte",
                "defekter",
                "defektes",
                "funktioniert nicht",
                "funktionieren nicht",
                "funktioniert nicht mehr",
                "geht nicht",
                "gehen nicht",
                "startet nicht",
                "reagiert nicht",
                "druckt nicht",
                "ladt nicht",
                "nicht anmelden",
                "nicht mehr",
                "langsam",
                "langsamer",
                "fehler",
                "fehlermeldung",
                "absturz",
                "absturze",
                "abgesturzt",
                "sturzt",
                "sturzen",
                "hangt",
                "friert",
                "eingefroren",
                "flackert",
                "spinnt",
            ]
        ),
        (CardVerbs.Licenses, ["license", "licenses", "licence", "licences", "software", "lizenz", "lizenzen"]),
        (CardVerbs.Requests, ["status", "approvals", "waiting for me", "genehmigungen"]),
        (CardVerbs.Catalogue, ["equipment", "order", "catalogue", "catalog", "ausstattung", "bestellen", "katalog"]),
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
        (CardVerbs.Menu, ["help", "menu", "start", "hi", "hello", "hey", "hilfe", "hallo", "guten tag", "guten morgen", "moin"]),
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
