using System.Globalization;
using System.Text.RegularExpressions;

namespace Itam.Context.Register.Import.Values;

/// <summary>Numbers as people and exports write them: 1,299.00 · 1.299,00 · 1 299,00 · 1'299.00 · 1299.</summary>
internal static partial class Numbers
{
    /// <param name="dotIsDecimal">A single dot always divides units from fractions, also before three digits (sizes: "6.125").</param>
    public static decimal? Parse(string text, bool dotIsDecimal = false)
    {
        var compact = Blanks().Replace(text, "");
        if (!Shape().IsMatch(compact))
        {
            return null;
        }

        var dots = compact.Count(c => c == '.');
        var commas = compact.Count(c => c == ',');
        char? point = (dots, commas) switch
        {
            (0, 0) => null,
            (> 0, > 0) => compact.LastIndexOf('.') > compact.LastIndexOf(',') ? '.' : ',',
            (1, 0) => dotIsDecimal || !Thousands().IsMatch(compact) ? '.' : null,
            (0, 1) => Thousands().IsMatch(compact) ? null : ',',
            _ => null,
        };
        if (point is { } p && (compact.Count(c => c == p) > 1 || !Grouped().IsMatch(compact[..compact.IndexOf(p, StringComparison.Ordinal)])))
        {
            return null;
        }

        if (point is null && dots + commas > 0 && !Grouped().IsMatch(compact))
        {
            return null;
        }

        var plain = new string([.. compact.Where(c => c == point || c is '-' || char.IsAsciiDigit(c)).Select(c => c == point ? '.' : c)]);
        return decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    public static Cell<int> Count(string text) =>
        text.ToLowerInvariant() is "unlimited" or "unbegrenzt" ? Cell<int>.Nothing
        : Parse(text) is { } number && number >= 0 && number <= int.MaxValue && number == decimal.Truncate(number) ? (int)number
        : Cell<int>.Bad("This is not a whole number. Write it like 250.");

    [GeneratedRegex(@"[\s'’\u00A0\u202F]", RegexOptions.None, 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^-?\d+([.,]\d+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();

    [GeneratedRegex(@"^-?[1-9]\d{0,2}[.,]\d{3}$", RegexOptions.None, 1000)]
    private static partial Regex Thousands();

    /// <summary>Groups of two (India) or three digits.</summary>
    [GeneratedRegex(@"^-?\d+([.,]\d{2,3})*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Grouped();
}
