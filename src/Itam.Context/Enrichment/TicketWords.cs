using System.Collections.Immutable;
using System.Net;
using Itam.Context.Desks;
using Itam.Context.Enrichment.Reading;
using Itam.Context.Register;

namespace Itam.Context.Enrichment;

/// <summary>
/// What the words of a ticket may name. It guesses nothing: every plausible token becomes a question to the register, and only an identifier that is
/// really there counts. Addresses, links, versions and bare short numbers are left out, since they look like identifiers and are not.
/// </summary>
public sealed class TicketWords
{
    private const int MaxTokens = 400;
    private const int MaxLength = 40;
    private const int ShortestSerialOfLetters = 7;
    private const int LongestSerialOfLetters = 12;

    private static readonly HashSet<string> SerialCues = new(StringComparer.Ordinal)
    {
        "serial",
        "serials",
        "sn",
        "s/n",
        "seriennummer",
        "service",
        "no",
        "number",
        "nummer",
    };
    private static readonly HashSet<string> TagCues = new(StringComparer.Ordinal)
    {
        "asset",
        "tag",
        "inventory",
        "inventar",
        "inventarnummer",
        "device",
        "gerät",
        "pc",
    };

    private readonly HashSet<string> _words;
    private readonly string _text;

    private readonly IReadOnlyList<string> _own;

    private TicketWords(string text, string ownText, HashSet<string> words, ImmutableArray<Mention> mentions)
    {
        _text = text;
        _words = words;
        Mentions = mentions;
        Names = [.. mentions.Where(m => m.Spelling == Spelling.Exact).Select(m => m.Name).Distinct()];
        var complaint = Complaint.Of(ownText);
        _own = [.. Tokens(complaint).Take(MaxTokens).Select(t => t.ToLowerInvariant())];
        OwnText = ownText;
        Topic = Topics.Of(_own, complaint.ToLowerInvariant());
        Places = PlacesNamed.Of(_own);
    }

    /// <summary>Questions to the register.</summary>
    public ImmutableArray<DeviceName> Names { get; }

    /// <summary>Where in the text they stand, and what else they may have been meant to say.</summary>
    internal ImmutableArray<Mention> Mentions { get; }

    /// <summary>Without quoted mails and signature.</summary>
    internal string OwnText { get; }
    internal Topic Topic { get; }
    internal IReadOnlySet<string> Places { get; }

    public static TicketWords Of(string summary, string description)
    {
        var text = $"{summary}\n{description}";
        var summaryTokens = Tokens(summary).Count();
        string[] tokens = [.. Tokens(text).Take(MaxTokens)];
        string[] lower = [.. tokens.Select(t => t.ToLowerInvariant())];
        var mentions = new List<Mention>();
        foreach (var (at, token) in tokens.Index())
        {
            var (earlier, cue) = at > 0 ? (tokens[at - 1], lower[at - 1]) : ("", "");
            void Add(IEnumerable<DeviceName> names, int first, Spelling spelling = Spelling.Exact) =>
                mentions.AddRange(names.Select(n => new Mention(n, first, at, at < summaryTokens, RuledOut.At(lower, first, at), spelling)));

            if (!IsPlausible(token))
            {
                continue;
            }

            Add(Ask(token, cued: SerialCues.Contains(cue) || TagCues.Contains(cue)), at);

            // "PF3A BCDE": people copy serials in groups, as they are printed.
            if (IsGroup(earlier) && IsGroup(token) && earlier.Length + token.Length is >= 7 and <= 14)
            {
                Add([new DeviceName(IdentifierKind.Serial, earlier + token)], at - 1);
            }

            Add(Spellings.OtherMarks(token), at, Spelling.OtherMarks);
            Add(Spellings.Joined(earlier, token), at - 1, Spelling.OtherMarks);
            Add(Spellings.LookAlikes(token), at, Spelling.LookAlike);
        }

        return new TicketWords(text.ToLowerInvariant(), $"{summary}\n{OwnWords.Of(description)}", [.. lower], [.. mentions]);
    }

    /// <summary>True when one of the words stands in the text as a whole word.</summary>
    public bool HasAny(IEnumerable<string> words) => words.Any(_words.Contains);

    /// <summary>True when one of the stems (see <see cref="TopicWords"/>) stands in what the writer says.</summary>
    internal bool OwnAny(string[] stems) => Topics.Any(_own, stems);

    /// <summary>True when the phrase stands in the text, whatever its case.</summary>
    public bool HasPhrase(string phrase) => phrase.Length > 0 && _text.Contains(phrase.ToLowerInvariant(), StringComparison.Ordinal);

    private static IEnumerable<DeviceName> Ask(string token, bool cued)
    {
        var digits = token.Count(char.IsAsciiDigit);
        var bare = digits == token.Length;
        if (bare && token.Length < 7 && !cued)
        {
            yield break;
        }

        if (digits == 0 && token.Length is >= ShortestSerialOfLetters and <= LongestSerialOfLetters && token.All(char.IsAsciiLetterUpper))
        {
            yield return new DeviceName(IdentifierKind.Serial, token);
        }

        if (digits > 0)
        {
            yield return new DeviceName(IdentifierKind.Serial, token);
            yield return new DeviceName(IdentifierKind.AssetTag, token);
            foreach (var unprefixed in WithoutBarcodePrefix(token))
            {
                yield return new DeviceName(IdentifierKind.Serial, unprefixed);
            }
        }

        if (!bare && (digits > 0 || token.Contains('-', StringComparison.Ordinal)) && char.IsLetter(token[0]))
        {
            yield return new DeviceName(IdentifierKind.Hostname, token);
        }
    }

    /// <summary>Barcodes put S before Apple's serials and 1S with the machine type before Lenovo's.</summary>
    private static IEnumerable<string> WithoutBarcodePrefix(string token)
    {
        if (token.StartsWith("1S", StringComparison.OrdinalIgnoreCase) && token.Length is >= 18 and <= 22)
        {
            yield return token[^8..];
        }
        else if (token[0] is 'S' or 's' && token.Length is >= 11 and <= 13)
        {
            yield return token[1..];
        }
    }

    private static bool IsPlausible(string token) =>
        token.Length is >= 3 and <= MaxLength
        && !(token.Contains('.', StringComparison.Ordinal) && IPAddress.TryParse(token, out _))
        && (token.All(char.IsAsciiDigit) || !token.All(c => char.IsAsciiDigit(c) || c is '.' or '-' or '+'));

    private static bool IsGroup(string token) => token.Length is >= 3 and <= 8 && token.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));

    /// <summary>Runs of letters, digits and inner marks; what holds an @ or :// is an address, not a name of a device.</summary>
    private static IEnumerable<string> Tokens(string text)
    {
        foreach (var chunk in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (chunk.Contains('@', StringComparison.Ordinal) || chunk.Contains("://", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (
                var part in chunk.Split([
                    ':',
                    '=',
                    '/',
                    '#',
                    '(',
                    ')',
                    '[',
                    ']',
                    '{',
                    '}',
                    '<',
                    '>',
                    '"',
                    '\'',
                    ',',
                    ';',
                    '|',
                    '\\',
                    '*',
                    '„',
                    '“',
                    '”',
                    '`',
                ])
            )
            {
                var token = part.Trim('.', '!', '?', '-', '_', '…', '’', '‘', '»', '«');
                if (token.Length > 0)
                {
                    yield return token;
                }
            }
        }
    }
}
