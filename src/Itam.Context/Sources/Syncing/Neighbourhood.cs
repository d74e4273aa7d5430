using Itam.Context.Desks;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources.Records;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Syncing;

/// <summary>
/// Everything that a change of some records can touch: all records and devices that hang together with them by strong keys, and, only to be looked at, those
/// that look alike.
/// </summary>
internal sealed class Neighbourhood
{
    private readonly HashSet<DeviceKey> _asked = [];

    /// <summary>Names that a device had until now. Records that share them may have been kept apart by what the device said before, so they look again.</summary>
    private readonly List<DeviceKey> _former = [];

    private readonly List<StoredRecord> _captured = [];

    private Neighbourhood() { }

    public Dictionary<RecordId, StoredRecord> Records { get; } = [];
    public Dictionary<Guid, Device> Devices { get; } = [];
    public Dictionary<RecordId, DeviceFacts> Facts { get; } = [];

    /// <summary>The device that took over the records of one that is no more.</summary>
    public Dictionary<Guid, Guid> Successors { get; } = [];

    /// <summary>What people decided about these records.</summary>
    public MatchDecisions Decisions { get; private set; } = MatchDecisions.None;

    private readonly List<MatchDecision> _decisions = [];
    private PeopleIndex _people = new();

    public Guid? HolderOf(DeviceRecord said) => _people.Find(said.Holder);

    /// <summary>Look alike, but are not recomputed.</summary>
    public List<DeviceFacts> Onlookers { get; } = [];

    public static async Task<Neighbourhood> LoadAsync(
        ItamDb db,
        IEnumerable<StoredRecord> touched,
        IReadOnlySet<string> products,
        CancellationToken cancellationToken
    )
    {
        var near = new Neighbourhood();
        var records = touched.ToList();
        while (records.Count > 0 || near._former.Count > 0)
        {
            records = await near.StepAsync(db, records, products, cancellationToken);
        }

        near.Decisions = new MatchDecisions(near._decisions.Select(d => (d.One, d.Other, d.Same)));
        await NamesOfRecords.StoreAsync(db, near._captured, cancellationToken);
        await near.LoadHoldersAsync(db, cancellationToken);
        await near.LoadOnlookersAsync(db, cancellationToken);
        return near;
    }

    /// <returns>The records that the step found.</returns>
    private async Task<List<StoredRecord>> StepAsync(
        ItamDb db,
        List<StoredRecord> records,
        IReadOnlySet<string> products,
        CancellationToken cancellationToken
    )
    {
        var keys = new List<DeviceKey>();
        var added = records.Where(r => Records.TryAdd(r.Id, r)).ToArray();
        foreach (var record in added)
        {
            Facts[record.Id] = OwnRecord.FactsOf(record);
            keys.AddRange(DeviceKeys.StrongOf(Facts[record.Id]).Where(_asked.Add));
        }

        keys.AddRange(_former);
        _former.Clear();
        var linked = records.Select(r => r.DeviceId).OfType<Guid>();
        var ids = linked.Concat(await CarriersAsync(db, keys, cancellationToken)).Where(id => !Devices.ContainsKey(id)).ToHashSet();
        var found = await DecidedWithAsync(db, added, cancellationToken);
        foreach (var chunk in ids.Chunk(500))
        {
            var devices = await db
                .Devices.Where(d => chunk.Contains(d.Id))
                .Include(d => d.Identifiers)
                .Include(d => d.Warranties)
                .AsSplitQuery()
                .ToListAsync(cancellationToken);
            var theirs = await db
                .SourceRecords.Where(r => r.Kind == RecordKind.Device && r.DeviceId != null && chunk.Contains(r.DeviceId.Value))
                .ToListAsync(cancellationToken);
            var byDevice = theirs.ToLookup(r => r.DeviceId);
            foreach (var device in devices)
            {
                Devices[device.Id] = device;
                _former.AddRange(
                    device
                        .Identifiers.Where(i => i.Kind is not (IdentifierKind.Hostname or IdentifierKind.Mac))
                        .Select(i => new DeviceKey(i.Kind, i.Scope, i.Value))
                        .Where(_asked.Add)
                );
                var own = OwnRecord.Capture(device, [.. byDevice[device.Id]], products);
                if (own is not null && !theirs.Contains(own))
                {
                    db.SourceRecords.Add(own);
                    theirs.Add(own);
                }

                if (own is not null && Records.ContainsKey(own.Id))
                {
                    // It was looked at before it was brought up to date.
                    Facts[own.Id] = OwnRecord.FactsOf(own);
                    _former.AddRange(DeviceKeys.StrongOf(Facts[own.Id]).Where(_asked.Add));
                }

                _captured.AddRange(own is null ? [] : [own]);
            }

            found.AddRange(theirs.Where(r => !Records.ContainsKey(r.Id)));
        }

        return found;
    }

