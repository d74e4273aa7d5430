using System.Globalization;
using Itam.Context.Connections;

namespace Itam.Context.Sources.Calls;

/// <summary>The day on which a credential stops working, where the administrator wrote it down (<c>CredentialExpiresOn</c>).</summary>
internal sealed record CredentialEnd(DateOnly? On)
{
    private const string Setting = "CredentialExpiresOn";

    public static CredentialEnd Read(SettingsReader reader)
    {
        if (reader.OptionalText(Setting) is not { } text)
        {
            return new CredentialEnd((DateOnly?)null);
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return new CredentialEnd(day);
        }

        reader.Report(Setting, $"is '{text}', not a date", "2027-03-31");
        return new CredentialEnd((DateOnly?)null);
    }

    /// <summary>Null where no day is known. A warning gets more urgent at 30, 7 and 1 days.</summary>
    public ConnectionCheck? Check(DateTimeOffset now, string renew)
    {
        if (On is not { } end)
        {
            return null;
        }

        var days = end.DayNumber - DateOnly.FromDateTime(now.UtcDateTime).DayNumber;
        var what = string.Create(CultureInfo.InvariantCulture, $"The credential is valid (until {end:yyyy-MM-dd}).");
        return days switch
        {
            < 0 => new(false, what, $"It ended on that day. {renew}"),
            <= 1 => new(false, what, $"It ends {(days == 0 ? "today" : "tomorrow")}. {renew}"),
            <= 7 => new(false, what, $"It ends within 7 days. {renew}"),
            <= 30 => new(false, what, $"It ends within 30 days. {renew}"),
            _ => new(true, what),
        };
    }
}
