using System.Collections.Immutable;
using Itam.Context.Register;
using Itam.Context.Sources.Calls;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Jamf;

/// <summary>An entry of the computer inventory, of API version 4, 3 or 1, as a neutral device.</summary>
internal static class JamfComputer
{
    /// <summary>Computers and mobile devices are numbered apart, so the plain number would name two devices.</summary>
    public const string IdPrefix = "computer:";

    public static string? IdOf(JObject row) => row["id"].Words() is { } id ? IdPrefix + id : null;

    public static DeviceRecord Map(JObject row, string id, string connection, DateTimeOffset now)
    {
        var general = Mapped.Part(row, "general");
        var hardware = Mapped.Part(row, "hardware");
        var system = Mapped.Part(row, "operatingSystem");
        var bought = Mapped.Part(row, "purchasing");
        var reported = general.At("reportDate").Moment();
        var contact = general.At("lastContact").Moment() ?? general.At("lastContactTime").Moment();
        var disk = BootDisk(Mapped.Part(row, "storage"));
        var warrantyEnd = bought.At("warrantyDate").Day();
        return new DeviceRecord(id, reported ?? contact ?? now)
        {
            Hostname = general.At("name").Words(),
            Serial = hardware.At("serialNumber").Words(),
            AssetTag = general.At("assetTag").Words(),
            Macs = [.. new[] { hardware.At("macAddress").Words(), hardware.At("altMacAddress").Words() }.OfType<string>().Distinct()],
            Uuid = row["udid"].Words(),
            Type = TypeOf(hardware.At("model").Words(), hardware.At("modelIdentifier").Words()),
            Platform = Platform.MacOs,
            Manufacturer = hardware.At("make").Words(),
            Model = hardware.At("model").Words(),
            ModelId = hardware.At("modelIdentifier").Words(),
            Ownership = OwnershipOf(bought),
            Location = Mapped.Part(row, "userAndLocation").At("room").Words(),
            Holder = JamfHolder.Of(Mapped.Part(row, "userAndLocation"), connection),
            OsName = system.At("name").Words(),
            OsVersion = system.At("version").Words(),
            StorageTotalBytes = disk.At("sizeMegabytes").Megabytes(),
            StorageFreeBytes = row["storage"].At("bootDriveAvailableSpaceMegabytes").Megabytes(),
            LastSeenAt = contact ?? reported,
            Encryption = EncryptionOf(system.At("fileVault2Status").Words()),
            Managed = general.At("remoteManagement", "managed").Flag(),
            PurchasedOn = bought.At("poDate").Day(),
            Cost = bought.At("purchasePrice").Number() is { } price and > 0 ? price : null,
            EndOfLifeOn = JamfPurchase.EndOfLife(bought),
            LeaseEndsOn = bought.At("leased").Flag() == true ? bought.At("leaseDate").Day() : null,
            Warranties = warrantyEnd is null ? [] : [new WarrantyFact(WarrantyKind.Unknown, null, null, warrantyEnd)],
        };
    }

    private static DeviceType? TypeOf(string? model, string? identifier)
    {
        var words = $"{model} {identifier}";
        return words.Contains("MacBook", StringComparison.OrdinalIgnoreCase) ? DeviceType.Laptop
            : words.Contains("VMware", StringComparison.OrdinalIgnoreCase)
            || words.Contains("Parallels", StringComparison.OrdinalIgnoreCase)
            || words.Contains("VirtualMac", StringComparison.OrdinalIgnoreCase)
                ? DeviceType.Virtual
            : words.Contains("iMac", StringComparison.OrdinalIgnoreCase)
            || words.Contains("Mac mini", StringComparison.OrdinalIgnoreCase)
            || words.Contains("Macmini", StringComparison.OrdinalIgnoreCase)
            || words.Contains("Mac Studio", StringComparison.OrdinalIgnoreCase)
            || words.Contains("Mac Pro", StringComparison.OrdinalIgnoreCase)
            || words.Contains("MacPro", StringComparison.OrdinalIgnoreCase)
                ? DeviceType.Desktop
            : null;
    }

    /// <summary>"Boot partitions encrypted" is FileVault doing its job on a Mac whose other volumes are external or system ones.</summary>
    private static Encryption? EncryptionOf(string? status) =>
        status?.ToUpperInvariant() switch
        {
            null => null,
            "ALL_ENCRYPTED" or "BOOT_ENCRYPTED" => Encryption.Full,
            "SOME_ENCRYPTED" => Encryption.Partial,
            "NOT_ENCRYPTED" => Encryption.None,
            _ => Encryption.Unknown,
        };

    private static Ownership? OwnershipOf(JObject? bought) =>
        bought.At("leased").Flag() == true ? Ownership.Leased
        : bought.At("purchased").Flag() == true ? Ownership.Company
        : null;

    /// <summary>The disk that the free space belongs to: the one with the boot partition, else the only one.</summary>
    private static JToken? BootDisk(JObject? storage)
    {
        var disks = (storage.At("disks") as JArray)?.OfType<JObject>().ToImmutableArray() ?? [];
        return disks.FirstOrDefault(d =>
                (d["partitions"] as JArray)?.Any(p => string.Equals(p.At("partitionType").Words(), "BOOT", StringComparison.OrdinalIgnoreCase))
                == true
            ) ?? (disks.Length == 1 ? disks[0] : null);
    }
}
