using System.Collections.Immutable;
using System.Globalization;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Register.Import.Values;

namespace Itam.Context.Sources.ServiceNow;

/// <summary>Rows of the asset tables in neutral words. Codes decide, labels only where a code is unknown: instances rename labels.</summary>
internal sealed class ServiceNowAssetMapper(string connection)
{
    private const string NoMoment = "The account may not see sys_updated_on of this record.";

    public (PersonRecord? Record, SourceReject? Reject) Person(ServiceNowRecord row)
    {
        var id = row.Id()!.Value.Value;
        if (row.Moment("sys_updated_on") is not { } asOf)
        {
            return (null, new(id, NoMoment));
        }

        var manager = row.Id("manager");
        return (
            new PersonRecord(id, asOf)
            {
                Names = Names(id, row, ""),
                DisplayName = AssetStoreValues.Said(row.Value("name")),
                JobTitle = AssetStoreValues.Said(row.Display("title")),
                Department = AssetStoreValues.Said(row.Display("department")),
                Site = AssetStoreValues.Said(row.Display("location")),
                TimeZone = AssetStoreValues.TimeZone(row.Value("time_zone")),
                Vip = Flag(row, "vip"),
                Active = Flag(row, "active"),
                Manager = manager is { } boss ? Names(boss.Value, row, "manager.") : [],
            },
            null
        );
    }

    /// <param name="computer">The joined configuration item, where it is a computer.</param>
    public (DeviceRecord? Record, SourceReject? Reject) Device(ServiceNowRecord row, ServiceNowRecord? computer)
    {
        var own = row.Id()!.Value;
        if (row.Moment("sys_updated_on") is not { } changed)
        {
            return (null, new(own.Value, NoMoment));
        }

        // Tickets name the configuration item, so that is the device's id here; a duplicate is nobody's.
        var item = row.Id("ci");
        var main = item is not null && row.Value("ci.duplicate_of") is null ? item.Value : own;
        var others = new[] { own, item ?? own }.Where(i => i != main).Distinct();
        var itemChanged = row.Moment("ci.sys_updated_on") ?? changed;
        var holder = row.Id("assigned_to");
        var os = AssetStoreValues.Said(computer?.Display("os"));
        var (cost, currency) = CostOf(row);
        var state = StateOf(row);
        return (
            new DeviceRecord(main.Value, itemChanged > changed ? itemChanged : changed)
            {
                CrossIds = [.. others.Select(i => new DeviceName(IdentifierKind.SourceId, i.Value, connection))],
                Serial = AssetStoreValues.Said(row.Value("serial_number")),
                AssetTag = AssetStoreValues.Said(row.Value("asset_tag")),
                Hostname = computer is null
                    ? null
                    : AssetStoreValues.Hostname(computer.Value("host_name")) ?? AssetStoreValues.Hostname(computer.Value("name")),
                Macs = AssetStoreValues.Said(computer?.Value("mac_address") ?? row.Value("ci.mac_address")) is { } mac ? [mac] : [],
                Type = TypeOf(row, computer),
                Platform = Vocabulary.PlatformOf(os),
                Manufacturer = AssetStoreValues.Said(row.Display("model.manufacturer")),
                Model = AssetStoreValues.Said(row.Display("model.name")) ?? AssetStoreValues.Said(row.Display("model.display_name")),
                ModelId = AssetStoreValues.Said(row.Value("model.model_number")),
                State = state,
                SourceState = SourceState(row),
                Ownership = AssetStoreValues.Said(row.Value("lease_id")) is null ? null : Ownership.Leased,
                Location = AssetStoreValues.Said(row.Display("location")),
                Holder = holder is { } person ? Names(person.Value, row, "assigned_to.") : [],
                Unassigned = row.Has("assigned_to") && holder is null,
                OsName = os,
                OsVersion = AssetStoreValues.Said(computer?.Value("os_version")),
                StorageTotalBytes = Gigabytes(computer?.Value("disk_space")),
                LastSeenAt = row.Moment("ci.last_discovered"),
                PurchasedOn = AssetStoreValues.Day(row.Value("purchase_date")),
                Cost = cost,
                Currency = currency,
                Warranties = AssetStoreValues.Day(row.Value("warranty_expiration")) is { } end
                    ? [new WarrantyFact(WarrantyKind.Unknown, null, null, end)]
                    : [],
            },
            null
        );
    }

    public static bool IsRetired(ServiceNowRecord row) => row.Value("install_status") == ServiceNowAssetTables.Retired;

    /// <param name="seats">Null where the instance does not list them.</param>
    /// <returns>Of a retired entitlement, that nothing is owned and nobody has a seat.</returns>
    public (LicenseRecord? Record, SourceReject? Reject) License(ServiceNowRecord row, ImmutableArray<SeatFact>? seats)
    {
        var id = row.Id()!.Value.Value;
        var retired = IsRetired(row);
        var product = AssetStoreValues.Said(row.Display("model.display_name")) ?? AssetStoreValues.Said(row.Display("display_name"));
        return (product, row.Moment("sys_updated_on")) switch
        {
            (null, _) => (null, new(id, "The entitlement has neither a model nor a name.")),
            (_, null) => (null, new(id, NoMoment)),
            ({ } named, { } asOf) => (
                new LicenseRecord(id, asOf)
                {
                    Product = named,
                    Publisher = AssetStoreValues.Said(row.Display("model.manufacturer")) ?? AssetStoreValues.Said(row.Display("vendor")),
                    Owned = retired ? 0 : First(row, ["rights", "purchased_rights", "quantity"], AssetStoreValues.Count),
                    RenewsOn = retired ? null : First(row, ["renewal_date", "end_date", "expiration_date"], AssetStoreValues.Day),
                    Seats = retired ? [] : seats,
                },
                null
            ),
        };
    }

