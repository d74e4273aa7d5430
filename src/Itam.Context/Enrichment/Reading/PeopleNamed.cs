using System.Text.RegularExpressions;

namespace Itam.Context.Enrichment.Reading;

/// <summary>Names of people for whom somebody writes: "Kim Lee's laptop", "der Rechner von Kim Lee", "on behalf of Kim Lee".</summary>
internal static partial class PeopleNamed
{
    private const int MaxNames = 40;

    /// <returns>What may be a display name. Only the register knows which of them is one.</returns>
    public static IReadOnlyList<string> Of(string ownText)
    {
        var names = new List<string>();
        foreach (Match run in Run().Matches(ownText))
        {
            var before = ownText[..run.Index].TrimEnd();
            var after = ownText[(run.Index + run.Length)..];
            var words = run.Value.Split(' ');
            var owned = Possessive().IsMatch(run.Value);
            if (owned || For().IsMatch(before) || Pronoun().IsMatch(after))
            {
                names.AddRange(NamesIn([.. words.Select(w => Possessive().Replace(w, ""))]));
            }
        }

        return [.. names.Distinct(StringComparer.Ordinal).Take(MaxNames)];
    }

    /// <summary>Two to four words in a row; German writes other nouns with capitals too, so a name may be only a part of the run.</summary>
    private static IEnumerable<string> NamesIn(string[] words)
    {
        for (var from = 0; from < words.Length; from++)
        {
            for (var count = 2; count <= 4 && from + count <= words.Length; count++)
            {
                var name = string.Join(' ', words[from..(from + count)]);
                yield return name;
                if (name[^1] == 's')
                {
                    // The German genitive has no apostrophe: "Kim Lees Laptop".
                    yield return name[..^1];
                }
            }
        }
    }

    [GeneratedRegex(@"\p{Lu}[\p{L}'’-]*( \p{Lu}[\p{L}'’-]+){1,5}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Run();

    [GeneratedRegex(@"['’]s?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Possessive();

    [GeneratedRegex(
        @"\b(of|for|behalf of|colleague|colleagues|user|von|für|bei|kollege|kollegin|kollegen|nutzer|nutzerin|herr|herrn|frau|mr\.?|mrs\.?|ms\.?)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex For();

    /// <summary>"Kim Lee called: her laptop …" speaks of Kim's device in the same breath.</summary>
    [GeneratedRegex(@"^[^.!?\n]{0,40}\b(his|her|their|sein|seine|ihr|ihre)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pronoun();
}
