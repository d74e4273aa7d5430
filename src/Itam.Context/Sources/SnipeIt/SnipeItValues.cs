using System.Globalization;
using System.Net;
using Itam.Context.Connections;
using Itam.Context.Register.Import.Values;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.SnipeIt;

/// <summary>How Snipe-IT writes values (app/Http/Transformers): texts HTML-escaped once, dates in an object with a display form, times without a zone.</summary>
internal static class SnipeItValues
{
    private static readonly string[] Moments = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm"];

    /// <returns>Null for nothing, an empty text or a dash.</returns>
    public static string? Words(this JToken? token) =>
        WebUtility.HtmlDecode(token.Text())?.Trim() is { Length: > 0 } text && text is not ("-" or "N/A" or "n/a") ? text : null;

    /// <summary>The name of a related record: {"id":1,"name":"Lenovo"}, or the bare text.</summary>
    public static string? Named(this JToken? token) => (token is JObject related ? related["name"] : token).Words();

    /// <summary>Ids come as numbers and, in flat rows, as texts.</summary>
    public static long? Id(this JToken? token) =>
        long.TryParse((token is JObject related ? related["id"] : token).Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && id > 0
            ? id
            : null;

    /// <summary>True for a text that can stand for an id in a path.</summary>
    public static bool IsId(string value) => value.Length is > 0 and < 19 && value.All(char.IsAsciiDigit);

    public static int? Count(this JToken? token) =>
        int.TryParse(token.Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    public static bool? Flag(this JToken? token) =>
        token.Text()?.ToLowerInvariant() switch
        {
            "true" or "1" => true,
            "false" or "0" => false,
            _ => null,
        };

    public static DateOnly? Day(this JToken? token)
    {
        var text = (token is JObject shown ? shown["date"] ?? shown["datetime"] : token).Text();
        return
            text is { Length: >= 10 }
            && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year > 1900
            ? day
            : null;
    }

    public static DateTimeOffset? Moment(this JToken? token, TimeZoneInfo zone)
    {
        var text = (token is JObject shown ? shown["datetime"] ?? shown["date"] : token).Text();
        if (!DateTime.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || local.Year <= 1900)
        {
            return token.Day() is { } day ? At(day.ToDateTime(TimeOnly.MinValue), zone) : null;
        }

        return At(local, zone);
    }

    /// <summary>A display text in the separators of the instance: 1,299.00 or 1.299,00.</summary>
    public static decimal? Amount(this JToken? token) => token.Words() is { } text && Numbers.Parse(text) is { } amount and >= 0 ? amount : null;

    // In the hour that a clock change leaves out, the offset before it is as good as any.
    private static DateTimeOffset At(DateTime local, TimeZoneInfo zone) => new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
}
