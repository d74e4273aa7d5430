using System.Collections.Frozen;
using Itam.Context.Desks;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources.Records;

namespace Itam.Context.Sources.Syncing;

/// <summary>
/// What the register knows of a device without any source, from an import or from a person, as a record like any other (role: asset register). It is taken aside
/// before sources are merged over it, so that the merge can be undone and the import keeps its say.
/// </summary>
internal static class OwnRecord
{
    public const string Product = "register";

    /// <param name="records">The records linked to the device.</param>
    /// <param name="products">Names of all sources; a value from one of them is not the register's own.</param>
    /// <returns>The record, new or brought up to date; null where everything came from sources.</returns>
    public static StoredRecord? Capture(Device device, IReadOnlyList<StoredRecord> records, IReadOnlySet<string> products)
    {
        var sources = records.Where(r => r.Connection.Length > 0).ToArray();
        var known = records.Where(r => r.Connection.Length == 0).OrderBy(r => r.SourceId, StringComparer.Ordinal).FirstOrDefault();
        if (sources.Length == 0 && known is null && device.GoneSince is not null)
        {
            return null;
        }

        var before = known is null ? new DeviceRecord(device.Id.ToString("D"), DateTimeOffset.UnixEpoch) : RecordJson.Read<DeviceRecord>(known.Json);
        var origins = known is null ? [] : new Dictionary<string, Origin>(known.Origins);
        var taken = new OwnValues(device.OriginOf, sources.Length == 0, products, origins);
        var said = Fill(taken, device, before);
        if (said.Unassigned)
        {
            origins[nameof(Device.AssignedToId)] = device.OriginOf(nameof(Device.AssignedToId))!;
        }
        else if (known is null && !taken.Any)
        {
            return null;
        }

        said = sources.Length == 0 ? WithIdentifiers(device, said) : Follow(sources, said, isNew: known is null);

        said = said with { AsOf = origins.Values.Select(o => o.AsOf).Append(before.AsOf).Max() };
        var record =
            known
            ?? new StoredRecord
            {
                Connection = "",
                Kind = RecordKind.Device,
                SourceId = said.SourceId,
                Product = Product,
                Role = SourceRole.AssetRegister,
                DeviceId = device.Id,
            };
        Say(record, said);
        record.Origins = origins;
        return record;
    }

    /// <summary>Everything that a device says, as the record of one that no source knows.</summary>
    public static StoredRecord Of(Device device) => Capture(device, [], FrozenSet<string>.Empty)!;

    /// <summary>Takes a field out of what the register itself knows.</summary>
    public static void Forget(IEnumerable<StoredRecord> own, string field)
    {
        foreach (var record in own)
        {
            var said = RecordJson.Read<DeviceRecord>(record.Json);
            Say(record, RecordJson.Without(said, FieldsOf(field)));
            record.Origins = new(record.Origins.Where(o => !DeviceWriter.PropertiesOf(field).Contains(o.Key)));
        }
    }

    private static void Say(StoredRecord record, DeviceRecord said)
    {
        record.Json = RecordJson.Write(said);
        record.Hash = RecordJson.HashOf(record.Json);
        record.AsOf = said.AsOf;
    }

    /// <summary>How a record calls what a device calls otherwise.</summary>
    private static string[] FieldsOf(string field) =>
        field switch
        {
            nameof(Device.Name) => [nameof(DeviceRecord.Hostname)],
            nameof(Device.AssignedToId) => [nameof(DeviceRecord.Holder), nameof(DeviceRecord.Unassigned)],
            _ => [.. DeviceWriter.PropertiesOf(field)],
        };

