using System.Text.RegularExpressions;

namespace Itam.Context.Enrichment.Reading;

/// <summary>What the writer says in the ticket itself: no quoted mail, no signature. People named there are seldom those with the problem.</summary>
internal static partial class OwnWords
{
    public static string Of(string text)
    {
        var own = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            if (QuoteStarts().IsMatch(line) || (own.Exists(l => l.Trim().Length > 0) && Closing().IsMatch(line)))
            {
                break;
            }

            if (!line.TrimStart().StartsWith('>'))
            {
                own.Add(line);
            }
        }

        return string.Join('\n', own);
    }

    /// <summary>The lines that mail programs put before what they quote, in English and German.</summary>
    [GeneratedRegex(
        @"^\s*(-{2,}\s*(original message|ursprüngliche nachricht|forwarded message|weitergeleitete nachricht)|(on|am)\b.{4,100}\b(wrote|schrieb)\b.*:\s*$|(from|von):\s.*@)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex QuoteStarts();

    [GeneratedRegex(
        @"^\s*(--|((with |mit )?(kind|best|warm|many|viele[nr]?|freundliche[nr]?|liebe|beste|schöne)\s+(regards|wishes|grüße[n]?|grüssen?|thanks)|regards|best|thanks|thank you|cheers|danke|vielen dank|danke und gruß|gruß|grüße|mfg|lg|vg)[\s,.!]*)\s*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Closing();
}
