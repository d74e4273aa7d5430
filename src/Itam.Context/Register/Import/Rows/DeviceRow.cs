using Itam.Context.Matching;
using Itam.Context.Register.Import.Columns;
using Itam.Context.Register.Import.Values;

namespace Itam.Context.Register.Import.Rows;

/// <summary>The values of one device row, read once.</summary>
internal sealed class DeviceRow
{
    public DeviceRow(ImportRow row)
    {
        Row = row;
        AssetTag = Identifier(DeviceColumns.AssetTag, IdentifierKind.AssetTag);
        Serial = Identifier(DeviceColumns.Serial, IdentifierKind.Serial);
        Name = row.Text(DeviceColumns.Name);
        TagKey = Identifiers.Normalise(IdentifierKind.AssetTag, AssetTag);
        SerialKey = Identifiers.Normalise(IdentifierKind.Serial, Serial);
        HostKey = Identifiers.Normalise(IdentifierKind.Hostname, Name);
        Type = row.Word(DeviceColumns.Type, Vocabulary.Types);
        OsName = row.Text(DeviceColumns.OsName);
        Platform = row.Word(DeviceColumns.Platform, Vocabulary.Platforms);
        State = row.Word(DeviceColumns.State, Vocabulary.States);
        SourceState = row.Text(DeviceColumns.SourceState) ?? OwnWordForState();
        Shared = row.Flag(DeviceColumns.Shared);
        AssignedTo = row.Text(DeviceColumns.AssignedTo);
        StorageTotal = row.Size(DeviceColumns.StorageTotal);
        StorageFree = row.Size(DeviceColumns.StorageFree);
        LastSeen = row.Moment(DeviceColumns.LastSeen);
        LastBoot = row.Moment(DeviceColumns.LastBoot);
        Encryption = row.Word(DeviceColumns.Encryption, Vocabulary.Encryptions);
        Compliance = row.Word(DeviceColumns.Compliance, Vocabulary.Compliances);
        PurchasedOn = row.Date(DeviceColumns.PurchasedOn);
        Cost = row.Amount(DeviceColumns.Cost);
        Currency = row.Known(DeviceColumns.Currency, Money.CurrencyOf, "a currency") ?? Cost?.Currency;
        EndOfLife = row.Date(DeviceColumns.EndOfLife);
        RefreshDue = row.Date(DeviceColumns.RefreshDue);
        LeaseEnd = row.Date(DeviceColumns.LeaseEnd);
        Warranty = WarrantyRow.Of(row, PurchasedOn);
        Mac = row.Text(DeviceColumns.Mac);
        Imei = row.Text(DeviceColumns.Imei);
        Uuid = row.Text(DeviceColumns.Uuid);
        AsOf = row.Moment(DeviceColumns.AsOf);
        if (StorageFree > StorageTotal)
        {
            row.Fault(DeviceColumns.StorageFree, "More storage is free than the device has. Correct one of the two sizes.");
        }

        if (TagKey is null && SerialKey is null && HostKey is null)
        {
            row.Fault(
                null,
                "No asset tag, serial or name here names a device (a placeholder such as \"To be filled by O.E.M.\" does not). Fill in one of them."
            );
        }
    }

    public ImportRow Row { get; }
    public string? AssetTag { get; }
    public string? Serial { get; }
    public string? Name { get; }
    public string? TagKey { get; }
    public string? SerialKey { get; }
    public string? HostKey { get; }
    public DeviceType? Type { get; }
    public string? OsName { get; }
    public Platform? Platform { get; }
    public LifecycleState? State { get; }
    public string? SourceState { get; }
    public bool? Shared { get; }
    public string? AssignedTo { get; }
    public long? StorageTotal { get; }
    public long? StorageFree { get; }
    public DateTimeOffset? LastSeen { get; }
    public DateTimeOffset? LastBoot { get; }
    public Encryption? Encryption { get; }
    public Compliance? Compliance { get; }
    public DateOnly? PurchasedOn { get; }
    public Money? Cost { get; }
    public string? Currency { get; }
    public DateOnly? EndOfLife { get; }
    public DateOnly? RefreshDue { get; }
    public DateOnly? LeaseEnd { get; }
    public WarrantyRow? Warranty { get; }
    public string? Mac { get; }
    public string? Imei { get; }
    public string? Uuid { get; }
    public DateTimeOffset? AsOf { get; }

    /// <summary>Tag, else serial, else name; with a prefix that keeps the kinds apart.</summary>
    public string Key =>
        TagKey is not null ? "tag " + TagKey
        : SerialKey is not null ? "serial " + SerialKey
        : "name " + HostKey;

    private string? Identifier(Column column, IdentifierKind kind) =>
        Row.Text(column) is { } text && Identifiers.Normalise(kind, text) is not null ? text : null;

    // "Ready to Deploy" tells more than "in stock"; our own words tell nothing more.
    private string? OwnWordForState() =>
        Row.Text(DeviceColumns.State) is { } text
        && !(State is { } state && Vocabulary.States.Print(state).Equals(text, StringComparison.OrdinalIgnoreCase))
            ? text
            : null;
}

internal sealed record WarrantyRow(DateOnly? Start, DateOnly? End, string? Level, string? Provider, WarrantyKind? Kind)
{
    public static WarrantyRow? Of(ImportRow row, DateOnly? purchasedOn)
    {
        var start = row.Date(DeviceColumns.WarrantyStart);
        var warranty = new WarrantyRow(
            start,
            row.Date(DeviceColumns.WarrantyEnd) ?? AfterMonths(row, start ?? purchasedOn),
            row.Text(DeviceColumns.WarrantyLevel),
            row.Text(DeviceColumns.WarrantyProvider),
            row.Word(DeviceColumns.WarrantyKind, Vocabulary.WarrantyKinds)
        );
        if (warranty.End < warranty.Start)
        {
            row.Fault(DeviceColumns.WarrantyEnd, "The warranty ends before it starts. Correct one of the two dates.");
        }

        return warranty == new WarrantyRow(null, null, null, null, null) ? null : warranty;
    }

    /// <summary>Some registers export "36 months" instead of a date.</summary>
    private static DateOnly? AfterMonths(ImportRow row, DateOnly? from)
    {
        var digits = string.Concat((row.Text(DeviceColumns.WarrantyMonths) ?? "").TakeWhile(char.IsAsciiDigit));
        return from is { } day && digits.Length is > 0 and < 4
            ? day.AddMonths(int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture))
            : null;
    }
}
