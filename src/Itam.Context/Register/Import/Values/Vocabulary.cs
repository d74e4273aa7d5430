namespace Itam.Context.Register.Import.Values;

/// <summary>What asset registers, desks and device managements call our states, types and so on, in the words and numbers of their exports.</summary>
internal static class Vocabulary
{
    public static readonly Words<LifecycleState> States = new(
        (LifecycleState.Ordered, ["ordered", "on order", "requested", "pending order", "bestellt"]),
        (LifecycleState.InTransit, ["in transit", "shipped", "in shipment", "unterwegs", "versandt"]),
        (
            LifecycleState.InStock,
            [
                "in stock",
                "stock",
                "available",
                "ready to deploy",
                "deployable",
                "in storage",
                "spare",
                "auf lager",
                "lager",
                "im lager",
                "verfügbar",
                "bestand",
            ]
        ),
        (LifecycleState.Reserved, ["reserved", "pre-allocated", "pending install", "reserviert", "vorgemerkt"]),
        (
            LifecycleState.InUse,
            [
                "in use",
                "deployed",
                "assigned",
                "installed",
                "active",
                "operational",
                "live",
                "checked out",
                "managed",
                "on loan",
                "in benutzung",
                "in verwendung",
                "im einsatz",
                "in betrieb",
                "zugewiesen",
                "aktiv",
                "verliehen",
            ]
        ),
        (
            LifecycleState.InRepair,
            [
                "in repair",
                "repair",
                "in maintenance",
                "under repair",
                "pending repair",
                "out for repair",
                "broken",
                "defective",
                "undeployable",
                "in reparatur",
                "reparatur",
                "defekt",
            ]
        ),
        (LifecycleState.Lost, ["lost", "missing", "lost/stolen", "lost or stolen", "absent", "verloren", "vermisst"]),
        (LifecycleState.Stolen, ["stolen", "theft", "gestohlen", "diebstahl"]),
        (
            LifecycleState.Retired,
            [
                "retired",
                "archived",
                "decommissioned",
                "end of life",
                "pending disposal",
                "pending retirement",
                "out of service",
                "inactive",
                "ausgemustert",
                "außer betrieb",
                "stillgelegt",
                "archiviert",
            ]
        ),
        (
            LifecycleState.Disposed,
            ["disposed", "sold", "donated", "scrapped", "recycled", "disposal", "entsorgt", "verkauft", "gespendet", "verschrottet"]
        )
    );

    public static readonly Words<DeviceType> Types = new(
        (DeviceType.Other, ["other", "sonstiges", "andere"]),
        (
            DeviceType.Laptop,
            [
                "laptop",
                "laptops",
                "notebook",
                "notebooks",
                "convertible",
                "ultrabook",
                "macbook",
                "portable",
                "mobile workstation",
                "sub notebook",
                "laptop computer",
                "tragbarer computer",
                "mobilrechner",
            ]
        ),
        (
            DeviceType.Desktop,
            [
                "desktop",
                "desktops",
                "pc",
                "workstation",
                "mini pc",
                "all in one",
                "imac",
                "mac mini",
                "thin client",
                "tower",
                "mini tower",
                "arbeitsplatzrechner",
                "standrechner",
                "arbeitsplatz-pc",
                "desktop computer",
            ]
        ),
        (DeviceType.Server, ["server", "servers", "rack mount chassis", "blade", "cmdb_ci_server", "windows server", "linux server"]),
        (
            DeviceType.Phone,
            [
                "phone",
                "phones",
                "mobile phone",
                "mobile phones",
                "smartphone",
                "smartphones",
                "mobile",
                "mobile device",
                "cell phone",
                "iphone",
                "handy",
                "mobiltelefon",
                "diensthandy",
                "android phone",
            ]
        ),
        (DeviceType.Tablet, ["tablet", "tablets", "ipad", "tablet pc"]),
        (DeviceType.Monitor, ["monitor", "monitors", "display", "displays", "screen", "bildschirm", "bildschirme", "monitore"]),
        (DeviceType.Printer, ["printer", "printers", "mfp", "multifunction printer", "copier", "drucker", "multifunktionsgerät", "kopierer"]),
        (
            DeviceType.Network,
            [
                "network",
                "networking",
                "switch",
                "switches",
                "router",
                "access point",
                "wireless access point",
                "firewall",
                "network device",
                "network gear",
                "netzwerk",
                "netzwerkgerät",
            ]
        ),
        (
            DeviceType.Peripheral,
            [
                "peripheral",
                "peripherals",
                "dock",
                "docking station",
                "dockingstation",
                "headset",
                "keyboard",
                "mouse",
                "webcam",
                "accessory",
                "accessories",
                "scanner",
                "projector",
                "zubehör",
                "tastatur",
                "maus",
                "peripherie",
            ]
        ),
        (DeviceType.Virtual, ["virtual", "vm", "virtual machine", "virtual desktop", "cloud pc", "virtuelle maschine", "vdi"])
    );

