using System.Globalization;
using Itam.Context.Matching;
using Itam.Context.Register.Import.Columns;
using Itam.Context.Register.Import.Values;

namespace Itam.Context.Register.Import.Writing;

/// <summary>What the export writes into each column.</summary>
internal static class ExportColumns
{
    public static readonly (Column Column, Func<License, string?> Value)[] Licenses =
    [
        (LicenseColumns.Product, l => l.Product),
        (LicenseColumns.Publisher, l => l.Publisher),
        (LicenseColumns.Owned, l => l.Owned?.ToString(CultureInfo.InvariantCulture)),
        (LicenseColumns.RenewsOn, l => Day(l.RenewsOn)),
        (LicenseColumns.CostPerSeat, l => Amount(l.CostPerSeat)),
        (LicenseColumns.Currency, l => l.Currency),
    ];

    public static (Column Column, Func<Device, string?> Value)[] Devices(IReadOnlyDictionary<Guid, string> people) =>
        [
            (DeviceColumns.AssetTag, d => d.AssetTag),
            (DeviceColumns.Serial, d => d.Serial),
            (DeviceColumns.Name, d => d.Name),
            (DeviceColumns.Type, d => Vocabulary.Types.Print(d.Type)),
            (DeviceColumns.Platform, d => Vocabulary.Platforms.Print(d.Platform)),
            (DeviceColumns.Manufacturer, d => d.Manufacturer),
            (DeviceColumns.Model, d => d.Model),
            (DeviceColumns.State, d => Vocabulary.States.Print(d.State)),
            (DeviceColumns.SourceState, d => d.SourceState),
            (DeviceColumns.Shared, d => Flags.Print(d.Shared)),
            (DeviceColumns.Location, d => d.Location),
            (DeviceColumns.AssignedTo, d => d.AssignedToId is { } id ? people.GetValueOrDefault(id) : null),
            (DeviceColumns.OsName, d => d.OsName),
            (DeviceColumns.OsVersion, d => d.OsVersion),
            (DeviceColumns.StorageTotal, d => Size(d.StorageTotalBytes)),
            (DeviceColumns.StorageFree, d => Size(d.StorageFreeBytes)),
            (DeviceColumns.LastSeen, d => Moment(d.LastSeenAt)),
            (DeviceColumns.LastBoot, d => Moment(d.LastBootAt)),
            (DeviceColumns.Encryption, d => Vocabulary.Encryptions.Print(d.Encryption)),
            (DeviceColumns.Compliance, d => Vocabulary.Compliances.Print(d.Compliance)),
            (DeviceColumns.PurchasedOn, d => Day(d.PurchasedOn)),
            (DeviceColumns.Cost, d => Amount(d.Cost)),
            (DeviceColumns.Currency, d => d.Currency),
            (DeviceColumns.EndOfLife, d => Day(d.EndOfLifeOn)),
            (DeviceColumns.RefreshDue, d => Day(d.RefreshDueOn)),
            (DeviceColumns.LeaseEnd, d => Day(d.LeaseEndsOn)),
            (DeviceColumns.WarrantyStart, d => Day(Cover(d)?.StartsOn)),
            (DeviceColumns.WarrantyEnd, d => Day(Cover(d)?.EndsOn)),
            (DeviceColumns.WarrantyLevel, d => Cover(d)?.Level),
            (DeviceColumns.WarrantyProvider, d => Cover(d)?.Provider),
            (DeviceColumns.WarrantyKind, d => Cover(d) is { } w ? Vocabulary.WarrantyKinds.Print(w.Kind) : null),
            (DeviceColumns.Mac, d => Identifier(d, IdentifierKind.Mac)),
            (DeviceColumns.Imei, d => Identifier(d, IdentifierKind.Imei)),
            (DeviceColumns.Uuid, d => Identifier(d, IdentifierKind.Uuid)),
        ];

    public static (Column Column, Func<Person, string?> Value)[] People(IReadOnlyDictionary<Guid, string> people) =>
        [
            (PeopleColumns.EmployeeNumber, p => Identity(p, IdentityKind.EmployeeNumber)),
            (PeopleColumns.Name, p => p.DisplayName),
            (PeopleColumns.Email, p => p.Email),
            (PeopleColumns.Upn, p => Identity(p, IdentityKind.Upn)),
            (PeopleColumns.DirectoryId, p => Identity(p, IdentityKind.DirectoryId)),
            (PeopleColumns.Accounts, p => Accounts(p)),
            (PeopleColumns.JobTitle, p => p.JobTitle),
            (PeopleColumns.Department, p => p.Department),
            (PeopleColumns.Site, p => p.Site),
            (PeopleColumns.Country, p => p.Country),
            (PeopleColumns.TimeZone, p => p.TimeZone),
            (PeopleColumns.Language, p => p.Language),
            (PeopleColumns.Vip, p => Flags.Print(p.Vip)),
            (PeopleColumns.Active, p => Flags.Print(p.Active)),
            (PeopleColumns.Manager, p => p.ManagerId is { } id ? people.GetValueOrDefault(id) : null),
            (PeopleColumns.StartsOn, p => Day(p.StartsOn)),
            (PeopleColumns.LeavesOn, p => Day(p.LeavesOn)),
        ];

    public static (Column Column, Func<Seat, string?> Value)[] Seats(
        IReadOnlyDictionary<Guid, string> people,
        IReadOnlyDictionary<Guid, string?> devices
    ) =>
        [
            (SeatColumns.Product, s => s.License?.Product),
            (SeatColumns.Publisher, s => s.License?.Publisher),
            (SeatColumns.Person, s => s.PersonId is { } id ? people.GetValueOrDefault(id) : null),
            (SeatColumns.Device, s => s.DeviceId is { } id ? devices.GetValueOrDefault(id) : null),
            (SeatColumns.AssignedOn, s => Day(s.AssignedOn)),
            (SeatColumns.LastUsed, s => Moment(s.LastUsedAt)),
        ];

    /// <summary>The entitlement that counts; a file has room for one.</summary>
    private static Warranty? Cover(Device device) =>
        WarrantyChoice.Of(device.Warranties)
        ?? device
            .Warranties.Where(w => w.Lookup is WarrantyLookup.Found)
            .OrderByDescending(w => w.CoversHardware)
            .ThenByDescending(w => w.EndsOn)
            .ThenBy(w => w.Id)
            .FirstOrDefault();

    private static string? Identifier(Device device, IdentifierKind kind) =>
        device.Identifiers.Where(i => i.Kind == kind).Select(i => i.Value).Order(StringComparer.Ordinal).FirstOrDefault();

    private static string? Identity(Person person, IdentityKind kind) => person.Identities.Find(i => i.Kind == kind && i.Scope.Length == 0)?.Value;

    private static string? Accounts(Person person) =>
        string.Join(
            "; ",
            person
                .Identities.Where(i => i.Kind is IdentityKind.Account)
                .OrderBy(i => i.Scope, StringComparer.Ordinal)
                .Select(i => $"{i.Scope}={i.Value}")
        )
            is { Length: > 0 } text
            ? text
            : null;

    private static string? Day(DateOnly? day) => day is { } d ? Dates.Print(d) : null;

    private static string? Moment(DateTimeOffset? moment) => moment is { } m ? Dates.Print(m) : null;

    private static string? Size(long? bytes) => bytes is { } b ? Sizes.Print(b) : null;

    private static string? Amount(decimal? amount) => amount is { } a ? Money.Print(a) : null;
}
