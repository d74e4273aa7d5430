using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

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

    /// <summary>What was noted; else a token that is a JWT knows its own end (RFC 7519, "exp").</summary>
    public static CredentialEnd Read(SettingsReader reader, string token) =>
        Read(reader) is { On: not null } noted ? noted : new CredentialEnd(EndOf(token));

    private static DateOnly? EndOf(string token)
    {
        try
        {
            return
                token.Split('.') is [_, var claims, _]
                && VendorJson.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(claims))) is JObject body
                && double.TryParse(body["exp"].Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
                && seconds is > 0 and < 100_000_000_000
                ? DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds((long)seconds).UtcDateTime)
                : null;
        }
        catch (Exception other) when (other is FormatException or JsonException)
        {
            // Some other kind of token.
            return null;
        }
    }

    /// <summary>As <see cref="Check"/>, for credentials that always end: one whose end is not known is a problem too, since nobody would be warned.</summary>
    public ConnectionCheck CheckKnown(DateTimeOffset now, string renew) =>
        Check(now, renew)
        ?? new ConnectionCheck(
            false,
            "It is known when the credential ends",
            "Enter the day as CredentialExpiresOn; you are then warned 30, 7 and 1 days before."
        );

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
