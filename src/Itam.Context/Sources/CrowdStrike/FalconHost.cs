using System.Text.RegularExpressions;
using Itam.Context.Register;
using Itam.Context.Sources.Calls;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.CrowdStrike;

/// <summary>
/// A host (all values are text) as a neutral device. <c>last_login_user</c> is left out on purpose: who logged in last is not who holds the device.
/// </summary>
internal static partial class FalconHost
{
    public static string? IdOf(JObject row) => row["device_id"].Words();

    public static DeviceRecord Map(JObject row, string id, TimeSpan staleAfter, DateTimeOffset now)
    {
        if (row["hostname"] is JContainer || row["serial_number"] is JContainer)
        {
            throw new FormatException("The host's name or serial number is not text.");
        }

        var seen = row["last_seen"].Moment();
        var modified = row["modified_timestamp"].Moment();
        var platform = PlatformOf(row["platform_name"].Words());
        var (system, version) = System(row, platform);
        var (protection, unknown) = ProtectionOf(row, seen, staleAfter, now);
        return new DeviceRecord(id, seen ?? modified ?? now)
        {
            Hostname = row["hostname"].Words(),
            Serial = row["serial_number"].Words(),
            Macs = [.. new[] { row["mac_address"].Words(), row["connection_mac_address"].Words() }.OfType<string>().Distinct()],
            Type = TypeOf(row),
            Platform = platform,
            Manufacturer = row["system_manufacturer"].Words(),
            Model = row["system_product_name"].Words(),
            SourceState = unknown,
            Location = row["site_name"].Words(),
            OsName = system,
            OsVersion = version,
            LastSeenAt = seen,
            LastBootAt = row["last_reboot"].Moment(),
            Protection = protection,
        };
    }

    /// <summary>Isolation outranks silence, since it needs a person; silence outranks the sensor's own opinion, which is then old.</summary>
    private static (Protection State, string? Unknown) ProtectionOf(JObject row, DateTimeOffset? seen, TimeSpan staleAfter, DateTimeOffset now)
    {
        var status = row["status"].Words()?.ToLowerInvariant();
        return status switch
        {
            "contained" or "containment_pending" or "lift_containment_pending" => (Protection.Contained, null),
            not (null or "normal") => (Protection.Unknown, Said.Clip(status)),
            _ when seen is null => (Protection.Unknown, null),
            _ when now - seen > staleAfter => (Protection.Stale, null),
            _ when row["reduced_functionality_mode"].Flag() == true => (Protection.Degraded, null),
            _ => (Protection.Healthy, null),
        };
    }

    private static Platform? PlatformOf(string? name) =>
        name?.ToLowerInvariant() switch
        {
            null => null,
            "windows" => Platform.Windows,
            "mac" or "macos" => Platform.MacOs,
            "linux" => Platform.Linux,
            "ios" => Platform.Ios,
            "android" => Platform.Android,
            "chromeos" => Platform.ChromeOs,
            _ => Platform.Unknown,
        };

    /// <summary>macOS comes as "Sonoma (14)", Windows as "Windows 11" with the build beside it.</summary>
    private static (string? Name, string? Version) System(JObject row, Platform? platform)
    {
        var text = row["os_version"].Words();
        return platform == Platform.MacOs
            ? ("macOS", text is not null && Number().Match(text) is { Success: true } number ? number.Value : row["os_build"].Words())
            : (row["os_product_name"].Words() ?? text, row["os_build"].Words());
    }

    private static DeviceType? TypeOf(JObject row)
    {
        var maker = $"{row["system_manufacturer"].Words()} {row["system_product_name"].Words()}";
        if (Virtual().IsMatch(maker))
        {
            return DeviceType.Virtual;
        }

        return row["product_type_desc"].Words()?.ToLowerInvariant() switch
        {
            "server" or "domain controller" => DeviceType.Server,
            "mobile" => DeviceType.Phone,
            _ => row["chassis_type_desc"].Words()?.ToLowerInvariant() switch
            {
                "laptop" or "notebook" or "portable" or "sub notebook" or "convertible" or "detachable" => DeviceType.Laptop,
                "desktop" or "low profile desktop" or "mini tower" or "tower" or "all in one" or "mini pc" or "space-saving" or "pizza box" =>
                    DeviceType.Desktop,
                "tablet" => DeviceType.Tablet,
                "rack mount chassis" or "main server chassis" or "blade" => DeviceType.Server,
                _ => null,
            },
        };
    }

    [GeneratedRegex(@"\d+(\.\d+)*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();

    [GeneratedRegex(
        @"vmware|virtualbox|innotek|qemu|kvm|\bxen\b|parallels|virtual machine|amazon ec2|google compute engine",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Virtual();
}
