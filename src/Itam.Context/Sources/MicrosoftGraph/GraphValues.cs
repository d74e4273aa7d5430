using System.Globalization;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.MicrosoftGraph;

/// <summary>Values as Graph writes them. What it writes for "nothing" (0001-01-01, a GUID of zeros, "Unknown", "") is null.</summary>
internal static class GraphValues
{
    private const string NoGuid = "00000000-0000-0000-0000-000000000000";

    public static string? Word(this JObject row, string field) =>
        row[field].Text()?.Trim() is { Length: > 0 } text && text != NoGuid && !text.Equals("unknown", StringComparison.OrdinalIgnoreCase) ? text : null;

    public static DateTimeOffset? Moment(this JObject row, string field) =>
        row.Word(field) is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
        && moment.Year > 1900
            ? moment
            : null;

    public static DateOnly? Day(this JObject row, string field) =>
        row.Moment(field) is { } moment ? DateOnly.FromDateTime(moment.UtcDateTime) : null;

    public static bool? Truth(this JObject row, string field) => bool.TryParse(row[field].Text(), out var truth) ? truth : null;

    /// <summary>A size or count; null for 0, which Graph writes where it does not know.</summary>
    public static long? Amount(this JObject row, string field) =>
        decimal.TryParse(row[field].Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is > 0 and < long.MaxValue
            ? (long)number
            : null;

    public static int? Count(this JToken? token) =>
        int.TryParse(token.Text(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : null;
}
