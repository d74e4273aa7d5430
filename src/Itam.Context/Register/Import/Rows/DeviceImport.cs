using Itam.Context.Matching;
using Itam.Context.Register.Import.Columns;
using Itam.Context.Register.Import.Values;
using Itam.Context.Storage;

namespace Itam.Context.Register.Import.Rows;

internal sealed class DeviceImport(ImportRun run) : IRowImport
{
    private readonly List<DeviceRow> _waiting = [];
    private readonly KeyLedger _keys = new();
    private readonly Dictionary<string, (int Line, string? Tag)> _serials = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sharedSerials = new(StringComparer.Ordinal);

    public int Waiting => _waiting.Count;

    public void Add(ImportRow row)
    {
        var device = new DeviceRow(row);
        if (row.Faults.Count == 0 && !_keys.Claim(row, device.Key, NameOf(device)) && row.Faults.Count == 0)
        {
            run.Keep(row, RowOutcome.Unchanged);
            return;
        }

        NoteSerial(device);
        if (row.Faults.Count > 0)
        {
            run.Reject(row);
            return;
        }

        _waiting.Add(device);
    }

    public async Task WriteAsync(ItamDb db, CancellationToken cancellationToken)
    {
        var devices = await DeviceBatch.LoadAsync(db, _waiting, cancellationToken);
        var people = await PersonFinder.LoadAsync(db, _waiting.Select(r => r.AssignedTo), cancellationToken);
        foreach (var row in _waiting)
        {
            var known = devices.Find(row);
            if (row.Row.Faults.Count > 0)
            {
                run.Reject(row.Row);
                continue;
            }

            var device = known ?? new Device { Id = run.NewId(), Tenant = db.TenantId.Value };
            var merge = new Merge(row.Row, device.Origins, run.OriginOf(row.AsOf));
            var before = (device.AssetTag, device.Serial, device.Name);
            Fill(device, row, merge, people);
            Identify(device, row, before, merge);
            Cover(device, row, merge);
            if (known is null)
            {
                db.Devices.Add(device);
            }

            devices.Index(device);
            WarnOfDuplicateSerial(device, row, devices);
            run.Keep(
                row.Row,
                known is null ? RowOutcome.New
                    : merge.Changed ? RowOutcome.Changed
                    : RowOutcome.Unchanged
            );
        }

        _waiting.Clear();
    }