    /// <returns>Null where the row names neither a license nor a person.</returns>
    public (string License, SeatFact Seat)? Seat(ServiceNowRecord row) =>
        row.Id("licensed_by") is { } license && row.Id("assigned_to") is { } person
            ? (
                license.Value,
                new SeatFact(
                    Names(person.Value, row, "assigned_to."),
                    [],
                    row.Moment("sys_created_on") is { } since ? DateOnly.FromDateTime(since.UtcDateTime) : null
                )
            )
            : null;

    private ImmutableArray<PersonName> Names(string id, ServiceNowRecord row, string prefix)
    {
        var email = AssetStoreValues.Said(row.Value(prefix + "email"));
        var user = AssetStoreValues.Said(row.Value(prefix + "user_name"));
        (IdentityKind Kind, string? Value)[] more =
        [
            (IdentityKind.Email, email),
            (IdentityKind.Upn, string.Equals(user, email, StringComparison.OrdinalIgnoreCase) ? null : user),
            (IdentityKind.EmployeeNumber, AssetStoreValues.Said(row.Value(prefix + "employee_number"))),
        ];
        return
        [
            new PersonName(IdentityKind.Account, id, connection),
            .. more.Where(n => n.Value is not null).Select(n => new PersonName(n.Kind, n.Value!)),
        ];
    }

    private static LifecycleState? StateOf(ServiceNowRecord row) =>
        (row.Value("install_status"), row.Value("substatus")) switch
        {
            ("1", _) => LifecycleState.InUse,
            ("2", _) => LifecycleState.Ordered,
            ("3", _) => LifecycleState.InRepair,
            ("6", "reserved" or "pre_allocated" or "pending_install") => LifecycleState.Reserved,
            ("6", "defective" or "pending_repair") => LifecycleState.InRepair,
            ("6", "pending_disposal" or "pending_retirement") => LifecycleState.Retired,
            ("6", _) => LifecycleState.InStock,
            ("7", "disposed" or "sold" or "donated" or "vendor_credit") => LifecycleState.Disposed,
            ("7", _) => LifecycleState.Retired,
            ("8", "stolen") => LifecycleState.Stolen,
            ("8", _) => LifecycleState.Lost,
            ("9", _) => LifecycleState.InTransit,
            // A code of the instance's own, or the newer life-cycle fields instead: their words may still be known.
            _ => SourceState(row) is null
                ? null
                : new[] { "install_status", "life_cycle_stage_status", "life_cycle_stage" }
                    .Select(f => row.Display(f) is { } words ? Vocabulary.States.Find(words) : null)
                    .FirstOrDefault(s => s is not null)
                    ?? LifecycleState.Unknown,
        };

    private static string? SourceState(ServiceNowRecord row)
    {
        var status = row.Display("install_status") ?? row.Display("life_cycle_stage");
        var detail = row.Value("install_status") is null ? row.Display("life_cycle_stage_status") : row.Display("substatus");
        return status is null ? null
            : detail is null ? status
            : $"{status} / {detail}";
    }

    private static DeviceType? TypeOf(ServiceNowRecord row, ServiceNowRecord? computer)
    {
        var itemClass = row.Value("ci.sys_class_name") ?? "";
        string?[] words = [computer?.Display("form_factor"), computer?.Display("chassis_type"), row.Display("model_category")];
        return computer?.IsTrue("virtual") == true ? DeviceType.Virtual
            : itemClass.Contains("server", StringComparison.Ordinal) ? DeviceType.Server
            : itemClass.Contains("printer", StringComparison.Ordinal) ? DeviceType.Printer
            : itemClass.Contains("netgear", StringComparison.Ordinal) || itemClass.Contains("switch", StringComparison.Ordinal) ? DeviceType.Network
            : words.Select(w => w is null ? null : Vocabulary.Types.Find(w)).FirstOrDefault(t => t is not null and not DeviceType.Other);
    }

    /// <summary>The label carries the currency ("$1,500.00"), the value only the number.</summary>
    private static (decimal? Amount, string? Currency) CostOf(ServiceNowRecord row)
    {
        var shown = AssetStoreValues.Cost(row.Display("cost"));
        var amount =
            decimal.TryParse(row.Value("cost"), NumberStyles.Number, CultureInfo.InvariantCulture, out var stored) && stored > 0
                ? stored
                : shown.Amount;
        return (amount, amount is null ? null : shown.Currency);
    }

    /// <summary>-1 and 0 stand for "not known".</summary>
    private static long? Gigabytes(string? text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var size) && size is > 0 and < 1_000_000
            ? (long)(size * 1_000_000_000)
            : null;

    private static bool? Flag(ServiceNowRecord row, string field) =>
        row.Value(field)?.ToLowerInvariant() switch
        {
            "true" or "1" => true,
            "false" or "0" => false,
            _ => null,
        };

    private static T? First<T>(ServiceNowRecord row, IEnumerable<string> fields, Func<string?, T?> read)
        where T : struct => fields.Select(f => read(row.Value(f))).FirstOrDefault(v => v is not null);
}
