using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Register.Import.Values;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.SnipeIt;

/// <summary>From Snipe-IT's rows to neutral records. Fields that are not known are passed over; what cannot be read says nothing.</summary>
internal sealed partial class SnipeItMapper(string connection, SnipeItSettings settings, TimeProvider time)
{
    /// <summary>Null where the row has no id or is deleted.</summary>
    public DeviceRecord? Device(JObject row)
    {
        if (row["id"].Id() is not { } id || Deleted(row))
        {
            return null;
        }

        var status = row["status"] as JObject ?? row["status_label"] as JObject;
        var assigned = row["assigned_to"] as JObject;
        var custom = Custom(row);
        var end = row["warranty_expires"].Day();
        return new DeviceRecord(Text(id), AsOf(row))
        {
            Hostname = row["name"].Words() is { } name && HostLabel().IsMatch(name) ? name : null,
            Serial = Real(IdentifierKind.Serial, row["serial"].Words()),
            AssetTag = Real(IdentifierKind.AssetTag, row["asset_tag"].Words()),
            Macs = [.. custom.Where(f => f.IsMac).Select(f => Real(IdentifierKind.Mac, f.Value)).OfType<string>()],
            Imei = Real(IdentifierKind.Imei, Labelled(custom, "IMEI")),
            Uuid = Real(IdentifierKind.Uuid, Labelled(custom, "UUID")),
            CrossIds = CrossIds(custom),
            Type = TypeOf(row["category"].Named()),
            Manufacturer = row["manufacturer"].Named(),
            Model = row["model"].Named(),
            ModelId = row["model_number"].Words(),
            State = status is null
                ? null
                : SnipeItState.Of(status["status_meta"].Text() ?? status["status_type"].Text(), status["name"].Words(), assigned is not null),
            SourceState = status?["name"].Words() ?? status?["status_meta"].Text(),
            Ownership = row["byod"].Flag() is true ? Ownership.Personal : null,
            Location =
                (assigned?["type"].Text() == "location" ? assigned["name"].Words() : null) ?? row["location"].Named() ?? row["rtd_location"].Named(),
            Holder = assigned is null ? [] : Holder(assigned),
            // A place is not a person either; a device held by another device is decided by who holds that one.
            Unassigned = row.ContainsKey("assigned_to") && (assigned is null || assigned["type"].Text() == "location"),
            PurchasedOn = row["purchase_date"].Day(),
            Cost = row["purchase_cost"].Amount(),
            Currency = row["purchase_cost"].Amount() is null ? null : settings.Currency,
            EndOfLifeOn = row["asset_eol_date"].Day(),
            LoanDueOn = row["expected_checkin"].Day(),
            Warranties = end is null ? [] : [new WarrantyFact(WarrantyKind.Unknown, null, row["purchase_date"].Day(), end)],
        };
    }

    /// <summary>The asset that holds this one (a laptop its docking station), or null.</summary>
    public static long? HolderAsset(JObject row) =>
        row["assigned_to"] is JObject assigned && assigned["type"].Text() == "asset" ? assigned["id"].Id() : null;

    /// <summary>The user who has it, or null.</summary>
    public static long? HolderUser(JObject row) =>
        row["assigned_to"] is JObject assigned && assigned["type"].Text() is null or "user" && !Deleted(row) ? assigned["id"].Id() : null;

    public PersonRecord? Person(JObject row)
    {
        if (row["id"].Id() is not { } id || Deleted(row))
        {
            return null;
        }

        var names = new[] { row["first_name"].Words(), row["last_name"].Words() }.OfType<string>();
        return new PersonRecord(Text(id), AsOf(row))
        {
            Names = Names(row),
            DisplayName = row["name"].Words() ?? (string.Join(' ', names) is { Length: > 0 } full ? full : null),
            JobTitle = row["jobtitle"].Words(),
            Department = row["department"].Named(),
            Site = row["location"].Named(),
            Country = row["country"].Words() is { } country ? Places.Country(country) : null,
            Language = row["locale"].Words() is { } locale ? Places.Language(locale) : null,
            Vip = row["vip"].Flag(),
            // "activated" only says who may sign in to Snipe-IT; most employees may not.
            Manager = row["manager"].Id() is { } manager ? [Account(manager)] : [],
            StartsOn = row["start_date"].Day(),
            LeavesOn = row["end_date"].Day(),
        };
    }