    private static DeviceRecord Fill(OwnValues take, Device device, DeviceRecord before) =>
        before with
        {
            Hostname = take.Text(nameof(Device.Name), device.Name, before.Hostname),
            Serial = take.Text(nameof(Device.Serial), device.Serial, before.Serial),
            AssetTag = take.Text(nameof(Device.AssetTag), device.AssetTag, before.AssetTag),
            Type = take.Value(nameof(Device.Type), Known(device.Type), before.Type),
            Platform = take.Value(nameof(Device.Platform), Known(device.Platform), before.Platform),
            Manufacturer = take.Text(nameof(Device.Manufacturer), device.Manufacturer, before.Manufacturer),
            Model = take.Text(nameof(Device.Model), device.Model, before.Model),
            ModelId = take.Text(nameof(Device.ModelId), device.ModelId, before.ModelId),
            SourceState = take.Owns(nameof(Device.State), Known(device.State)) ? device.SourceState : before.SourceState,
            State = take.Value(nameof(Device.State), Known(device.State), before.State),
            Shared = take.Value(
                nameof(Device.Shared),
                device.Shared || device.OriginOf(nameof(Device.Shared)) is { Locked: true } ? device.Shared : (bool?)null,
                before.Shared
            ),
            Location = take.Text(nameof(Device.Location), device.Location, before.Location),
            Holder =
                take.Owns(nameof(Device.AssignedToId), device.AssignedToId) && device.AssignedToId is { } holder ? [PeopleIndex.Own(holder)]
                : IsUnassigned(device) ? []
                : before.Holder,
            Unassigned = IsUnassigned(device),
            OsName = take.Text(nameof(Device.OsName), device.OsName, before.OsName),
            OsVersion = take.Text(nameof(Device.OsVersion), device.OsVersion, before.OsVersion),
            StorageTotalBytes = take.Value(nameof(Device.StorageTotalBytes), device.StorageTotalBytes, before.StorageTotalBytes),
            StorageFreeBytes = take.Value(nameof(Device.StorageFreeBytes), device.StorageFreeBytes, before.StorageFreeBytes),
            LastSeenAt = take.Value(nameof(Device.LastSeenAt), device.LastSeenAt, before.LastSeenAt),
            LastBootAt = take.Value(nameof(Device.LastBootAt), device.LastBootAt, before.LastBootAt),
            Encryption = take.Value(nameof(Device.Encryption), Known(device.Encryption), before.Encryption),
            Compliance = take.Value(nameof(Device.Compliance), Known(device.Compliance), before.Compliance),
            Managed = take.Value(nameof(Device.Managed), device.Managed, before.Managed),
            Protection = take.Value(nameof(Device.Protection), Known(device.Protection), before.Protection),
            Ownership = take.Value(nameof(Device.Ownership), Known(device.Ownership), before.Ownership),
            PurchasedOn = take.Value(nameof(Device.PurchasedOn), device.PurchasedOn, before.PurchasedOn),
            Currency = take.Owns(nameof(Device.Cost), device.Cost) ? device.Currency : before.Currency,
            Cost = take.Value(nameof(Device.Cost), device.Cost, before.Cost),
            EndOfLifeOn = take.Value(nameof(Device.EndOfLifeOn), device.EndOfLifeOn, before.EndOfLifeOn),
            RefreshDueOn = take.Value(nameof(Device.RefreshDueOn), device.RefreshDueOn, before.RefreshDueOn),
            LeaseEndsOn = take.Value(nameof(Device.LeaseEndsOn), device.LeaseEndsOn, before.LeaseEndsOn),
            // A loan that ended leaves nothing behind.
            LoanDueOn =
                device.LoanDueOn is null && device.OriginOf(nameof(Device.LoanDueOn)) is { Locked: true }
                    ? null
                    : take.Value(nameof(Device.LoanDueOn), device.LoanDueOn, before.LoanDueOn),
        };

    private static bool IsUnassigned(Device device) =>
        device.AssignedToId is null && device.OriginOf(nameof(Device.AssignedToId)) is { Locked: true };

    /// <summary>All names of a device that no source knows yet.</summary>
    private static DeviceRecord WithIdentifiers(Device device, DeviceRecord said)
    {
        var own = device.Identifiers.OrderBy(i => i.Value, StringComparer.Ordinal).ToArray();
        return said with
        {
            Macs = [.. said.Macs.Union(own.Where(i => i.Kind is IdentifierKind.Mac).Select(i => i.Value))],
            Imei = said.Imei ?? Array.Find(own, i => i.Kind is IdentifierKind.Imei)?.Value,
            Uuid = said.Uuid ?? Array.Find(own, i => i.Kind is IdentifierKind.Uuid)?.Value,
            CrossIds =
            [
                .. said.CrossIds.Union(
                    own.Where(i => i.Kind is IdentifierKind.SourceId).Select(i => new DeviceName(IdentifierKind.SourceId, i.Value, i.Scope))
                ),
            ],
        };
    }

    /// <summary>What a person says of a device that came from sources need not name it; so it follows one of the records it was said of.</summary>
    private static DeviceRecord Follow(StoredRecord[] sources, DeviceRecord said, bool isNew)
    {
        var buried = sources.Where(s => s.TombstonedAt is not null).Select(NameOf).ToHashSet();
        var leads = sources.Where(s => s.TombstonedAt is null).OrderBy(s => s.Id).Select(NameOf).Take(1);
        var lost = said.CrossIds.Any(buried.Contains);
        return isNew || lost ? said with { CrossIds = [.. said.CrossIds.Where(c => !buried.Contains(c)).Union(leads)] } : said;

        static DeviceName NameOf(StoredRecord record) => new(IdentifierKind.SourceId, record.SourceId, record.Connection);
    }

    public static DeviceFacts FactsOf(StoredRecord record, Guid? holder = null) =>
        new(
            record.Id,
            record.Product,
            record.Role,
            RecordJson.Read<DeviceRecord>(record.Json),
            holder,
            record.Connection.Length == 0 ? record.Origins : null
        );

    private static T? Known<T>(T value)
        where T : struct, Enum => EqualityComparer<T>.Default.Equals(value, default) ? null : value;
}