    /// <summary>Records that a person put together with these need share no name with them.</summary>
    private async Task<List<StoredRecord>> DecidedWithAsync(ItamDb db, StoredRecord[] records, CancellationToken cancellationToken)
    {
        var decisions = await StoredDecisions.LoadAsync(db, records.Select(r => r.Id), cancellationToken);
        _decisions.AddRange(decisions);
        var wanted = decisions.SelectMany(d => new[] { d.One, d.Other }).Where(id => !Records.ContainsKey(id)).ToHashSet();
        var ids = wanted.Select(w => w.SourceId).ToArray();
        return ids.Length == 0
            ? []
            :
            [
                .. (await db.SourceRecords.Where(r => r.Kind == RecordKind.Device && ids.Contains(r.SourceId)).ToListAsync(cancellationToken)).Where(
                    r => wanted.Contains(r.Id)
                ),
            ];
    }

    private static async Task<List<Guid>> CarriersAsync(ItamDb db, List<DeviceKey> keys, CancellationToken cancellationToken)
    {
        var wanted = keys.ToHashSet();
        var carriers = new List<Guid>();
        foreach (var chunk in keys.Select(k => k.Value).Distinct(StringComparer.Ordinal).Chunk(500))
        {
            var rows = await db.DeviceIdentifiers.AsNoTracking().Where(i => chunk.Contains(i.Value)).ToListAsync(cancellationToken);
            carriers.AddRange(rows.Where(r => wanted.Contains(new DeviceKey(r.Kind, r.Scope, r.Value))).Select(r => r.DeviceId));
        }

        return carriers;
    }

    private async Task LoadHoldersAsync(ItamDb db, CancellationToken cancellationToken)
    {
        IEnumerable<PersonName> names = Facts.Values.SelectMany(f => f.Said.Holder);
        _people = await PeopleIndex.LoadAsync(db, names, cancellationToken);
        foreach (var (id, facts) in Facts.ToArray())
        {
            var holder = _people.Find(facts.Said.Holder);
            Facts[id] = facts with { HolderId = holder, Product = Records[id].Product, Role = Records[id].Role };
            Records[id].Waits = false;
        }
    }

    private async Task LoadOnlookersAsync(ItamDb db, CancellationToken cancellationToken)
    {
        var macs = Facts.Values.SelectMany(DeviceKeys.MacsOf).Select(m => new DeviceKey(IdentifierKind.Mac, "", m)).Distinct().ToList();
        var devices = (await CarriersAsync(db, macs, cancellationToken)).Where(id => !Devices.ContainsKey(id)).Distinct().ToArray();
        foreach (var chunk in devices.Chunk(500))
        {
            var records = await db
                .SourceRecords.AsNoTracking()
                .Where(r => r.Kind == RecordKind.Device && r.TombstonedAt == null && r.DeviceId != null && chunk.Contains(r.DeviceId.Value))
                .ToListAsync(cancellationToken);
            Onlookers.AddRange(records.Where(r => !Records.ContainsKey(r.Id)).Select(r => OwnRecord.FactsOf(r)));
        }
    }
}
