using System.Globalization;

namespace Itam.Context.Sources.Warranties;

/// <summary>A date as vendors write it (2025-10-04, 2025-10-04T05:59:59Z); without an offset it is UTC.</summary>
internal static class WireDate
{
    /// <returns>Null for nothing and for the placeholders of databases (0001-01-01, 1900-01-01, 9999-12-31).</returns>
    /// <exception cref="FormatException">There is text and it is no date.</exception>
    public static DateTimeOffset? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var moment = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return moment.Year is > 1980 and < 2200 ? moment : null;
    }

    /// <summary>The day as written, in the source's own offset.</summary>
    /// <exception cref="FormatException">There is text and it is no date.</exception>
    public static DateOnly? Day(string? text) => Parse(text) is { } moment ? DateOnly.FromDateTime(moment.DateTime) : null;
}
