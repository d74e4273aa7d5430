using Itam.Context.Desks;
using Itam.Context.Register;

namespace Itam.Context.Enrichment.Reading;

/// <summary>
/// Other identifiers that a person may have meant to write. They are weaker than what stands there: they count only where nothing carries the exact form
/// and exactly one device carries any of the others.
/// </summary>
internal static class Spellings
{
    private const int ShortestIdentifier = 5;
    private const int LongestPrefix = 5;

    /// <summary>More doubtful characters than this are not tried one by one.</summary>
    private const int MostDoubtful = 4;

    /// <summary>"LT0042" may be LT-0042, and "5CG1-2345" may be 5CG12345.</summary>
    public static IEnumerable<DeviceName> OtherMarks(string token)
    {
        var plain = token.Replace('_', '-');
        if (
            token.Length is < ShortestIdentifier or > 20
            || !token.Any(char.IsAsciiDigit)
            || !plain.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        )
        {
            yield break;
        }

        if (plain.Contains('-', StringComparison.Ordinal))
        {
            yield return new DeviceName(IdentifierKind.Serial, plain.Replace("-", "", StringComparison.Ordinal));
            if (plain != token)
            {
                yield return new DeviceName(IdentifierKind.AssetTag, plain);
            }
        }
        else if (char.IsAsciiLetter(plain[0]) && plain.Length <= 12)
        {
            for (var at = 1; at <= Math.Min(LongestPrefix, plain.Length - 2); at++)
            {
                yield return new DeviceName(IdentifierKind.AssetTag, plain.Insert(at, "-"));
            }
        }
    }

    /// <summary>"LT 0042" may be LT-0042 or LT0042.</summary>
    public static IEnumerable<DeviceName> Joined(string first, string second)
    {
        if (first.Length is < 1 or > LongestPrefix || !first.All(char.IsAsciiLetter) || second.Length is < 2 or > 10)
        {
            yield break;
        }

        if (second.Any(char.IsAsciiDigit) && second.All(char.IsAsciiLetterOrDigit))
        {
            yield return new DeviceName(IdentifierKind.AssetTag, $"{first}-{second}");
            yield return new DeviceName(IdentifierKind.AssetTag, first + second);
        }
    }

    /// <summary>O and 0, I and 1 look alike on a sticker.</summary>
    public static IEnumerable<DeviceName> LookAlikes(string token)
    {
        var doubtful = Enumerable.Range(0, token.Length).Where(i => Twin(token[i]) != token[i]).ToArray();
        var plausible = token.Length is >= ShortestIdentifier and <= 20 && token.Any(char.IsAsciiDigit) && token.All(char.IsAsciiLetterOrDigit);
        if (!plausible || doubtful.Length is 0 or > MostDoubtful)
        {
            yield break;
        }

        for (var choice = 1; choice < 1 << doubtful.Length; choice++)
        {
            var letters = token.ToCharArray();
            foreach (var (bit, at) in doubtful.Index())
            {
                letters[at] = (choice & (1 << bit)) != 0 ? Twin(letters[at]) : letters[at];
            }

            yield return new DeviceName(IdentifierKind.Serial, new string(letters));
        }
    }

    private static char Twin(char c) =>
        c switch
        {
            '0' => 'O',
            'O' or 'o' => '0',
            '1' => 'I',
            'I' or 'i' => '1',
            _ => c,
        };
}
