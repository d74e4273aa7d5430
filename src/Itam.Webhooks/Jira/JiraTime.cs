using System.Globalization;

namespace Itam.Webhooks.Jira;

/// <summary>Jira writes offsets without a colon: 2026-01-01T01:00:00.000+0100.</summary>
internal static class JiraTime
{
    /// <summary>A moment for JQL, which reads dates in the account's own zone: as whole minutes before now, rounded to the past.</summary>
    public static string MinutesAgo(DateTimeOffset moment, TimeProvider time) =>
        string.Create(CultureInfo.InvariantCulture, $"-{Math.Max(1, (long)Math.Ceiling((time.GetUtcNow() - moment).TotalMinutes) + 1)}m");

    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd'T'HH:mm:ss.fffzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var moment
        )
            ? moment
            : null;
}
