using Itam.Context.Connections;
using Itam.Context.Register.Import.Values;

namespace Itam.Context.Sources.SnipeIt;

/// <summary>A connection's settings.</summary>
/// <param name="Address">Of the instance, without the API's path.</param>
/// <param name="Zone">The instance's APP_TIMEZONE: its times carry no zone.</param>
/// <param name="Currency">ISO 4217; the API's costs carry none.</param>
/// <param name="CallsPerMinute">Of background reads; the instance's limit (API_THROTTLE_PER_MINUTE) is 120 unless changed and counts per user.</param>
/// <param name="CrossIds">Custom field by the connection whose id of the device it holds.</param>
internal sealed record SnipeItSettings(
    Uri Address,
    string Token,
    TimeZoneInfo Zone,
    string? Currency,
    double CallsPerMinute,
    bool AllowWrites,
    CredentialEnd CredentialEnd,
    IReadOnlyDictionary<string, string> CrossIds
)
{
    public static SnipeItSettings Read(SettingsReader reader)
    {
        var token = reader.Text("Token", "a personal access token of the service user");
        return new(
            Base(reader.Url("BaseUrl", "https://assets.example.com")),
            token,
            ZoneOf(reader),
            CurrencyOf(reader),
            reader.Number("CallsPerMinute", 50, 1, 100_000),
            reader.Flag("AllowWrites", false),
            CredentialEnd.Read(reader, token),
            CrossIdsOf(reader)
        );
    }

    // A record prints its members; the token must not reach a log that way.
    public override string ToString() => $"Snipe-IT at {Address}";

    private static Uri Base(Uri url)
    {
        var text = url.AbsoluteUri.TrimEnd('/');
        return new Uri(text.EndsWith("/api/v1", StringComparison.OrdinalIgnoreCase) ? text[..^"/api/v1".Length] : text);
    }

    private static TimeZoneInfo ZoneOf(SettingsReader reader)
    {
        if (reader.OptionalText("TimeZone") is not { } name)
        {
            return TimeZoneInfo.Utc;
        }

        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            return zone;
        }

        reader.Report("TimeZone", $"is '{name}', not a time zone that is known here", "Europe/Berlin");
        return TimeZoneInfo.Utc;
    }

    private static string? CurrencyOf(SettingsReader reader)
    {
        if (reader.OptionalText("Currency") is not { } text)
        {
            return null;
        }

        if (Money.CurrencyOf(text) is { } currency)
        {
            return currency;
        }

        reader.Report("Currency", $"is '{text}', not a three-letter code", "EUR");
        return null;
    }

    private static Dictionary<string, string> CrossIdsOf(SettingsReader reader)
    {
        var section = reader.Section("CrossIds");
        return section.Children().ToDictionary(c => c.Name, c => section.Text(c.Name, "the label of a custom field"), StringComparer.Ordinal);
    }
}