    public Task FinishAsync(ItamDb db, CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Fill(Device device, DeviceRow row, Merge merge, PersonFinder people)
    {
        var cells = row.Row;
        merge.Set(DeviceColumns.AssetTag, Unless(IdentifierKind.AssetTag, row.AssetTag, device.AssetTag), device.AssetTag, v => device.AssetTag = v);
        merge.Set(DeviceColumns.Serial, Unless(IdentifierKind.Serial, row.Serial, device.Serial), device.Serial, v => device.Serial = v);
        merge.Set(DeviceColumns.Name, row.Name, device.Name, v => device.Name = v);
        merge.Set(DeviceColumns.Type, row.Type, device.Type, v => device.Type = v!.Value);
        merge.Set(DeviceColumns.Manufacturer, cells.Text(DeviceColumns.Manufacturer), device.Manufacturer, v => device.Manufacturer = v);
        merge.Set(DeviceColumns.Model, cells.Text(DeviceColumns.Model), device.Model, v => device.Model = v);
        merge.Set(DeviceColumns.State, row.State, device.State, v => device.State = v!.Value);
        merge.Set(DeviceColumns.SourceState, row.SourceState, device.SourceState, v => device.SourceState = v);
        merge.Set(DeviceColumns.Shared, row.Shared, device.Shared, v => device.Shared = v!.Value);
        merge.Set(DeviceColumns.Location, cells.Text(DeviceColumns.Location), device.Location, v => device.Location = v);
        merge.Set(DeviceColumns.OsName, row.OsName, device.OsName, v => device.OsName = v);
        merge.Set(DeviceColumns.OsVersion, cells.Text(DeviceColumns.OsVersion), device.OsVersion, v => device.OsVersion = v);
        merge.Set(DeviceColumns.StorageTotal, row.StorageTotal, device.StorageTotalBytes, v => device.StorageTotalBytes = v);
        merge.Set(DeviceColumns.StorageFree, row.StorageFree, device.StorageFreeBytes, v => device.StorageFreeBytes = v);
        merge.Set(DeviceColumns.LastSeen, Milliseconds(row.LastSeen), device.LastSeenAt, v => device.LastSeenAt = v);
        merge.Set(DeviceColumns.LastBoot, Milliseconds(row.LastBoot), device.LastBootAt, v => device.LastBootAt = v);
        merge.Set(DeviceColumns.Encryption, row.Encryption, device.Encryption, v => device.Encryption = v!.Value);
        merge.Set(DeviceColumns.Compliance, row.Compliance, device.Compliance, v => device.Compliance = v!.Value);
        merge.Set(DeviceColumns.PurchasedOn, row.PurchasedOn, device.PurchasedOn, v => device.PurchasedOn = v);
        merge.Set(DeviceColumns.Cost, row.Cost?.Amount, device.Cost, v => device.Cost = v);
        merge.Set(DeviceColumns.Currency, row.Currency, device.Currency, v => device.Currency = v);
        merge.Set(DeviceColumns.EndOfLife, row.EndOfLife, device.EndOfLifeOn, v => device.EndOfLifeOn = v);
        merge.Set(DeviceColumns.RefreshDue, row.RefreshDue, device.RefreshDueOn, v => device.RefreshDueOn = v);
        merge.Set(DeviceColumns.LeaseEnd, row.LeaseEnd, device.LeaseEndsOn, v => device.LeaseEndsOn = v);

        // What the name of the system implies counts only while nobody said it.
        var platform = row.Platform ?? (device.Platform is Platform.Unknown ? Vocabulary.PlatformOf(row.OsName) : null);
        merge.Set(DeviceColumns.Platform, platform, device.Platform, v => device.Platform = v!.Value);
        if (row.AssignedTo is not null)
        {
            if (people.Find(row.AssignedTo) is { } assignee)
            {
                merge.Set(DeviceColumns.AssignedTo, (Guid?)assignee, device.AssignedToId, v => device.AssignedToId = v);
            }
            else
            {
                cells.Doubt(
                    DeviceColumns.AssignedTo,
                    "Nobody in the register has this e-mail or employee number; the device was kept without a new assignment. Import the people first."
                );
            }
        }
    }

    private static void Identify(Device device, DeviceRow row, (string? Tag, string? Serial, string? Name) before, Merge merge)
    {
        Follow(IdentifierKind.AssetTag, before.Tag, device.AssetTag);
        Follow(IdentifierKind.Serial, before.Serial, device.Serial);
        Follow(IdentifierKind.Hostname, before.Name, device.Name);
        Add(IdentifierKind.Mac, Identifiers.Normalise(IdentifierKind.Mac, row.Mac));
        Add(IdentifierKind.Imei, Identifiers.Normalise(IdentifierKind.Imei, row.Imei));
        Add(IdentifierKind.Uuid, Identifiers.Normalise(IdentifierKind.Uuid, row.Uuid));

        // What a device was called before must not find it any more; names that other sources added stay.
        void Follow(IdentifierKind kind, string? old, string? current)
        {
            var (was, value) = (Identifiers.Normalise(kind, old), Identifiers.Normalise(kind, current));
            if (was is not null && was != value)
            {
                device.Identifiers.RemoveAll(i => i.Kind == kind && i.Scope.Length == 0 && i.Value == was);
            }

            Add(kind, value);
        }

        void Add(IdentifierKind kind, string? value)
        {
            if (value is not null && !device.Identifiers.Exists(i => i.Kind == kind && i.Scope.Length == 0 && i.Value == value))
            {
                device.Identifiers.Add(
                    new DeviceIdentifier
                    {
                        Tenant = device.Tenant,
                        Kind = kind,
                        Value = value,
                        DeviceId = device.Id,
                    }
                );
                merge.Touch();
            }
        }
    }

    private void Cover(Device device, DeviceRow row, Merge merge)
    {
        if (row.Warranty is not { } said || device.Warranties.Exists(w => Agrees(w, said)))
        {
            return;
        }

        var origin = run.OriginOf(row.AsOf);
        var warranty = device.Warranties.Find(w => w.Source == origin.Source);
        if (warranty is null)
        {
            warranty = new Warranty
            {
                Tenant = device.Tenant,
                Id = run.NewId(),
                DeviceId = device.Id,
                Source = origin.Source,
            };
            device.Warranties.Add(warranty);
        }

        warranty.StartsOn = said.Start ?? warranty.StartsOn;
        warranty.EndsOn = said.End ?? warranty.EndsOn;
        warranty.Level = said.Level ?? warranty.Level;
        warranty.Provider = said.Provider ?? warranty.Provider;
        warranty.Kind = said.Kind ?? warranty.Kind;
        warranty.Lookup = WarrantyLookup.Found;
        warranty.CheckedAt = origin.AsOf;
        merge.Touch();
    }

    private static bool Agrees(Warranty known, WarrantyRow said) =>
        (said.Start ?? known.StartsOn) == known.StartsOn
        && (said.End ?? known.EndsOn) == known.EndsOn
        && (said.Level ?? known.Level) == known.Level
        && (said.Provider ?? known.Provider) == known.Provider
        && (said.Kind ?? known.Kind) == known.Kind;

    private void NoteSerial(DeviceRow row)
    {
        if (row.Row.Faults.Count > 0 || row.SerialKey is not { } serial || _serials.TryAdd(serial, (row.Row.Line, row.TagKey)))
        {
            return;
        }

        var first = _serials[serial];
        if (first.Tag is null || row.TagKey is null)
        {
            row.Row.Fault(
                DeviceColumns.Serial,
                $"The device with this serial is already on line {first.Line}. Keep one of the two rows, or give both an asset tag."
            );
        }
        else if (_sharedSerials.Add(serial))
        {
            row.Row.Doubt(
                DeviceColumns.Serial,
                $"Line {first.Line} ({first.Tag}) has the same serial. Both devices were kept; check which one it belongs to."
            );
        }
    }

    private void WarnOfDuplicateSerial(Device device, DeviceRow row, DeviceBatch devices)
    {
        if (row.SerialKey is { } serial && devices.OthersWithSerial(serial, device).FirstOrDefault() is { } other && _sharedSerials.Add(serial))
        {
            row.Row.Doubt(
                DeviceColumns.Serial,
                $"{other.Label} in the register has the same serial. Both devices were kept; check which one it belongs to."
            );
        }
    }

    private static string NameOf(DeviceRow row) =>
        row.TagKey is not null ? $"Asset tag {row.AssetTag}"
        : row.SerialKey is not null ? $"Serial {row.Serial}"
        : $"Name {row.Name}";

    /// <summary>"pf3abcde" does not change PF3ABCDE.</summary>
    private static string? Unless(IdentifierKind kind, string? said, string? known) =>
        Identifiers.Normalise(kind, said) == Identifiers.Normalise(kind, known) ? known : said;

    /// <summary>As exact as the register keeps it, so that the same moment is not a change.</summary>
    private static DateTimeOffset? Milliseconds(DateTimeOffset? moment) =>
        moment is { } m ? DateTimeOffset.FromUnixTimeMilliseconds(m.ToUnixTimeMilliseconds()) : null;
}
