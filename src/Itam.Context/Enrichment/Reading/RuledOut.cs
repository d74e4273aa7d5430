namespace Itam.Context.Enrichment.Reading;

/// <summary>"Not LT-0042 but LT-0107", "statt LT-0042": does the writer say that a named device is not the one?</summary>
internal static class RuledOut
{
    private static readonly HashSet<string> Before = new(StringComparer.Ordinal)
    {
        "not",
        "nicht",
        "instead",
        "statt",
        "anstatt",
        "anstelle",
        "rather",
        "replacement",
        "ersatz",
        "formerly",
        "früher",
        "kein",
        "keine",
    };

    /// <summary>May stand between the negation and the device without breaking it.</summary>
    private static readonly HashSet<string> Between = new(StringComparer.Ordinal)
    {
        "the",
        "my",
        "old",
        "of",
        "than",
        "about",
        "for",
        "one",
        "device",
        "laptop",
        "notebook",
        "pc",
        "asset",
        "serial",
        "tag",
        "um",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "von",
        "vom",
        "für",
        "mein",
        "meine",
        "alte",
        "alten",
        "altes",
        "gerät",
        "hatte",
        "ich",
    };

    private static readonly HashSet<string> Works = new(StringComparer.Ordinal) { "works", "worked", "läuft", "funktioniert", "geht" };
    private static readonly HashSet<string> Is = new(StringComparer.Ordinal) { "is", "was", "ist", "war" };
    private static readonly HashSet<string> Well = new(StringComparer.Ordinal) { "fine", "ok", "okay", "good", "gut", "wrong", "falsch" };
    private static readonly HashSet<string> AfterWorks = new(StringComparer.Ordinal)
    {
        "fine",
        "well",
        "but",
        "aber",
        "einwandfrei",
        "gut",
        "wieder",
    };

    /// <param name="tokens">Lower case, in the order of the text.</param>
    /// <param name="first">Index of the first token of the mention.</param>
    /// <param name="last">Index of its last token.</param>
    public static bool At(IReadOnlyList<string> tokens, int first, int last) => IsNegated(tokens, first) || IsWell(tokens, last);

    private static bool IsNegated(IReadOnlyList<string> tokens, int first)
    {
        var at = first - 1;
        while (at >= 0 && Between.Contains(tokens[at]))
        {
            at--;
        }

        return at >= 0 && Before.Contains(tokens[at]);
    }

    private static bool IsWell(IReadOnlyList<string> tokens, int last)
    {
        var next = last + 1 < tokens.Count ? tokens[last + 1] : "";
        var afterNext = last + 2 < tokens.Count ? tokens[last + 2] : "";
        return (Is.Contains(next) && Well.Contains(afterNext)) || (Works.Contains(next) && AfterWorks.Contains(afterNext));
    }
}
