using System.Collections.Immutable;
using Itam.Context.Desks;
using Itam.Context.Register;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Okta;

/// <summary>
/// Okta devices in neutral words. Only devices with Okta Verify appear. lastUpdated also moves when an administrator changes something, so it is the age of the
/// record and not a sign of life; a deactivated device is shut out of Okta and not retired.
/// </summary>
internal static class OktaDevices
{
    /// <returns>Null where the row has no id.</returns>
    public static DeviceRecord? Of(JObject row, string connection, DateTimeOffset readAt)
    {
        if (row.Word("id") is not { } id)
        {
            return null;
        }

        var profile = row["profile"];
        var platform = profile.Word("platform")?.ToUpperInvariant();
        var users = row["_embedded"] is JObject embedded ? embedded["users"] as JArray : null;
        return new DeviceRecord(id, row.Moment("lastUpdated") ?? row.Moment("created") ?? readAt)
        {
            // People name their phones themselves.
            Hostname = platform is "WINDOWS" or "MACOS" or "LINUX" ? profile.Word("displayName") : null,
            Serial = profile.Word("serialNumber"),
            Imei = profile.Word("imei"),
            Uuid = profile.Word("udid"),
            Type = TypeOf(profile.Word("model")),
            Platform = PlatformOf(platform),
            Manufacturer = profile.Word("manufacturer"),
            Model = profile.Word("model"),
            SourceState = row.Word("status"),
            Holder = Holder(users, connection),
            OsVersion = profile.Word("osVersion"),
            Encryption = profile.Word("diskEncryptionType")?.ToUpperInvariant() switch
            {
                null => null,
                "ALL_INTERNAL_VOLUMES" or "FULL" => Encryption.Full,
                "SYSTEM_VOLUME" or "USER" => Encryption.Partial,
                "NONE" => Encryption.None,
                _ => Encryption.Unknown,
            },
            Managed = profile.Truth("managed") ?? Managed(users),
        };
    }

    /// <summary>Registration is not assignment: only where a single person registered it, that person holds it.</summary>
    private static ImmutableArray<PersonName> Holder(JArray? users, string connection) =>
        users is [JObject only] && only["user"] is JObject user && user.Word("id") is { } id ? OktaPeople.Names(user, id, connection) : [];

    private static bool? Managed(JArray? users) =>
        users is null ? null
        : users.Any(u => u.Word("managementStatus") == "MANAGED") ? true
        : users.Any(u => u.Word("managementStatus") == "NOT_MANAGED") ? false
        : null;

    private static Platform? PlatformOf(string? platform) =>
        platform switch
        {
            null => null,
            "WINDOWS" => Platform.Windows,
            "MACOS" => Platform.MacOs,
            "IOS" => Platform.Ios,
            "ANDROID" => Platform.Android,
            "CHROMEOS" => Platform.ChromeOs,
            "LINUX" => Platform.Linux,
            _ => Platform.Unknown,
        };

    private static DeviceType? TypeOf(string? model)
    {
        var text = model ?? "";
        return Has("iPhone") ? DeviceType.Phone
            : Has("iPad") ? DeviceType.Tablet
            : Has("MacBook") ? DeviceType.Laptop
            : Has("iMac") || Has("Macmini") || Has("MacPro") ? DeviceType.Desktop
            : Has("Virtual Machine") || Has("VMware") || Has("VirtualBox") || Has("Parallels") ? DeviceType.Virtual
            : null;

        bool Has(string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
    }
}