    public static readonly Words<Platform> Platforms = new(
        (Platform.Windows, ["windows", "win", "microsoft windows", "windowsmdm"]),
        (Platform.MacOs, ["macos", "mac os", "mac os x", "os x", "mac", "macmdm"]),
        (Platform.Linux, ["linux", "ubuntu", "debian", "rhel", "fedora"]),
        (Platform.Ios, ["ios", "ios/ipados", "iphone os"]),
        (Platform.IpadOs, ["ipados"]),
        (Platform.Android, ["android", "android enterprise", "android (fully managed)", "android (corporate-owned work profile)"]),
        (Platform.ChromeOs, ["chromeos", "chrome os"])
    );

    public static readonly Words<Encryption> Encryptions = new(
        (
            Encryption.Full,
            [
                "full",
                "encrypted",
                "yes",
                "true",
                "1",
                "ja",
                "on",
                "enabled",
                "fully encrypted",
                "bitlocker",
                "filevault",
                "all partitions encrypted",
                "verschlüsselt",
                "an",
            ]
        ),
        (
            Encryption.Partial,
            [
                "partial",
                "system only",
                "system drive only",
                "partially encrypted",
                "boot partitions encrypted",
                "encrypting",
                "teilweise",
                "teilweise verschlüsselt",
            ]
        ),
        (
            Encryption.None,
            [
                "none",
                "not encrypted",
                "unencrypted",
                "no",
                "false",
                "0",
                "nein",
                "off",
                "disabled",
                "decrypted",
                "unverschlüsselt",
                "nicht verschlüsselt",
                "aus",
                "keine",
            ]
        )
    );

    public static readonly Words<Compliance> Compliances = new(
        (Compliance.Compliant, ["compliant", "yes", "true", "ja", "1", "konform"]),
        (Compliance.Grace, ["grace", "in grace period", "ingraceperiod", "kulanzfrist", "in toleranzperiode"]),
        (Compliance.NonCompliant, ["non compliant", "noncompliant", "not compliant", "no", "false", "nein", "0", "nicht konform"]),
        (Compliance.Error, ["error", "conflict", "fehler"])
    );

    public static readonly Words<WarrantyKind> WarrantyKinds = new(
        (WarrantyKind.Base, ["base", "limited", "standard", "limited warranty", "basis"]),
        (WarrantyKind.Extended, ["extended", "care pack", "prosupport", "applecare", "erweitert"]),
        (WarrantyKind.Subscription, ["subscription", "renewing", "abo"]),
        (WarrantyKind.AccidentalDamage, ["accidental damage", "complete care", "unfallschutz"]),
        (WarrantyKind.SoftwareSupport, ["software support", "softwaresupport"]),
        (WarrantyKind.SetupService, ["setup service", "installation service", "einrichtung"])
    );

    /// <summary>The platform that the name of an operating system implies.</summary>
    public static Platform? PlatformOf(string? osName) =>
        osName?.ToLowerInvariant() switch
        {
            null => null,
            var os when os.Contains("windows", StringComparison.Ordinal) => Platform.Windows,
            var os when os.Contains("ipad", StringComparison.Ordinal) => Platform.IpadOs,
            var os when os.StartsWith("ios", StringComparison.Ordinal) => Platform.Ios,
            var os when os.StartsWith("mac", StringComparison.Ordinal) || os.StartsWith("os x", StringComparison.Ordinal) => Platform.MacOs,
            var os when os.Contains("android", StringComparison.Ordinal) => Platform.Android,
            var os when os.Contains("chrome", StringComparison.Ordinal) => Platform.ChromeOs,
            var os
                when os.Contains("linux", StringComparison.Ordinal)
                    || os.Contains("ubuntu", StringComparison.Ordinal)
                    || os.Contains("debian", StringComparison.Ordinal) => Platform.Linux,
            _ => null,
        };
}
