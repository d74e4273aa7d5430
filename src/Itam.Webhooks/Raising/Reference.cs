using System.Text.RegularExpressions;

namespace Itam.Webhooks.Raising;

/// <summary>
/// Our own name for a ticket or a comment, visible as its last line: desks keep no hidden marks everywhere, and only the last line counts, since everything above
/// it may hold text from outside.
/// </summary>
internal static partial class Reference
{
    /// <summary>"Reference itam-7f3a9c2e".</summary>
    public static string Line(string reference) => $"Reference {reference}";

    /// <param name="text">Plain text, as people see it.</param>
    public static bool EndsIn(string text, string reference)
    {
        var trimmed = text.AsSpan().TrimEnd();
        return trimmed[(trimmed.LastIndexOf('\n') + 1)..].Trim().SequenceEqual(Line(reference));
    }

    /// <exception cref="ArgumentException">It is none; "ctx-" begins the name of a note, which is edited in place.</exception>
    public static void Check(string reference)
    {
        if (!Shape().IsMatch(reference) || reference.StartsWith("ctx-", StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{reference}' is no reference: 1 to 60 of a-z, 0-9 and '-', and not 'ctx-…'.", nameof(reference));
        }
    }

    [GeneratedRegex(@"\A[a-z0-9-]{1,60}\z", RegexOptions.None, 1000)]
    private static partial Regex Shape();
}
