using System.Collections.Immutable;
using System.Globalization;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Register.Import.Values;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Freshservice;

/// <summary>Assets, people and applications of an account in neutral words.</summary>
/// <param name="readAt">As-of of people, whose changes the API does not always date.</param>
internal sealed class FreshserviceAssetMapper(string connection, FreshserviceNames names, DateTimeOffset readAt)
{
    public (DeviceRecord? Record, SourceReject? Reject) Device(JObject asset)
    {
        // The number in an asset's address, as on tickets; "id" is another number.
        if (asset["display_id"].Number() is not { } number)
        {
            return (null, new(asset["id"].Text() ?? "?", $"'{asset["name"].Text()}' has no display_id."));
        }

        var id = number.ToString(CultureInfo.InvariantCulture);
        if (AssetStoreValues.Moment(asset["updated_at"].Text()) is not { } asOf)
        {
            return (null, new(id, $"'{asset["name"].Text()}' does not say when it was changed."));
        }

        string? Field(string name) => AssetStoreValues.Said(asset[name].Text()) ?? AssetStoreValues.Said(asset.TypeField(name));

        var product = asset.TypeField("product");
        var productId = (product is null ? null : new JValue(product)).Number();
        var state = Field("asset_state");
        var os = Field("os");
        var (cost, currency) = AssetStoreValues.Cost(Field("cost"));
        var user = asset["user_id"].Number();
        return (
            new DeviceRecord(id, asOf)
            {
                Serial = Field("serial_number"),
                AssetTag = Field("asset_tag"),
                Hostname = AssetStoreValues.Hostname(Field("hostname")) ?? AssetStoreValues.Hostname(asset["name"].Text()),
                Macs = [.. Many(asset["mac_addresses"], Field("mac_address"))],
                Imei = Field("imei_number"),
                Uuid = Field("uuid"),
                Type = names.AssetType(asset["asset_type_id"].Number()) is { } type ? Vocabulary.Types.Find(type) : null,
                Platform = Vocabulary.PlatformOf(os),
                Manufacturer = names.Maker(productId),
                Model = productId is null ? AssetStoreValues.Said(product) : names.Product(productId),
                State = state is null ? null : Vocabulary.States.Find(state) ?? LifecycleState.Unknown,
                SourceState = state,
                Location = names.Location(asset["location_id"].Number()),
                Holder = user is { } holder ? [Account(holder)] : [],
                Unassigned = user is null && asset.ContainsKey("user_id"),
                OsName = os,
                OsVersion = Field("os_version"),
                PurchasedOn = AssetStoreValues.Day(Field("acquisition_date")),
                Cost = cost,
                Currency = currency,
                EndOfLifeOn = AssetStoreValues.Day(asset["end_of_life"].Text()),
                Warranties = Warranty(Field("warranty_expiry_date"), Field("acquisition_date"), Field("warranty")),
            },
            null
        );
    }

    public (PersonRecord? Record, SourceReject? Reject) Person(JObject row)
    {
        if (row["id"].Number() is not { } id)
        {
            return (null, new("?", "A person without an id."));
        }

        // Requesters have a primary_email, agents an email.
        string?[] emails = [row["primary_email"].Text(), row["email"].Text(), .. (row["secondary_emails"] as JArray ?? []).Select(e => e.Text())];
        var manager = row["reporting_manager_id"].Number();
        return (
            new PersonRecord(id.ToString(CultureInfo.InvariantCulture), AssetStoreValues.Moment(row["updated_at"].Text()) ?? readAt)
            {
                Names =
                [
                    Account(id),
                    .. emails.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Select(e => new PersonName(IdentityKind.Email, e)),
                ],
                DisplayName = AssetStoreValues.Said($"{row["first_name"].Text()} {row["last_name"].Text()}"),
                JobTitle = AssetStoreValues.Said(row["job_title"].Text()),
                Department = (row["department_ids"] as JArray ?? []).Select(d => names.Department(d.Number())).FirstOrDefault(d => d is not null),
                Site = names.Location(row["location_id"].Number()),
                TimeZone = AssetStoreValues.TimeZone(row["time_zone"].Text()),
                Language = AssetStoreValues.Said(row["language"].Text()),
                Vip = Flag(row["vip_user"]),
                Active = Flag(row["active"]),
                Manager = manager is { } boss ? [Account(boss)] : [],
            },
            null
        );
    }