    /// <param name="seats">Null where they could not be listed.</param>
    public LicenseRecord? License(JObject row, ImmutableArray<SeatFact>? seats)
    {
        if (row["id"].Id() is not { } id || row["name"].Words() is not { } product || Deleted(row))
        {
            return null;
        }

        var owned = row["seats"].Count();
        return new LicenseRecord(Text(id), AsOf(row))
        {
            Product = product,
            Publisher = row["manufacturer"].Named(),
            Owned = owned,
            Assigned = seats is null && owned - row["free_seats_count"].Count() is { } used and >= 0 ? used : null,
            RenewsOn = row["expiration_date"].Day() ?? row["termination_date"].Day(),
            Seats = seats,
        };
    }

    /// <summary>Null for a seat that is free.</summary>
    public SeatFact? Seat(JObject row)
    {
        var person = row["assigned_user"] is JObject user ? Names(user) : [];
        ImmutableArray<DeviceName> device = row["assigned_asset"].Id() is { } asset
            ? [new DeviceName(IdentifierKind.SourceId, Text(asset), connection)]
            : [];
        return person.IsEmpty && device.IsEmpty ? null : new SeatFact(person, device);
    }

    /// <summary>When the row last changed in Snipe-IT; null where it does not say.</summary>
    public DateTimeOffset? Changed(JObject row) => row["updated_at"].Moment(settings.Zone) ?? row["created_at"].Moment(settings.Zone);

    private DateTimeOffset AsOf(JObject row) => Changed(row) ?? time.GetUtcNow();

    private ImmutableArray<PersonName> Holder(JObject assigned) => assigned["type"].Text() is null or "user" ? Names(assigned) : [];

    private ImmutableArray<PersonName> Names(JObject user)
    {
        var names = ImmutableArray.CreateBuilder<PersonName>();
        if (user["id"].Id() is { } id)
        {
            names.Add(Account(id));
        }

        if (user["email"].Words() is { } email && email.Contains('@', StringComparison.Ordinal))
        {
            names.Add(new PersonName(IdentityKind.Email, email));
        }

        // "ada" or "admin" may be somebody else elsewhere; only a full sign-in name is the same everywhere.
        if (user["username"].Words() is { } login && login.Contains('@', StringComparison.Ordinal))
        {
            names.Add(new PersonName(IdentityKind.Upn, login));
        }

        if ((user["employee_num"] ?? user["employee_number"]).Words() is { } number)
        {
            names.Add(new PersonName(IdentityKind.EmployeeNumber, number));
        }

        return names.ToImmutable();
    }

    /// <summary>A user, as the register knows it from the list of people.</summary>
    public PersonName Account(long id) => new(IdentityKind.Account, Text(id), connection);

    private ImmutableArray<DeviceName> CrossIds(IReadOnlyList<CustomField> custom) =>
        [
            .. settings
                .CrossIds.Select(c => (Connection: c.Key, Value: Labelled(custom, c.Value)))
                // An encrypted field reads "ENCRYPTED" in the language of the user, the same on every asset; ids have digits.
                .Where(c => c.Value?.Any(char.IsAsciiDigit) is true)
                .Select(c => new DeviceName(IdentifierKind.SourceId, c.Value!, c.Connection)),
        ];

    /// <summary>What a category is about stands last: "Company Laptops" are laptops, "Laptop Bags" are not.</summary>
    private static DeviceType? TypeOf(string? category) =>
        category is null ? null : Vocabulary.Types.Find(category) ?? Vocabulary.Types.Find(category.Split(' ')[^1]);

    /// <summary>Fields by their label; {} and [] both mean none.</summary>
    private static List<CustomField> Custom(JObject row) =>
        row["custom_fields"] is not JObject fields
            ? []
            :
            [
                .. fields
                    .Properties()
                    .Where(p => p.Value is JObject)
                    .Select(p => new CustomField(
                        System.Net.WebUtility.HtmlDecode(p.Name),
                        p.Value["value"].Words(),
                        string.Equals(p.Value["field_format"].Text(), "MAC", StringComparison.OrdinalIgnoreCase)
                    )),
            ];

    private static string? Labelled(IReadOnlyList<CustomField> custom, string label) =>
        custom.FirstOrDefault(f => string.Equals(f.Label, label, StringComparison.OrdinalIgnoreCase))?.Value;

    private static string? Real(IdentifierKind kind, string? value) => Identifiers.Normalise(kind, value) is null ? null : value;

    private static bool Deleted(JObject row) => row["deleted_at"] is { Type: not JTokenType.Null } deleted && deleted.Day() is not null;

    private static string Text(long id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private sealed record CustomField(string Label, string? Value, bool IsMac);

    /// <summary>The name of an asset is free text; only what could be a name in the network is taken for one (RFC 1123).</summary>
    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9\-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9\-]{1,63})*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HostLabel();
}
