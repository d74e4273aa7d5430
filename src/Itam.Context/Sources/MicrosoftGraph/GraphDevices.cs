using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.MicrosoftGraph;

/// <summary>Intune managed devices in neutral words (resource type managedDevice, v1.0).</summary>
internal static class GraphDevices
{
    public const string Fields =
        "id,userId,deviceName,managedDeviceOwnerType,enrolledDateTime,lastSyncDateTime,operatingSystem,osVersion,complianceState,managementAgent,"
        + "emailAddress,userPrincipalName,azureADDeviceId,isEncrypted,model,manufacturer,serialNumber,imei,udid,wiFiMacAddress,ethernetMacAddress,"
        + "totalStorageSpaceInBytes,freeStorageSpaceInBytes,partnerReportedThreatState";

    /// <returns>Null where the row has no id.</returns>
    public static DeviceRecord? Of(JObject row, DateTimeOffset readAt)
    {
        if (row.Word("id") is not { } id)
        {
            return null;
        }

        var seen = row.Moment("lastSyncDateTime");
        var model = row.Word("model");
        var platform = PlatformOf(row.Word("operatingSystem"));
        var total = row.Amount("totalStorageSpaceInBytes");
        return new DeviceRecord(id, seen ?? row.Moment("enrolledDateTime") ?? readAt)
        {
            Hostname = row.Word("deviceName"),
            Serial = row.Word("serialNumber"),
            Macs = [.. new[] { row.Word("wiFiMacAddress"), row.Word("ethernetMacAddress") }.OfType<string>()],
            Imei = row.Word("imei"),
            Uuid = row.Word("udid"),
            DirectoryDeviceId = row.Word("azureADDeviceId"),
            Type = TypeOf(model, row.Word("operatingSystem")),
            Platform = platform,
            Manufacturer = row.Word("manufacturer"),
            Model = model,
            Ownership = row.Word("managedDeviceOwnerType")?.ToLowerInvariant() switch
            {
                "company" => Ownership.Company,
                "personal" => Ownership.Personal,
                null => null,
                _ => Ownership.Unknown,
            },
            Holder = Holder(row),
            OsName = row.Word("operatingSystem"),
            OsVersion = row.Word("osVersion"),
            StorageTotalBytes = total,
            StorageFreeBytes = row.Amount("freeStorageSpaceInBytes") is { } free && free <= total ? free : null,
            LastSeenAt = seen,
            Encryption = EncryptionOf(row, platform, seen),
            Compliance = ComplianceOf(row["complianceState"].Text()),
            Managed = row.Word("managementAgent")?.ToLowerInvariant() switch
            {
                null => null,
                // Known to Intune through mail sync or Defender only.
                "eas" or "mssense" => false,
                _ => true,
            },
            Protection = ProtectionOf(row.Word("partnerReportedThreatState")),
        };
    }

    private static ImmutableArray<PersonName> Holder(JObject row)
    {
        var names = ImmutableArray.CreateBuilder<PersonName>(3);
        Add(IdentityKind.DirectoryId, row.Word("userId"));
        Add(IdentityKind.Upn, row.Word("userPrincipalName"));
        Add(IdentityKind.Email, row.Word("emailAddress"));
        return names.ToImmutable();

        void Add(IdentityKind kind, string? value)
        {
            if (value is not null)
            {
                names.Add(new PersonName(kind, value));
            }
        }
    }

    private static Platform? PlatformOf(string? system) =>
        system?.ToLowerInvariant() switch
        {
            null => null,
            var s when s.StartsWith("windows", StringComparison.Ordinal) => Platform.Windows,
            var s when s.StartsWith("mac", StringComparison.Ordinal) => Platform.MacOs,
            var s when s.StartsWith("ipad", StringComparison.Ordinal) => Platform.IpadOs,
            var s when s.StartsWith("ios", StringComparison.Ordinal) => Platform.Ios,
            var s when s.StartsWith("android", StringComparison.Ordinal) => Platform.Android,
            var s when s.StartsWith("chrome", StringComparison.Ordinal) => Platform.ChromeOs,
            var s when s.StartsWith("linux", StringComparison.Ordinal) => Platform.Linux,
            _ => Platform.Unknown,
        };

    /// <summary>v1.0 has no chassis type: only what the model says for sure.</summary>
    private static DeviceType? TypeOf(string? model, string? system)
    {
        var text = model ?? "";
        return Has("iPhone") ? DeviceType.Phone
            : Has("iPad") ? DeviceType.Tablet
            : Has("MacBook") ? DeviceType.Laptop
            : Has("iMac") || Has("Mac mini") || Has("Macmini") || Has("Mac Pro") || Has("MacPro") || Has("Mac Studio") ? DeviceType.Desktop
            : Has("Virtual Machine") || Has("VMware") || Has("VirtualBox") || Has("Parallels") || Has("Cloud PC") ? DeviceType.Virtual
            : system?.StartsWith("Windows Server", StringComparison.OrdinalIgnoreCase) == true ? DeviceType.Server
            : null;

        bool Has(string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A "false" of a phone means that it has no passcode, and of a device that never synced that nobody looked.</summary>
    private static Encryption? EncryptionOf(JObject row, Platform? platform, DateTimeOffset? seen) =>
        row.Truth("isEncrypted") switch
        {
            true => Encryption.Full,
            false when seen is not null && platform is Platform.Windows or Platform.MacOs or Platform.Linux => Encryption.None,
            _ => null,
        };

    private static Compliance? ComplianceOf(string? state) =>
        state?.ToLowerInvariant() switch
        {
            null or "" => null,
            "compliant" => Compliance.Compliant,
            "noncompliant" => Compliance.NonCompliant,
            "ingraceperiod" => Compliance.Grace,
            "conflict" or "error" => Compliance.Error,
            _ => Compliance.NotEvaluated,
        };

    /// <summary>A threat that was found says nothing about the sensor's own health, and a device under attack is not shown as well.</summary>
    private static Protection? ProtectionOf(string? state) =>
        state?.ToLowerInvariant() switch
        {
            "activated" or "secured" => Protection.Healthy,
            "deactivated" or "misconfigured" => Protection.Degraded,
            "unresponsive" => Protection.Stale,
            _ => null,
        };
}
