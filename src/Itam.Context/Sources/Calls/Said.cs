using System.Globalization;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Calls;

/// <summary>Reads values that come as text, number or boolean, and turns those that mean nothing into null.</summary>
internal static class Said
{
    private static readonly DateTimeOffset Earliest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Follows names through objects; null where the way ends.</summary>
    public static JToken? At(this JToken? token, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            token = (token as JObject)?[name];
        }

        return token;
    }

    public static string? Words(this JToken? token) =>
        token.Text()?.Trim() is { Length: > 0 } text
        && text.ToLowerInvariant() is not ("n/a" or "not available" or "none" or "null" or "unknown" or "-")
            ? text
            : null;

    /// <summary>A moment without a zone is UTC. Unix seconds and milliseconds are told apart by their size. Dates before 1990 are "never".</summary>
    public static DateTimeOffset? Moment(this JToken? token)
    {
        if (token.Words() is not { } text)
        {
            return null;
        }

        DateTimeOffset? moment =
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var unix)
                ? unix switch
                {
                    < 100_000_000_000 => DateTimeOffset.FromUnixTimeSeconds(unix),
                    < 100_000_000_000_000 => DateTimeOffset.FromUnixTimeMilliseconds(unix),
                    _ => null,
                }
            : DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var parsed
            )
                ? parsed
            : null;
        return moment > Earliest ? moment : null;
    }

    /// <summary>The day as written, whatever the zone of the clock behind it.</summary>
    public static DateOnly? Day(this JToken? token) =>
        token.Words() is { Length: >= 10 } text
        && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year >= Earliest.Year
            ? day
            : null;

    public static decimal? Number(this JToken? token) =>
        decimal.TryParse(token.Words(), NumberStyles.Number | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public static int? Count(this JToken? token) => token.Number() is { } number and >= 0 and <= int.MaxValue ? (int)number : null;

    /// <summary>Megabytes as bytes; vendors of disks count in tens.</summary>
    public static long? Megabytes(this JToken? token) =>
        token.Number() is { } number and > 0 and < 1_000_000_000_000 ? (long)(number * 1_000_000) : null;

    public static bool? Flag(this JToken? token) =>
        token.Words()?.ToLowerInvariant() switch
        {
            "true" or "yes" or "1" => true,
            "false" or "no" or "0" => false,
            _ => null,
        };

    public static string? Clip(string? text) => text is { Length: > 200 } ? text[..200] : text;
}
