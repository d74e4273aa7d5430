using System.Text;
using Itam.Context.Register;

namespace Itam.Context.Matching;

/// <summary>Normal forms of identifiers, and the values that factories and typists leave behind and that name nothing.</summary>
public static class Identifiers
{
    /// <summary>The stored form, or null when the value names nothing (empty, junk, too short).</summary>
    public static string? Normalise(IdentifierKind kind, string? raw)
    {
        if (string.IsNullOrWhiteSpace(raw))
        {
            return null;
        }

        return kind switch
        {
            IdentifierKind.Serial => Junk.IsSerial(Compact(raw)) ? null : WithoutSuffix(Compact(raw)),
            IdentifierKind.AssetTag => Junk.IsTag(Compact(raw)) ? null : Compact(raw),
            IdentifierKind.Hostname => Host(raw),
            IdentifierKind.Mac => Mac(raw),
            IdentifierKind.Imei => Digits(raw) is { Length: >= 14 and <= 16 } imei ? imei : null,
            IdentifierKind.Uuid => Guid.TryParse(raw, out var uuid) && !Junk.IsUuid(uuid) ? uuid.ToString("D") : null,
            _ => raw.Trim(),
        };
    }

    /// <summary>Upper case without blanks; the marks inside stay, since "LT-0042" and "LT0042" may be two tags.</summary>
    private static string Compact(string raw)
    {
        var compact = new StringBuilder(raw.Length);
        foreach (var c in raw.Trim())
        {
            if (!char.IsWhiteSpace(c))
            {
                compact.Append(char.ToUpperInvariant(c));
            }
        }

        return compact.ToString();
    }

    /// <summary>Inventory agents put what they add behind a serial: "5CG1234ABC_1", "5CG1234ABC(2)".</summary>
    private static string WithoutSuffix(string serial) =>
        serial.IndexOfAny(['_', '(']) is >= 4 and var at && !Junk.IsSerial(serial[..at]) ? serial[..at] : serial;

    private static string? Host(string raw)
    {
        var host = raw.Trim().ToLowerInvariant();
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        host = dot > 0 ? host[..dot] : host;
        return host.Length >= 3 && host is not "localhost" && !Junk.IsName(raw) ? host : null;
    }

    private static string? Mac(string raw)
    {
        var hex = new string([.. raw.Where(char.IsAsciiHexDigit).Select(char.ToUpperInvariant)]);
        if (hex.Length != 12 || hex.All(c => c == '0') || hex.All(c => c == 'F'))
        {
            return null;
        }

        // Multicast and locally administered addresses (randomised Wi-Fi, virtual machines) do not name hardware.
        var first = Convert.ToByte(hex[..2], 16);
        return (first & 0b11) == 0 && !Junk.IsMac(hex) ? hex : null;
    }

    private static string Digits(string raw) => new([.. raw.Where(char.IsAsciiDigit)]);
}
