using System.Globalization;
using Itam.Context.Connections;

namespace Itam.Context.Sources.Warranties;

/// <summary>The day on which a credential ends, as an administrator noted it; vendors do not tell.</summary>
internal static class KeyEnd
{
    private const string Setting = "CredentialExpiresOn";

    public static DateOnly? Read(SettingsReader reader)
    {
        if (reader.OptionalText(Setting) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        reader.Report(Setting, $"is '{text}', not a date", "2027-02-18");
        return null;
    }

    /// <returns>A line of <c>itam doctor</c>, not OK from 30 days before the end; null where no end is known.</returns>
    public static ConnectionCheck? Check(DateOnly? end, string renew, TimeProvider time)
    {
        if (end is not { } day)
        {
            return null;
        }

        var left = day.DayNumber - DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).DayNumber;
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return left switch
        {
            < 0 => new ConnectionCheck(false, "The credential has not ended", $"It ended on {date}. {renew}"),
            <= 1 => new ConnectionCheck(false, "The credential lasts more than a day", $"It ends on {date}. Do this now: {renew}"),
            <= 7 => new ConnectionCheck(false, "The credential lasts more than 7 days", $"It ends on {date}, in {left} days. Do this week: {renew}"),
            <= 30 => new ConnectionCheck(false, "The credential lasts more than 30 days", $"It ends on {date}, in {left} days. Do in time: {renew}"),
            _ => new ConnectionCheck(true, $"The credential lasts until {date}"),
        };
    }
}
