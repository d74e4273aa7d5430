using System.Collections.Immutable;
using System.Globalization;
using Itam.Context.Connections;
using Itam.Context.Register;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Level;

/// <summary>
/// One device of Level in neutral words. Of its names only id, hostname, nickname, online, platform, group_id and serial_number are certain; the others are
/// looked for under the names they may have, and are null where they are not there.
/// </summary>
internal static class LevelDevice
{
    /// <summary>Sizes come without a unit; a smaller number cannot be bytes of a disk, and guessing the unit would be worse than not knowing.</summary>
    private const long SmallestDisk = 1_000_000_000;

    /// <summary>A device that is away since nobody knows when: always the same, so that it is neither fresh nor changed by being read.</summary>
    private static readonly DateTimeOffset Unseen = DateTimeOffset.UnixEpoch;

    public static DeviceRecord Read(string id, JObject device, DateTimeOffset now)
    {
        var online = Flag(device["online"]);
        var seen = Moment(device, "last_seen_at", "last_seen", "last_online_at") ?? (online == true ? now : null);
        var os = device["operating_system"] as JObject;
        var platform = PlatformOf(Text(device, "platform") ?? Text(os, "platform", "name"));
        var disk = SystemVolume(device);
        return new DeviceRecord(id, seen ?? Unseen)
        {
            Hostname = Text(device, "hostname"),
            Serial = Text(device, "serial_number", "serial"),
            Manufacturer = Text(device, "manufacturer"),
            Model = Text(device, "model"),
            Type = TypeOf(device),
            Platform = platform,
            SourceState =
                Flag(device["maintenance_mode"]) == true ? "maintenance"
                : online is { } on ? (on ? "online" : "offline")
                : Text(device, "online", "status"),
            OsName = Text(os, "name", "full_name") ?? (device["operating_system"] as JValue).Text(),
            OsVersion = Text(os, "version", "display_version", "build"),
            LastSeenAt = seen,
            LastBootAt = Moment(device, "last_reboot_at", "last_reboot_time", "last_reboot", "last_boot_at"),
            StorageTotalBytes = disk?.Total,
            StorageFreeBytes = disk?.Free,
            Encryption = EncryptionOf(device["encryption"] ?? (device["security"] as JObject)?["encryption"]),
            Macs =
            [
                .. (device["network_interfaces"] as JArray ?? [])
                    .OfType<JObject>()
                    .Select(card => Text(card, "mac_address", "mac"))
                    .OfType<string>()
                    .Distinct(StringComparer.OrdinalIgnoreCase),
            ],
        };
    }

    private static DeviceType? TypeOf(JObject device)
    {
        var role = Text(device, "role", "device_type", "type")?.ToLowerInvariant();
        return role switch
        {
            null or "workstation" => null,
            _ when role.Contains("server", StringComparison.Ordinal) || role.Contains("domain", StringComparison.Ordinal) => DeviceType.Server,
            _ when role.Contains("laptop", StringComparison.Ordinal) || role.Contains("notebook", StringComparison.Ordinal) => DeviceType.Laptop,
            _ when role.Contains("desktop", StringComparison.Ordinal) => DeviceType.Desktop,
            _ when role.Contains("virtual", StringComparison.Ordinal) => DeviceType.Virtual,
            _ => null,
        };
    }

    private static Platform? PlatformOf(string? text) =>
        text?.ToLowerInvariant() switch
        {
            null => null,
            var name when name.Contains("win", StringComparison.Ordinal) && !name.Contains("darwin", StringComparison.Ordinal) => Platform.Windows,
            var name when name.StartsWith("mac", StringComparison.Ordinal) || name is "darwin" or "osx" or "os x" => Platform.MacOs,
            var name when name.Contains("linux", StringComparison.Ordinal) || name is "ubuntu" or "debian" => Platform.Linux,
            _ => Platform.Unknown,
        };

    private static Encryption? EncryptionOf(JToken? token)
    {
        var text = token is JObject inner ? Text(inner, "status", "enabled", "state") : token.Text();
        return text?.Trim().Replace('_', ' ').ToLowerInvariant() switch
        {
            null => null,
            "true" or "encrypted" or "enabled" or "on" or "full" or "fully encrypted" => Encryption.Full,
            "false" or "unencrypted" or "not encrypted" or "disabled" or "off" or "none" => Encryption.None,
            "partial" or "partially encrypted" or "encrypting" => Encryption.Partial,
            _ => Encryption.Unknown,
        };
    }

    /// <summary>The partition that the system starts from, else the only one; the sum over disks would hide a full C:.</summary>
    private static (long Total, long? Free)? SystemVolume(JObject device)
    {
        var disks = (device["disks"] as JArray ?? []).OfType<JObject>();
        var volumes = disks
            .SelectMany(disk => disk["partitions"] is JArray parts ? parts.OfType<JObject>() : [disk])
            .Select(part =>
                (
                    Name: Text(part, "mount_point", "mount", "drive", "letter", "name"),
                    Total: Bytes(part, "size", "size_bytes", "total", "total_bytes", "capacity"),
                    Free: Bytes(part, "free", "free_bytes", "free_space", "available")
                )
            )
            .Where(v => v.Total >= SmallestDisk)
            .ToImmutableArray();
        var system = volumes.FirstOrDefault(v => v.Name?.TrimEnd('\\', ':').ToUpperInvariant() is "C" or "/");
        var chosen =
            system.Total is not null ? system
            : volumes is [var only] ? only
            : default;
        return chosen.Total is { } total ? (total, chosen.Free <= total ? chosen.Free : null) : null;
    }

    private static long? Bytes(JObject part, params ReadOnlySpan<string> names) =>
        Text(part, names) is { } text
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number is >= 0 and < 1e18
            ? (long)number
            : null;

    /// <summary>ISO 8601 or Unix seconds; null for what is no time, and for database zeros.</summary>
    private static DateTimeOffset? Moment(JObject device, params ReadOnlySpan<string> names)
    {
        var text = Text(device, names);
        DateTimeOffset? moment =
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var unix) && unix is > 0 and < 100_000_000_000
                ? DateTimeOffset.FromUnixTimeSeconds(unix)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var iso) ? iso.ToUniversalTime()
            : null;
        return moment is { Year: > 1990 and < 2200 } ? moment : null;
    }

    private static bool? Flag(JToken? token) => bool.TryParse(token.Text(), out var flag) ? flag : null;

    /// <summary>The first of the names that says something; words for nothing are null.</summary>
    private static string? Text(JObject? from, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (from?[name].Text()?.Trim() is { Length: > 0 } text && text.ToLowerInvariant() is not ("null" or "none" or "n/a" or "unknown"))
            {
                return text;
            }
        }

        return null;
    }
}
