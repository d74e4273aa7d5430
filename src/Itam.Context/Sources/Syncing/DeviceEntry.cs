using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Register.Import;
using Itam.Context.Register.Import.Columns;
using Itam.Context.Register.Import.Rows;
using Itam.Context.Sources.FileDrop;
using Itam.Context.Sources.Records;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Syncing;

/// <summary>A person's own value for one field of a device: it is locked, so that no source changes it until it is unlocked. Fields and values are written as in an import.</summary>
/// <param name="precedence">Null: as shipped.</param>
public sealed class DeviceEntry(Database database, TimeProvider time, Precedence? precedence = null)
{
    private readonly Precedence _precedence = precedence ?? Precedence.Shipped;

    /// <summary>For people: what can be entered.</summary>
    public static string Fields => string.Join(", ", Enterable.Select(c => c.Header));

    private static IEnumerable<Column> Enterable => DeviceColumns.Set.All.Where(c => DeviceField.All.Any(f => f.Property == c.Property));

    /// <param name="field">A header of the import: "location", "assigned to".</param>
    /// <param name="value">As in an import; "nobody" for a device that nobody holds.</param>
    /// <param name="by">Kept as the origin of the value.</param>
    /// <returns>The device's label and the value as it was understood, for people.</returns>
    /// <exception cref="FormatException">No such field or device, or a value that the field cannot have. Nothing was changed.</exception>
    public Task<(string Device, string Value)> SetAsync(
        TenantId tenant,
        string identifier,
        string field,
        string value,
        string by,
        CancellationToken cancellationToken
    )
    {
        var column = ColumnOf(field);
        var target = FieldOf(column);
        return database.WriteAsync(
            tenant,
            async (db, token) =>
            {
                await db.TakeRegisterTurnAsync(token);
                var device = await FindAsync(db, identifier, token);
                var said = await ReadAsync(db, column, value.Trim(), token);
                var raw = target.Said(said) ?? throw new FormatException($"'{value}' says nothing about the {column}. Nothing was changed.");
                target.Set(device, raw);
                var origin = new Origin(by, time.GetUtcNow(), Locked: true);
                device.Origins = new(device.Origins);
                foreach (var property in DeviceWriter.PropertiesOf(target.Property))
                {
                    device.Origins[property] = origin;
                }

                await RecomputeAsync(db, device, token);
                return (device.Label, await PrintAsync(db, raw, token));
            },
            cancellationToken
        );
    }

    /// <summary>Gives a locked field back to the sources; where none says it, the value stays until one does.</summary>
    /// <returns>The device's label and whose value it has now, for people.</returns>
    /// <exception cref="FormatException">No such field or device, or it is not locked. Nothing was changed.</exception>
    public Task<(string Device, string Source)> UnlockAsync(TenantId tenant, string identifier, string field, CancellationToken cancellationToken)
    {
        var column = ColumnOf(field);
        var target = FieldOf(column);
        return database.WriteAsync(
            tenant,
            async (db, token) =>
            {
                await db.TakeRegisterTurnAsync(token);
                var device = await FindAsync(db, identifier, token);
                if (device.OriginOf(target.Property) is not { Locked: true } locked)
                {
                    throw new FormatException($"The {column} of {device.Label} is not locked. Nothing was changed.");
                }

                var records = await RecordsAsync(db, device, token);
                var others = records.Where(r => r.Connection.Length > 0).Select(r => OwnRecord.FactsOf(r)).ToArray();
                var people = await PeopleIndex.LoadAsync(db, others.SelectMany(o => o.Said.Holder), token);
                var choices = DeviceMerge.Merge(
                    new DeviceCluster([.. others.Select(o => o with { HolderId = people.Find(o.Said.Holder) })]),
                    _precedence,
                    time.GetUtcNow()
                );
                device.Origins = new(device.Origins);
                if (choices.Any(c => c.Property == target.Property))
                {
                    OwnRecord.Forget(records.Where(r => r.Connection.Length == 0), target.Property);
                    target.Set(device, null);
                    foreach (var property in DeviceWriter.PropertiesOf(target.Property))
                    {
                        device.Origins.Remove(property);
                    }
                }
                else
                {
                    foreach (var property in DeviceWriter.PropertiesOf(target.Property))
                    {
                        device.Origins[property] = locked with { Locked = false };
                    }
                }

                await RecomputeAsync(db, device, token);
                return (device.Label, device.OriginOf(target.Property)?.Source ?? OwnRecord.Product);
            },
            cancellationToken
        );
    }

