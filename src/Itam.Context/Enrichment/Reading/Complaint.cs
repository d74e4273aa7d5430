using System.Text.RegularExpressions;

namespace Itam.Context.Enrichment.Reading;

/// <summary>What the writer complains about: without sentences that say what works, and without "phone" where only a number to call follows.</summary>
internal static partial class Complaint
{
    public static string Of(string ownText) =>
        string.Join(' ', Sentence().Split(Contact().Replace(ownText, " ")).Where(s => !Works().IsMatch(s) || But().IsMatch(s)));

    [GeneratedRegex(@"(?<=[.!?])\s+|\n", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sentence();

    [GeneratedRegex(
        @"\b(works? (fine|well|perfectly)|is fine|are fine|(funktioniert|läuft|geht) (einwandfrei|gut|problemlos))\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Works();

    [GeneratedRegex(@"\b(but|aber|however|jedoch)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex But();

    [GeneratedRegex(
        @"\b(phone|mobile|handy|mobil|telefon|tel)\b[.:]?\s*[+(]?\d[\d\s/()-]{4,}",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Contact();
}
