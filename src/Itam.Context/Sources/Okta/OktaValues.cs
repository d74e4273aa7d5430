using System.Globalization;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Okta;

internal static class OktaValues
{
    public static string? Word(this JToken? row, string field) =>
        row is JObject && row[field].Text()?.Trim() is { Length: > 0 } text ? text : null;

    public static DateTimeOffset? Moment(this JObject row, string field) =>
        DateTimeOffset.TryParse(
            row.Word(field),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var moment
        )
        && moment.Year > 1970
            ? moment
            : null;

    public static bool? Truth(this JToken? row, string field) => bool.TryParse(row.Word(field), out var truth) ? truth : null;

    /// <summary>A string in Okta's SCIM filters.</summary>
    public static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    public static string Write(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
