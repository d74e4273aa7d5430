using System.Globalization;
using System.Text.RegularExpressions;

namespace Itam.Context.Register.Import.Values;

/// <summary>Countries, time zones and languages by their codes or their names (English, German and their own).</summary>
internal static partial class Places
{
    private static readonly Lazy<Dictionary<string, string>> Countries = new(LoadCountries);
    private static readonly Lazy<Dictionary<string, string>> LanguageNames = new(LoadLanguages);

    /// <returns>ISO 3166-1 alpha-2.</returns>
    public static string? Country(string text) =>
        Countries.Value.GetValueOrDefault(text) ?? (TwoLetters().IsMatch(text) ? text.ToUpperInvariant() : null);

    /// <returns>The IANA name; Windows names ("W. Europe Standard Time") are translated.</returns>
    public static string? Zone(string text) =>
        text == "UTC" || (text.Contains('/', StringComparison.Ordinal) && TimeZoneInfo.TryFindSystemTimeZoneById(text, out _)) ? text
        : TimeZoneInfo.TryConvertWindowsIdToIanaId(text, out var iana) ? iana
        : null;

    /// <returns>BCP 47.</returns>
    public static string? Language(string text) => Tag().IsMatch(text) ? text.Replace('_', '-') : LanguageNames.Value.GetValueOrDefault(text);

    private static Dictionary<string, string> LoadCountries()
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["UK"] = "GB",
            ["USA"] = "US",
            ["Vereinigte Staaten"] = "US",
            ["Großbritannien"] = "GB",
        };
        foreach (var culture in CultureInfo.GetCultures(CultureTypes.SpecificCultures))
        {
            var region = new RegionInfo(culture.Name);
            if (TwoLetters().IsMatch(region.TwoLetterISORegionName))
            {
                names.TryAdd(region.EnglishName, region.TwoLetterISORegionName);
                names.TryAdd(region.NativeName, region.TwoLetterISORegionName);
                names.TryAdd(region.ThreeLetterISORegionName, region.TwoLetterISORegionName);
            }
        }

        return names;
    }

    private static Dictionary<string, string> LoadLanguages()
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Englisch"] = "en",
            ["Französisch"] = "fr",
            ["Japanisch"] = "ja",
            ["Spanisch"] = "es",
            ["Italienisch"] = "it",
        };
        foreach (var culture in CultureInfo.GetCultures(CultureTypes.NeutralCultures).Where(c => c.Name.Length > 0))
        {
            names.TryAdd(culture.EnglishName, culture.Name);
            names.TryAdd(culture.NativeName, culture.Name);
        }

        return names;
    }

    [GeneratedRegex("^[A-Za-z]{2}$", RegexOptions.None, 1000)]
    private static partial Regex TwoLetters();

    [GeneratedRegex("^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();
}
