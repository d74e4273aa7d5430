using System.Collections.Immutable;
using Itam.Context.Desks;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Register.Import.Columns;
using Itam.Context.Register.Import.Rows;
using Itam.Context.Register.Import.Values;

namespace Itam.Context.Sources.FileDrop;

/// <summary>From rows of the import to neutral records. An empty cell says nothing. Whoever asks looks at the row's faults afterwards.</summary>
internal static class DropMapper
{
    public static DeviceRecord Device(ImportRow row, HeaderMap headers, DateTimeOffset asOf)
    {
        var device = new DeviceRow(row);
        var holder = Person(device.AssignedTo);
        return new DeviceRecord(row.Faults.Count == 0 ? device.Key : "", device.AsOf ?? asOf)
        {
            Hostname = device.Name,
            Serial = device.Serial,
            AssetTag = device.AssetTag,
            Macs = device.Mac is { } macs
                ?
                [
                    .. macs.Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries)
                        .Where(m => Identifiers.Normalise(IdentifierKind.Mac, m) is not null),
                ]
                : [],
            Imei = Real(IdentifierKind.Imei, device.Imei),
            Uuid = Real(IdentifierKind.Uuid, device.Uuid),
            Type = device.Type,
            Platform = device.Platform ?? Vocabulary.PlatformOf(device.OsName),
            Manufacturer = row.Text(DeviceColumns.Manufacturer),
            Model = row.Text(DeviceColumns.Model),
            State = device.State,
            SourceState = device.SourceState,
            Shared = device.Shared,
            Location = row.Text(DeviceColumns.Location),
            Holder = holder,
            // Only what lies in stock is plainly nobody's; elsewhere an empty cell may just not have been filled in.
            Unassigned = holder.IsEmpty && device.State is LifecycleState.InStock && headers.PositionOf(DeviceColumns.AssignedTo) is not null,
            OsName = device.OsName,
            OsVersion = row.Text(DeviceColumns.OsVersion),
            StorageTotalBytes = device.StorageTotal,
            StorageFreeBytes = device.StorageFree,
            LastSeenAt = device.LastSeen,
            LastBootAt = device.LastBoot,
            Encryption = device.Encryption,
            Compliance = device.Compliance,
            PurchasedOn = device.PurchasedOn,
            Cost = device.Cost?.Amount,
            Currency = device.Currency,
            EndOfLifeOn = device.EndOfLife,
            RefreshDueOn = device.RefreshDue,
            LeaseEndsOn = device.LeaseEnd,
            Warranties = device.Warranty is { } w ? [new WarrantyFact(w.Kind ?? WarrantyKind.Unknown, w.Level, w.Start, w.End)] : [],
        };
    }

    public static PersonRecord Person(ImportRow row, DateTimeOffset asOf)
    {
        var person = new PersonRow(row);
        return new PersonRecord(person.Number ?? person.Email ?? "", person.AsOf ?? asOf)
        {
            Names = [.. person.Identities.Select(i => new PersonName(i.Kind, i.Value, i.Scope))],
            DisplayName = person.Name,
            JobTitle = row.Text(PeopleColumns.JobTitle),
            Department = row.Text(PeopleColumns.Department),
            Site = row.Text(PeopleColumns.Site),
            Country = person.Country,
            TimeZone = person.TimeZone,
            Language = person.Language,
            Vip = person.Vip,
            Active = person.Active,
            Manager = Person(person.Manager),
            StartsOn = person.StartsOn,
            LeavesOn = person.LeavesOn,
        };
    }

    /// <summary>Who is meant by "ada@example.com", "Ada Lovelace &lt;ada@example.com&gt;" or "1001".</summary>
    public static ImmutableArray<PersonName> Person(string? reference)
    {
        if (string.IsNullOrWhiteSpace(reference))
        {
            return [];
        }

        var email = reference
            .Split([' ', '<', '>', '(', ')', ','], StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(part => part.Contains('@', StringComparison.Ordinal));
        return email is not null
            ? [new PersonName(IdentityKind.Email, email)]
            : [new PersonName(IdentityKind.EmployeeNumber, reference.Trim()), new PersonName(IdentityKind.Upn, reference.Trim())];
    }

    /// <summary>A cell of a seat list names a device by tag, serial or name; which of them, only the register knows.</summary>
    public static ImmutableArray<DeviceName> Device(string? reference) =>
        reference is null
            ? []
            :
            [
                .. new[] { IdentifierKind.AssetTag, IdentifierKind.Serial, IdentifierKind.Hostname }
                    .Where(kind => Identifiers.Normalise(kind, reference) is not null)
                    .Select(kind => new DeviceName(kind, reference)),
            ];

    private static string? Real(IdentifierKind kind, string? value) => Identifiers.Normalise(kind, value) is null ? null : value;
}
