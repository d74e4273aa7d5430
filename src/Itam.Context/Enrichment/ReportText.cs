using System.Globalization;
using System.Text;

namespace Itam.Context.Enrichment;

/// <summary>Turns text from outside into one harmless line, and moments and ages into the words that all surfaces share.</summary>
public static class ReportText
{
    public const int MaxLength = 200;

    /// <summary>
    /// One line without control, bidirectional-override or zero-width characters, at most <see cref="MaxLength"/> characters. What is left is still data:
    /// each renderer encodes it for its own format.
    /// </summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        var clean = new StringBuilder(Math.Min(text.Length, MaxLength));
        var space = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                space = clean.Length > 0;
                continue;
            }

            // Format characters reorder or hide text; a lone surrogate was already replaced by U+FFFD.
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
            {
                continue;
            }

            if (clean.Length + rune.Utf16SequenceLength + (space ? 1 : 0) > MaxLength - 1)
            {
                return clean.Append('…').ToString();
            }

            if (space)
            {
                clean.Append(' ');
                space = false;
            }

            clean.Append(rune.ToString());
        }

        return clean.ToString();
    }

    /// <summary>The address if it is absolute http or https without user information; otherwise null.</summary>
    public static Uri? SafeLink(Uri? address) =>
        address is { IsAbsoluteUri: true, UserInfo: "" } && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? address
            : null;

    /// <summary>"21 Nov 2026, 09:42 UTC".</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>"9 Dec 2026".</summary>
    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>"just now", "4 min ago", "3 h ago", "6 days ago".</summary>
    public static string Ago(DateTimeOffset then, DateTimeOffset now) =>
        (now - then) switch
        {
            { TotalMinutes: < 2 } => "just now",
            { TotalHours: < 1 } age => string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:0} min ago"),
            { TotalHours: < 48 } age => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(age.TotalHours):0} h ago"),
            var age => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(age.TotalDays):0} days ago"),
        };

    /// <summary>"in 18 days", "today", "12 days ago", "5 years ago".</summary>
    public static string Until(DateOnly day, DateOnly today) =>
        (day.DayNumber - today.DayNumber) switch
        {
            0 => "today",
            1 => "tomorrow",
            -1 => "yesterday",
            < -730 and var days => string.Create(CultureInfo.InvariantCulture, $"{-days / 365} years ago"),
            > 1 and var days => string.Create(CultureInfo.InvariantCulture, $"in {days} days"),
            var days => string.Create(CultureInfo.InvariantCulture, $"{-days} days ago"),
        };
}