    /// <param name="contracts">The active contracts about this software. Their keys and prices are never read.</param>
    /// <param name="users">Null where they cannot be listed.</param>
    public (LicenseRecord? Record, SourceReject? Reject) License(
        JObject application,
        IReadOnlyCollection<JObject> contracts,
        IReadOnlyList<JObject>? users
    ) =>
        (application["id"].Text(), AssetStoreValues.Said(application["name"].Text())) switch
        {
            (null, _) => (null, new("?", "An application without an id.")),
            ({ } id, null) => (null, new(id, "An application without a name.")),
            ({ } id, { } product) => (
                new LicenseRecord(id, AssetStoreValues.Moment(application["updated_at"].Text()) ?? readAt)
                {
                    Product = product,
                    Publisher = names.Vendor(application["publisher_id"].Number()),
                    Owned = Owned(contracts),
                    Assigned = users is null ? AssetStoreValues.Count(application["user_count"].Text()) : null,
                    RenewsOn = RenewsOn(contracts),
                    Seats = users is null ? null : [.. users.Where(IsAllocated).Select(Seat).OfType<SeatFact>()],
                },
                null
            ),
        };

    private PersonName Account(long id) => new(IdentityKind.Account, id.ToString(CultureInfo.InvariantCulture), connection);

    /// <summary>Discovery lists everybody who ever opened the application; a seat is what somebody was given.</summary>
    private static bool IsAllocated(JObject user) => user["license_id"].Number() is not null || user["allocated_date"].Text() is not null;

    private SeatFact? Seat(JObject user) =>
        user["user_id"].Number() is { } id
            ? new SeatFact([Account(id)], [], AssetStoreValues.Day(user["allocated_date"].Text()), AssetStoreValues.Moment(user["last_used"].Text()))
            : null;

    private static int? Owned(IEnumerable<JObject> contracts)
    {
        var counts = contracts
            .SelectMany(c => c["item_cost_details"] as JArray ?? [])
            .OfType<JObject>()
            .Select(i => AssetStoreValues.Count(i["count"].Text()))
            .ToList();
        return counts.Exists(c => c > 0) ? counts.Sum() : null;
    }

    /// <summary>The end that comes next; where all are past, the last one.</summary>
    private DateOnly? RenewsOn(IEnumerable<JObject> contracts)
    {
        var today = DateOnly.FromDateTime(readAt.UtcDateTime);
        var ends = contracts.Select(c => AssetStoreValues.Day(c["end_date"].Text())).OfType<DateOnly>().Order().ToList();
        return ends.Exists(e => e >= today) ? ends.Find(e => e >= today)
            : ends.Count > 0 ? ends[^1]
            : null;
    }

    /// <summary>Where the desk names no end, it follows from the purchase and the months; that it was computed stands beside it.</summary>
    private static ImmutableArray<WarrantyFact> Warranty(string? end, string? purchased, string? months) =>
        AssetStoreValues.Day(end) is { } told ? [new(WarrantyKind.Unknown, null, null, told)]
        : AssetStoreValues.Day(purchased) is { } start && AssetStoreValues.Count(months) is > 0 and < 600 and var length
            ? [new(WarrantyKind.Unknown, $"computed: {length} months from purchase", start, start.AddMonths(length))]
        : [];

    private static IEnumerable<string> Many(JToken? list, string? one) =>
        (list as JArray ?? [])
            .Select(m => m.Text())
            .Concat((list.Text() ?? one ?? "").Split([',', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
            .Select(AssetStoreValues.Said)
            .OfType<string>();

    private static bool? Flag(JToken? token) =>
        token.Text()?.ToLowerInvariant() switch
        {
            "true" => true,
            "false" => false,
            _ => null,
        };
}