    private static Column ColumnOf(string field) =>
        Enterable.FirstOrDefault(c => c.Keys.Contains(Column.KeyOf(field)))
        ?? Enterable.FirstOrDefault(c => Column.KeyOf(c.Property) == Column.KeyOf(field))
        ?? throw new FormatException($"There is no field '{field}' that can be entered. There are: {Fields}.");

    private static DeviceField FieldOf(Column column) => DeviceField.All.First(f => f.Property == column.Property);

    private async Task<DeviceFacts> ReadAsync(ItamDb db, Column column, string value, CancellationToken cancellationToken)
    {
        var nobody = column == DeviceColumns.AssignedTo && value.Equals("nobody", StringComparison.OrdinalIgnoreCase);
        // A row needs a name; the device has long been found, so that this one names nothing.
        string[] headers = DeviceColumns.Set.Required[0].Contains(column) ? [column.Header] : [column.Header, DeviceColumns.AssetTag.Header];
        var map = HeaderMap.Of(column.Header, headers, ImportKind.Devices);
        var row = new ImportRow(1, [nobody ? "" : value, "entered by hand"], map, dateOrder: null);
        var said = DropMapper.Device(row, map, time.GetUtcNow());
        if (row.Faults.Concat(row.Doubts).FirstOrDefault() is { } fault)
        {
            throw new FormatException($"'{value}' cannot be the {column}: {fault.Reason} Nothing was changed.");
        }

        var holder = said.Holder.IsEmpty ? null : (await PeopleIndex.LoadAsync(db, said.Holder, cancellationToken)).Find(said.Holder);
        return !said.Holder.IsEmpty && holder is null
            ? throw new FormatException($"Nobody in the register has the e-mail or employee number '{value}'. Nothing was changed.")
            : new DeviceFacts(new RecordId("", ""), OwnRecord.Product, SourceRole.AssetRegister, said with { Unassigned = nobody }, holder);
    }

    private static async Task<Device> FindAsync(ItamDb db, string identifier, CancellationToken cancellationToken)
    {
        var hits = await new RegisterReader(db).FindByIdentifiersAsync(
            [new(IdentifierKind.Serial, identifier), new(IdentifierKind.AssetTag, identifier), new(IdentifierKind.Hostname, identifier)],
            cancellationToken
        );
        var ids = hits.Select(h => h.DeviceId).ToHashSet();
        var devices = await db
            .Devices.Where(d => ids.Contains(d.Id))
            .Include(d => d.Identifiers)
            .Include(d => d.Warranties)
            .AsSplitQuery()
            .ToListAsync(cancellationToken);
        return devices switch
        {
            [var only] => only,
            [] => throw new FormatException($"No device in the register has the serial, asset tag or hostname '{identifier}'. Nothing was changed."),
            _ => throw new FormatException(
                $"{devices.Count} devices carry '{identifier}': {string.Join(", ", devices.Select(d => d.Label))}. Name one by its serial. Nothing was changed."
            ),
        };
    }

    private static Task<List<StoredRecord>> RecordsAsync(ItamDb db, Device device, CancellationToken cancellationToken) =>
        db.SourceRecords.Where(r => r.Kind == RecordKind.Device && r.DeviceId == device.Id).ToListAsync(cancellationToken);

    /// <summary>The same way as after a sync, so that names, origins and doubts are those that the next one would give.</summary>
    private async Task RecomputeAsync(ItamDb db, Device device, CancellationToken cancellationToken)
    {
        var records = await RecordsAsync(db, device, cancellationToken);
        if (records.Count == 0)
        {
            var own = OwnRecord.Of(device);
            db.SourceRecords.Add(own);
            records.Add(own);
        }

        await db.SaveChangesAsync(cancellationToken);
        await SyncPage.RecomputeAsync(db, records, _precedence, time, cancellationToken);
    }

    private static async Task<string> PrintAsync(ItamDb db, object? value, CancellationToken cancellationToken) =>
        value is Guid id && id != DeviceField.Nobody
            ? await db.People.Where(p => p.Id == id).Select(p => p.DisplayName).FirstOrDefaultAsync(cancellationToken) ?? "somebody"
            : DeviceField.Print(value);
}
