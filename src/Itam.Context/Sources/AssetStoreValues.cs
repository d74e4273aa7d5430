using System.Globalization;
using Itam.Context.Register.Import.Values;

namespace Itam.Context.Sources;

/// <summary>Values as people typed them into a desk's asset store. What says nothing ("n/a", "-", 0001-01-01) becomes null; what cannot be read does too.</summary>
internal static class AssetStoreValues
{
    public static string? Said(string? text) =>
        text?.Trim() is { Length: > 0 } trimmed
        && trimmed.ToLowerInvariant() is not ("-" or "--" or "n/a" or "na" or "none" or "null" or "unknown" or "not set" or "tbd")
            ? trimmed
            : null;

    public static DateOnly? Day(string? text) => Said(text) is { } said ? Dates.Date(said, order: null).Value : null;

    public static DateTimeOffset? Moment(string? text) =>
        Said(text) is { } said
        && DateTimeOffset.TryParse(
            said,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var moment
        )
        && moment.Year > 1970
            ? moment
            : null;

    /// <summary>An amount of nothing is what an empty money field reads as.</summary>
    public static (decimal? Amount, string? Currency) Cost(string? text) =>
        Said(text) is { } said && Money.Parse(said).Value is { Amount: > 0 } money ? (money.Amount, money.Currency) : (null, null);

    public static int? Count(string? text) =>
        Said(text) is { } said
        && decimal.TryParse(said, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number is >= 0 and <= int.MaxValue
            ? (int)number
            : null;

    /// <summary>A name of one word can be a hostname; "Dana's laptop" is a label somebody typed.</summary>
    public static string? Hostname(string? text) => Said(text) is { } said && !said.Any(char.IsWhiteSpace) ? said : null;

    /// <summary>Only names of the time zone database are sure; "Berlin" is not one.</summary>
    public static string? TimeZone(string? text) =>
        Said(text) is { } said && said.Contains('/', StringComparison.Ordinal) && TimeZoneInfo.TryFindSystemTimeZoneById(said, out _) ? said : null;
}
