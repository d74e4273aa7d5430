namespace Itam.Context.Register.Import.Columns;

/// <summary>Headers of device lists. Aliases are those of the exports of asset registers, desks and device managements, and what German spreadsheets use.</summary>
internal static class DeviceColumns
{
    public static readonly Column AssetTag = new(
        "asset tag",
        nameof(Device.AssetTag),
        "tag | asset number | asset no | asset id | inventory number | inventory no | inventory tag | inventarnummer | inventarnr | "
            + "inventar nr | anlagennummer | barcode"
    );
    public static readonly Column Serial = new(
        "serial",
        nameof(Device.Serial),
        "serial number | serial no | serialnr | service tag | sn | s/n | device serial number | seriennummer | seriennr | "
            + "serien nr | bios serial number"
    );
    public static readonly Column Name = new(
        "name",
        nameof(Device.Name),
        "hostname | host name | device name | computer name | asset name | display name | managed device name | machine name | "
            + "gerätename | rechnername | computername | bezeichnung"
    );
    public static readonly Column Type = new(
        "type",
        nameof(Device.Type),
        "asset type | device type | category | model category | ci type | class | sys class name | chassis type | category name | "
            + "product type | typ | gerätetyp | geräteart | kategorie | art"
    );
    public static readonly Column Platform = new("platform", nameof(Device.Platform), "os platform | device platform | os family | plattform");
    public static readonly Column Manufacturer = new(
        "manufacturer",
        nameof(Device.Manufacturer),
        "vendor | make | brand | device manufacturer | hersteller | marke"
    );
    public static readonly Column Model = new(
        "model",
        nameof(Device.Model),
        "model name | device model | product | product name | product model | modell | modellbezeichnung | gerätemodell | model id"
    );
    public static readonly Column State = new(
        "state",
        nameof(Device.State),
        "status | asset state | install status | lifecycle state | life cycle stage | status label | asset status | device state | "
            + "zustand | lebenszyklus"
    );
    public static readonly Column SourceState = new("source state", nameof(Device.SourceState));
    public static readonly Column Shared = new(
        "shared",
        nameof(Device.Shared),
        "shared device | is shared | gemeinsam genutzt | mehrbenutzer | gemeinschaftsgerät"
    );
    public static readonly Column Location = new(
        "location",
        nameof(Device.Location),
        "site | office | room | building | location name | default location | standort | raum | ort | gebäude"
    );
    public static readonly Column AssignedTo = new(
        "assigned to",
        nameof(Device.AssignedToId),
        "assigned to email | assigned email | primary user email address | primary user upn | primary user email | user email | "
            + "user principal name | email | email address | e-mail | upn | used by email | owner email | assignee email | used by | "
            + "owned by | checked out to | checkedoutto | assigned user | assignee | owner | primary user | user | username | "
            + "employee number | benutzer | zugewiesen an | nutzer | besitzer | verantwortlicher | mitarbeiter | mail"
    );
    public static readonly Column OsName = new(
        "os name",
        nameof(Device.OsName),
        "os | operating system | operating system name | betriebssystem | os edition | sku family"
    );
    public static readonly Column OsVersion = new(
        "os version",
        nameof(Device.OsVersion),
        "operating system version | os build | os service pack | betriebssystemversion | os versionsnummer | version"
    );
    public static readonly Column StorageTotal = new(
        "storage total",
        nameof(Device.StorageTotalBytes),
        "total storage | total storage space | storage capacity | disk space | disk size | disk capacity | disk | storage | "
            + "hard disk | festplatte | speicher | speicherplatz | gesamtspeicher | festplattengröße"
    );
    public static readonly Column StorageFree = new(
        "storage free",
        nameof(Device.StorageFreeBytes),
        "free storage | free storage space | free disk space | available storage | disk free | free space | freier speicher | "
            + "freier speicherplatz | speicher frei"
    );
    public static readonly Column LastSeen = new(
        "last seen",
        nameof(Device.LastSeenAt),
        "last check-in | last checkin time | last sync | last sync date time | last sync date | last contact | last discovered | "
            + "most recent discovery | last audit date | last logon | last inventory | zuletzt gesehen | letzter kontakt | "
            + "letzte synchronisierung | zuletzt online"
    );
    public static readonly Column LastBoot = new(
        "last boot",
        nameof(Device.LastBootAt),
        "last boot time | last reboot | last restart | boot time | letzter neustart | letzter start"
    );
    public static readonly Column Encryption = new(
        "encryption",
        nameof(Device.Encryption),
        "encrypted | is encrypted | encryption status | disk encryption | disk encrypted | bitlocker | bitlocker status | "
            + "filevault | filevault status | verschlüsselt | verschlüsselung"
    );
    public static readonly Column Compliance = new(
        "compliance",
        nameof(Device.Compliance),
        "compliance state | compliance status | compliant | is compliant | konformität | konform | compliancestatus"
    );
    public static readonly Column PurchasedOn = new(
        "purchase date",
        nameof(Device.PurchasedOn),
        "purchased | purchased on | date of purchase | bought | acquisition date | order date | kaufdatum | anschaffungsdatum | "
            + "gekauft am | anschaffung"
    );
    public static readonly Column Cost = new(
        "cost",
        nameof(Device.Cost),
        "purchase cost | price | purchase price | acquisition cost | kosten | preis | kaufpreis | anschaffungskosten | " + "anschaffungswert"
    );
    public static readonly Column Currency = new("currency", nameof(Device.Currency), "cost currency | purchase currency | währung");
    public static readonly Column EndOfLife = new(
        "end of life",
        nameof(Device.EndOfLifeOn),
        "eol | eol date | asset eol date | end of life date | end of support | lebensende | supportende"
    );
    public static readonly Column RefreshDue = new(
        "refresh due",
        nameof(Device.RefreshDueOn),
        "refresh date | replacement date | replace by | planned replacement | planned retirement | retirement date | "
            + "austauschdatum | ersatzdatum | austausch am"
    );
    public static readonly Column LeaseEnd = new(
        "lease end",
        nameof(Device.LeaseEndsOn),
        "lease end date | lease ends | lease expiry | lease expiration | leasingende | leasing bis | leasing ende"
    );
    public static readonly Column WarrantyStart = new(
        "warranty start",
        "",
        "warranty start date | warranty begin | garantiebeginn | garantie ab | garantie von"
    );
    public static readonly Column WarrantyEnd = new(
        "warranty end",
        "",
        "warranty end date | warranty expires | warranty expiration | warranty expiry | warranty expiry date | "
            + "warranty expiration date | warranty until | warranty date | garantieende | garantie bis | garantieablauf"
    );
    public static readonly Column WarrantyMonths = new(
        "warranty months",
        "",
        "warranty | warranty duration | warranty period | garantie monate | garantie | garantiedauer"
    );
    public static readonly Column WarrantyLevel = new(
        "warranty level",
        "",
        "warranty type | service level | support level | warranty description | garantieart | servicelevel | garantiestufe"
    );
    public static readonly Column WarrantyProvider = new("warranty provider", "", "warranty vendor | service provider | garantiegeber");
    public static readonly Column WarrantyKind = new("warranty kind", "");
    public static readonly Column Mac = new(
        "mac",
        "",
        "mac address | wi-fi mac | wifi mac address | ethernet mac | ethernet mac address | wlan mac | mac adresse"
    );
    public static readonly Column Imei = new("imei", "", "imei number | imei1");
    public static readonly Column Uuid = new("uuid", "", "smbios uuid | system uuid | hardware uuid | udid");
    public static readonly Column AsOf = new("as of", "", "exported at | export date | stand | datenstand");

    public static readonly ColumnSet Set = new(
        ImportKind.Devices,
        [
            AssetTag,
            Serial,
            Name,
            Type,
            Platform,
            Manufacturer,
            Model,
            State,
            SourceState,
            Shared,
            Location,
            AssignedTo,
            OsName,
            OsVersion,
            StorageTotal,
            StorageFree,
            LastSeen,
            LastBoot,
            Encryption,
            Compliance,
            PurchasedOn,
            Cost,
            Currency,
            EndOfLife,
            RefreshDue,
            LeaseEnd,
            WarrantyStart,
            WarrantyEnd,
            WarrantyMonths,
            WarrantyLevel,
            WarrantyProvider,
            WarrantyKind,
            Mac,
            Imei,
            Uuid,
            AsOf,
        ],
        [
            [AssetTag, Serial, Name],
        ]
    );
}
