using System.Globalization;
using Itam.Context.Connections;

namespace Itam.Context.Sources;

/// <summary>What a desk's connection says about the desk's own asset store.</summary>
/// <param name="ReadAssets">Off unless switched on: a desk is first of all a desk.</param>
/// <param name="CredentialExpiresOn">The day on which the connection's credential ends, where an administrator noted it.</param>
public sealed record AssetStoreSettings(bool ReadAssets, DateOnly? CredentialExpiresOn)
{
    private const string Example = "2027-03-31";

    public static AssetStoreSettings Read(SettingsReader reader)
    {
        DateOnly? expires = null;
        if (reader.OptionalText("CredentialExpiresOn") is { } text)
        {
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                expires = day;
            }
            else
            {
                reader.Report("CredentialExpiresOn", $"is '{text}', not a day", Example);
            }
        }

        return new(reader.Flag("ReadAssets", fallback: false), expires);
    }

    /// <summary>A line for the doctor; none where the day is not known. Not OK from 30 days before the end.</summary>
    internal IEnumerable<ConnectionCheck> CredentialChecks(DateTimeOffset now)
    {
        if (CredentialExpiresOn is not { } end)
        {
            yield break;
        }

        var left = end.DayNumber - DateOnly.FromDateTime(now.UtcDateTime).DayNumber;
        var day = end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        const string Remedy = "Create a new credential now, set it, and move CredentialExpiresOn.";
        yield return left switch
        {
            < 0 => new(false, $"The credential is valid (it ended on {day})", Remedy),
            <= 1 => new(false, $"The credential is valid for more than a day (it ends on {day})", Remedy),
            <= 7 => new(false, $"The credential is valid for more than 7 days (it ends on {day})", Remedy),
            <= 30 => new(false, $"The credential is valid for more than 30 days (it ends on {day})", Remedy),
            _ => new(true, $"The credential is valid until {day}"),
        };
    }
}
