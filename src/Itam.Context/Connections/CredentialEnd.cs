using System.Globalization;

namespace Itam.Context.Connections;

/// <summary>The day a credential stops working, as an administrator noted it (setting <c>CredentialExpiresOn</c>); vendors seldom tell.</summary>
public sealed record CredentialEnd(DateOnly? On)
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

    /// <summary>What was noted; else a certificate knows its own end.</summary>
    public static CredentialEnd Read(SettingsReader reader, ClientProof? proof) =>
        Read(reader) is { On: not null } noted ? noted
        : proof is ClientProof.Certificate { Holder: var holder } ? new CredentialEnd(DateOnly.FromDateTime(holder.NotAfter.ToUniversalTime()))
        : new CredentialEnd((DateOnly?)null);

    /// <summary>A line of <c>itam doctor</c>, not OK from 30 days before the end and more urgent from 7 days and from the last day; null where no end is known.</summary>
    /// <param name="renew">What to do, as an imperative.</param>
    public ConnectionCheck? Check(DateTimeOffset now, string renew)
    {
        if (On is not { } end)
        {
            return null;
        }

        var date = end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return (end.DayNumber - DateOnly.FromDateTime(now.UtcDateTime).DayNumber) switch
        {
            < 0 => new(false, "The credential is still valid", $"It ended on {date}. {renew}"),
            <= 1 => new(false, "The credential lasts longer than a day", $"It ends on {date}. Do this now: {renew}"),
            <= 7 => new(false, "The credential lasts longer than 7 days", $"It ends on {date}. Do this week: {renew}"),
            <= 30 => new(false, "The credential lasts longer than 30 days", $"It ends on {date}. {renew}"),
            _ => new(true, $"The credential lasts until {date}"),
        };
    }
}
