using Itam.Context.Enrichment;

namespace Itam.Webhooks.ServiceNow;

/// <summary>The visible last line of our entries, "ctx-7f3a9c2e · 1b2c3d4e": whose entry it is, and what it means.</summary>
internal static class NoteMarker
{
    private const string Separator = " · ";
    private const int MeaningLength = 8;

    public static string Of(ContextReport report) => $"{report.Reference}{Separator}{Meaning(report)}";

    /// <summary>Only the last line counts: everything above it may hold text from outside.</summary>
    public static bool IsIn(string entry, string reference) => LastLine(entry).StartsWith(reference + Separator, StringComparison.Ordinal);

    public static bool Says(string entry, ContextReport report) => LastLine(entry) == Of(report);

    private static string Meaning(ContextReport report) =>
        report.Fingerprint.Length > MeaningLength ? report.Fingerprint[..MeaningLength] : report.Fingerprint;

    private static string LastLine(string entry)
    {
        var text = entry.AsSpan().TrimEnd();
        return text[(text.LastIndexOf('\n') + 1)..].Trim().ToString();
    }
}
