using System.Globalization;
using System.Text.RegularExpressions;

namespace Itam.Context.Register.Import.Values;

/// <param name="Currency">ISO 4217, or null where the text names none.</param>
internal readonly partial record struct Money(decimal Amount, string? Currency)
{
    private static readonly Dictionary<string, string> Symbols = new(StringComparer.OrdinalIgnoreCase)
    {
        ["€"] = "EUR",
        ["$"] = "USD",
        ["US$"] = "USD",
        ["£"] = "GBP",
        ["¥"] = "JPY",
        ["￥"] = "JPY",
        ["₹"] = "INR",
        ["Euro"] = "EUR",
        ["Fr."] = "CHF",
        ["SFr."] = "CHF",
    };

    public static Cell<Money> Parse(string text)
    {
        var match = Shape().Match(text.Trim());
        var name = match.Groups["before"].Length > 0 ? match.Groups["before"].Value : match.Groups["after"].Value;
        if (
            !match.Success
            || (match.Groups["before"].Length > 0 && match.Groups["after"].Length > 0)
            || Numbers.Parse(match.Groups["number"].Value) is not { } amount
        )
        {
            return Cell<Money>.Bad("This is not an amount of money. Write it like 1299.00 EUR.");
        }

        if (amount < 0)
        {
            return Cell<Money>.Bad("A cost cannot be negative. Write it like 1299.00 EUR.");
        }

        return name.Trim() switch
        {
            "" => new Money(amount, null),
            var unit when CurrencyOf(unit) is { } currency => new Money(amount, currency),
            var unit => Cell<Money>.Bad($"\"{unit}\" is not a currency that is known here. Write the three-letter code, like EUR."),
        };
    }

    public static string? CurrencyOf(string text) =>
        Symbols.GetValueOrDefault(text.Trim()) ?? (Code().IsMatch(text.Trim()) ? text.Trim().ToUpperInvariant() : null);

    /// <summary>The amount without its currency. Three decimals gain a zero, since 1.299 reads as thousands.</summary>
    public static string Print(decimal amount)
    {
        var digits = Math.Max(2, (int)amount.Scale);
        return amount.ToString("F" + (digits == 3 ? 4 : digits).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^(?<before>[^\d\s\-,]{1,4}\s?)?(?<number>-?\d[\d.,\s'’]*)(?<after>\p{L}{2,4}|\p{Sc})?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();

    [GeneratedRegex("^[A-Za-z]{3}$", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
