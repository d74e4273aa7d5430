using System.Globalization;

namespace Itam.Context.Connections;

/// <summary>The day a credential stops working, as an administrator noted it (setting <c>CredentialExpiresOn</c>), so that <c>itam doctor</c> can warn ahead.</summary>
internal sealed record CredentialEnd(DateOnly? On)
{
    public static CredentialEnd Read(SettingsReader reader)
    {
        const string Setting = "CredentialExpiresOn";
        if (reader.OptionalText(Setting) is not { } text)
        {
            return new CredentialEnd((DateOnly?)null);
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return new CredentialEnd(day);
        }

        reader.Report(Setting, $"is '{text}', not a date", "2027-06-30");
        return new CredentialEnd((DateOnly?)null);
    }

    /// <summary>Nothing while the end is far or unknown; a line that fails from 30 days before it, more urgent from 7 days and from the last day.</summary>
    public IEnumerable<ConnectionCheck> Check(string name, string remedy, DateTimeOffset now)
    {
        if (On is not { } end || end.DayNumber - DateOnly.FromDateTime(now.UtcDateTime).DayNumber is not (<= 30 and var left))
        {
            yield break;
        }

        var date = end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        yield return new ConnectionCheck(
            false,
            left switch
            {
                < 0 => $"The credential of {name} is still valid (it ended on {date})",
                <= 1 => $"The credential of {name} lasts longer than a day (it ends on {date})",
                <= 7 => $"The credential of {name} lasts longer than 7 days (it ends on {date})",
                _ => $"The credential of {name} lasts longer than 30 days (it ends on {date})",
            },
            remedy
        );
    }
}
