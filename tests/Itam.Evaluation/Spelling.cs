using System.Globalization;

namespace Itam.Evaluation;

/// <summary>How people write an identifier into a ticket.</summary>
internal static class Spelling
{
    public static string Any(DeviceRow device, string set, Dice dice) =>
        dice.Roll(3) switch
        {
            0 => Serial(device, set, dice),
            1 => Tag(device, set, dice),
            _ => Host(device, set, dice),
        };

    /// <summary>Plainly, where the ticket is difficult enough for another reason.</summary>
    public static string Plain(DeviceRow device, int kind) =>
        kind switch
        {
            0 => device.Serial,
            1 => device.Tag,
            _ => device.Hostname,
        };

    public static string Serial(DeviceRow device, string set, Dice dice)
    {
        var serial = device.Serial;
        string[] common = [serial, serial, serial.ToLowerInvariant(), $"„{serial}“", Spaced(serial)];
        string[] own = set == "dev" ? [Barcode(device), $"({serial})"] : [Dashed(serial), $"[{serial}]"];
        return dice.Pick([.. common, .. own]);
    }

    public static string Tag(DeviceRow device, string set, Dice dice)
    {
        var tag = device.Tag;
        string[] common = [tag, tag, tag.ToLowerInvariant(), tag.Replace("-", "", StringComparison.Ordinal), tag.Replace('-', ' ')];
        string[] own = set == "dev" ? [$"#{tag}", $"\"{tag}\""] : [tag.Replace('-', '\u2011'), tag.Replace('-', '_')];
        return dice.Pick([.. common, .. own]);
    }

    public static string Host(DeviceRow device, string set, Dice dice)
    {
        var host = device.Hostname;
        string[] common = [host, host.ToLowerInvariant(), host.ToUpperInvariant(), $"{host.ToLowerInvariant()}.corp.{set}.example"];
        return dice.Pick(set == "dev" ? common : [.. common, $@"CORP\{host}"]);
    }

    /// <summary>Letters and digits that look alike on a sticker; null where the serial has none.</summary>
    public static string? Misread(DeviceRow device)
    {
        var read = string.Concat(
            device.Serial.Select(c =>
                c switch
                {
                    '0' => 'O',
                    'O' => '0',
                    '1' => 'I',
                    'I' => '1',
                    _ => c,
                }
            )
        );
        var swaps = device.Serial.Zip(read).Count(p => p.First != p.Second);
        return swaps is 1 or 2 && read.Any(char.IsAsciiDigit) ? read : null;
    }

    private static string Spaced(string serial) => $"{serial[..(serial.Length / 2)]} {serial[(serial.Length / 2)..]}";

    private static string Dashed(string serial) =>
        string.Create(CultureInfo.InvariantCulture, $"{serial[..(serial.Length / 2)]}-{serial[(serial.Length / 2)..]}");

    private static string Barcode(DeviceRow device) =>
        device.Manufacturer switch
        {
            "Lenovo" => $"1S21HDCTO1WW{device.Serial}",
            "Apple" => $"S{device.Serial}",
            _ => device.Serial,
        };
}
