using Itam.Context.Register;
using Itam.Context.Sources.Calls;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Jamf;

/// <summary>An entry of the mobile device inventory as a neutral device.</summary>
internal static class JamfMobile
{
    public const string IdPrefix = "mobile:";

    public static string? IdOf(JObject row) => (row["mobileDeviceId"] ?? row["id"]).Words() is { } id ? IdPrefix + id : null;

    public static DeviceRecord Map(JObject row, string id, string connection, DateTimeOffset now)
    {
        var general = Mapped.Part(row, "general");
        var hardware = Mapped.Part(row, "hardware");
        var bought = Mapped.Part(row, "purchasing");
        var security = Mapped.Part(row, "security");
        var reported = general.At("lastInventoryUpdateDate").Moment();
        var contact = general.At("lastContactDate").Moment();
        var warrantyEnd = (bought.At("warrantyExpiresDate") ?? bought.At("warrantyDate")).Day();
        var (type, platform, system) = KindOf($"{hardware.At("model").Words()} {hardware.At("modelIdentifier").Words()}");
        var lost = security.At("lostModeEnabled").Flag() == true;
        return new DeviceRecord(id, reported ?? contact ?? now)
        {
            Hostname = general.At("displayName").Words(),
            Serial = hardware.At("serialNumber").Words(),
            AssetTag = general.At("assetTag").Words(),
            Macs = hardware.At("wifiMacAddress").Words() is { } mac ? [mac] : [],
            Uuid = general.At("udid").Words() ?? row["udid"].Words(),
            Type = type,
            Platform = platform,
            Manufacturer = "Apple",
            Model = hardware.At("model").Words(),
            ModelId = hardware.At("modelIdentifier").Words(),
            State = lost ? LifecycleState.Lost : null,
            SourceState = lost ? "Lost Mode" : null,
            Ownership = OwnershipOf(general.At("deviceOwnershipType").Words()),
            Location = Mapped.Part(row, "userAndLocation").At("room").Words(),
            Holder = JamfHolder.Of(Mapped.Part(row, "userAndLocation"), connection),
            OsName = system,
            OsVersion = general.At("osVersion").Words(),
            StorageTotalBytes = hardware.At("capacityMb").Megabytes(),
            StorageFreeBytes = hardware.At("availableSpaceMb").Megabytes(),
            LastSeenAt = contact ?? reported,
            Encryption = security.At("dataProtected").Flag() switch
            {
                true => Encryption.Full,
                false => Encryption.None,
                null => null,
            },
            Managed = general.At("managed").Flag(),
            PurchasedOn = bought.At("poDate").Day(),
            Cost = bought.At("purchasePrice").Number() is { } price and > 0 ? price : null,
            EndOfLifeOn = JamfPurchase.EndOfLife(bought),
            LeaseEndsOn = bought.At("leased").Flag() == true ? (bought.At("leaseExpiresDate") ?? bought.At("leaseDate")).Day() : null,
            Warranties = warrantyEnd is null ? [] : [new WarrantyFact(WarrantyKind.Unknown, null, null, warrantyEnd)],
        };
    }

    private static (DeviceType? Type, Platform? Platform, string? System) KindOf(string model) =>
        model.Contains("iPad", StringComparison.OrdinalIgnoreCase) ? (DeviceType.Tablet, Platform.IpadOs, "iPadOS")
        : model.Contains("iPhone", StringComparison.OrdinalIgnoreCase) ? (DeviceType.Phone, Platform.Ios, "iOS")
        : model.Contains("TV", StringComparison.OrdinalIgnoreCase) ? (DeviceType.Peripheral, Platform.Unknown, "tvOS")
        : (null, null, null);

    private static Ownership? OwnershipOf(string? type) =>
        type is null ? null
        : type.Contains("Institutional", StringComparison.OrdinalIgnoreCase) ? Ownership.Company
        : type.Contains("Personal", StringComparison.OrdinalIgnoreCase) || type.Contains("UserEnrollment", StringComparison.OrdinalIgnoreCase)
            ? Ownership.Personal
        : Ownership.Unknown;
}
