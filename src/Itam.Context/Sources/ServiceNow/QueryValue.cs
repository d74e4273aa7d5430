using System.Globalization;

namespace Itam.Context.Sources.ServiceNow;

/// <summary>
/// A value that can stand in an encoded query without becoming part of it. Encoded queries have no escaping, so what could be read as a separator (<c>^</c>, a
/// line break), as script (<c>javascript:</c>) or as a keyword (<c>NULL</c>) is refused rather than stripped: a stripped value would search for something else.
/// </summary>
public sealed record QueryValue
{
    private const int MaxLength = 200;

    private QueryValue(string text) => Text = text;

    public string Text { get; }

    /// <returns>Null where the text is empty, too long (over 200 characters) or could change the query.</returns>
    public static QueryValue? Of(string? raw)
    {
        var text = raw?.Trim();
        return
            string.IsNullOrEmpty(text)
            || text.Length > MaxLength
            || text.Contains('^', StringComparison.Ordinal)
            || text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029')
            || text.Contains("javascript:", StringComparison.OrdinalIgnoreCase)
            || text.Equals("NULL", StringComparison.OrdinalIgnoreCase)
            ? null
            : new QueryValue(text);
    }

    /// <summary>A value of our own.</summary>
    /// <exception cref="ArgumentException">It is not safe after all.</exception>
    public static QueryValue Constant(string text) =>
        Of(text) ?? throw new ArgumentException($"'{text}' cannot stand in an encoded query.", nameof(text));

    public static QueryValue Of(SysId id) => new(id.Value);

    /// <summary>UTC to the second, as the instance stores times.</summary>
    public static QueryValue Of(DateTimeOffset moment) => new(moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));

    public override string ToString() => Text;
}
