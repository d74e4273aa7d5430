using System.Collections.Immutable;
using Itam.Context.Register;
using Itam.Context.Register.Import.Values;
using Itam.Context.Sources.Calls;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.AppleBusiness;

/// <summary>An <c>orgDevices</c> entry as a neutral device: proof of purchase, model and identifiers; nothing about users or use.</summary>
internal static class AppleDevice
{
    /// <summary>The id is the serial number.</summary>
    public static string? IdOf(JObject row) => row["id"].Words() ?? row.At("attributes", "serialNumber").Words();

    public static DeviceRecord Map(JObject row, string id, DateTimeOffset now)
    {
        var about = Mapped.Part(row, "attributes") ?? throw new FormatException("The entry has no attributes.");
        var source = about["purchaseSourceType"].Words()?.ToUpperInvariant();
        var (type, platform) = KindOf(about["productFamily"].Words(), about["deviceModel"].Words());
        return new DeviceRecord(id, about["updatedDateTime"].Moment() ?? about["addedToOrgDateTime"].Moment() ?? now)
        {
            Serial = about["serialNumber"].Words() ?? id,
            Macs = [.. Many(about["wifiMacAddress"]), .. Many(about["ethernetMacAddress"])],
            Imei = Many(about["imei"]).FirstOrDefault(),
            Type = type,
            Platform = platform,
            Manufacturer = "Apple",
            Model = about["deviceModel"].Words(),
            ModelId = about["productType"].Words(),
            Ownership = source is "APPLE" or "RESELLER" ? Ownership.Company : null,
            StorageTotalBytes = about["deviceCapacity"].Words() is { } capacity ? Sizes.Parse(capacity).Value : null,
            // For a device that somebody added by hand the order date is made up.
            PurchasedOn = source is "MANUALLY_ADDED" ? null : about["orderDateTime"].Day(),
        };
    }

    private static ImmutableArray<string> Many(JToken? token) =>
        token is JArray list ? [.. list.Select(t => t.Words()).OfType<string>()]
        : token.Words() is { } one ? [one]
        : [];

    private static (DeviceType? Type, Platform? Platform) KindOf(string? family, string? model) =>
        family?.ToLowerInvariant() switch
        {
            "iphone" => (DeviceType.Phone, Platform.Ios),
            "ipad" => (DeviceType.Tablet, Platform.IpadOs),
            "mac" when model is null => (null, Platform.MacOs),
            "mac" => (model.Contains("MacBook", StringComparison.OrdinalIgnoreCase) ? DeviceType.Laptop : DeviceType.Desktop, Platform.MacOs),
            "appletv" or "apple tv" or "watch" or "apple watch" or "vision" => (DeviceType.Peripheral, Platform.Unknown),
            _ => (null, null),
        };
}
