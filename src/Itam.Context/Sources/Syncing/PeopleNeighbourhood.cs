using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources.Records;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Syncing;

/// <summary>Everything that a change of some records can touch: all records and people that hang together with them by a name they have or had.</summary>
internal sealed class PeopleNeighbourhood
{
    private readonly HashSet<PersonKey> _asked = [];

    /// <summary>Names still to be asked for: those that records gave up, and those that people had until now.</summary>
    private readonly HashSet<string> _former = new(StringComparer.Ordinal);
    private readonly List<PersonKey> _keys = [];

    private PeopleNeighbourhood() { }

    public Dictionary<RecordId, StoredRecord> Records { get; } = [];
    public Dictionary<Guid, Person> People { get; } = [];
    public Dictionary<RecordId, RecordFacts<PersonRecord>> Facts { get; } = [];

    public static async Task<PeopleNeighbourhood> LoadAsync(
        ItamDb db,
        IReadOnlyCollection<StoredRecord> touched,
        IReadOnlySet<string> products,
        CancellationToken cancellationToken
    )
    {
        var near = new PeopleNeighbourhood();
        near._former.UnionWith(await NamesOfRecords.StoreAsync(db, touched, cancellationToken));
        var records = touched.ToList();
        while (records.Count > 0 || near._former.Count > 0 || near._keys.Count > 0)
        {
            records = await near.StepAsync(db, records, products, cancellationToken);
        }

        foreach (var (id, record) in near.Records)
        {
            record.Waits = false;
            near.Facts[id] = FactsOf(record);
        }

        return near;
    }

    public static RecordFacts<PersonRecord> FactsOf(StoredRecord record) =>
        new(
            record.Id,
            record.Product,
            record.Role,
            RecordJson.Read<PersonRecord>(record.Json),
            record.Connection.Length == 0 ? record.Origins : null
        );

    /// <returns>The records that the step found.</returns>
    private async Task<List<StoredRecord>> StepAsync(
        ItamDb db,
        List<StoredRecord> records,
        IReadOnlySet<string> products,
        CancellationToken cancellationToken
    )
    {
        foreach (var record in records.Where(r => Records.TryAdd(r.Id, r)))
        {
            Ask(record);
        }

        var keys = _keys.ToArray();
        var names = keys.Select(NamesOfRecords.Of).Concat(_former).ToHashSet(StringComparer.Ordinal);
        _keys.Clear();
        _former.Clear();
        var found = await NamesOfRecords.PeopleAsync(db, names, cancellationToken);
        var linked = records.Concat(found).Select(r => r.PersonId).OfType<Guid>();
        var ids = linked.Concat(await CarriersAsync(db, keys, cancellationToken)).Where(id => !People.ContainsKey(id)).ToHashSet();
        foreach (var chunk in ids.Chunk(500))
        {
            found.AddRange(await LoadPeopleAsync(db, chunk, products, cancellationToken));
        }

        return [.. found.Where(r => !Records.ContainsKey(r.Id)).DistinctBy(r => r.Id)];
    }

    private async Task<List<StoredRecord>> LoadPeopleAsync(ItamDb db, Guid[] ids, IReadOnlySet<string> products, CancellationToken cancellationToken)
    {
        var people = await db.People.Where(p => ids.Contains(p.Id)).Include(p => p.Identities).AsSplitQuery().ToListAsync(cancellationToken);
        var theirs = await db
            .SourceRecords.Where(r => r.Kind == RecordKind.Person && r.PersonId != null && ids.Contains(r.PersonId.Value))
            .ToListAsync(cancellationToken);
        var byPerson = theirs.ToLookup(r => r.PersonId);
        var captured = new List<StoredRecord>();
        foreach (var person in people)
        {
            People[person.Id] = person;
            _keys.AddRange(person.Identities.Select(PersonKey.Of).Where(_asked.Add));
            if (OwnPerson.Capture(person, [.. byPerson[person.Id]], products) is { } own)
            {
                captured.Add(own);
                if (!theirs.Contains(own))
                {
                    db.SourceRecords.Add(own);
                    theirs.Add(own);
                }

                // It may have been met before it was brought up to date.
                Ask(own);
            }
        }

        _former.UnionWith(await NamesOfRecords.StoreAsync(db, captured, cancellationToken));
        return theirs;
    }

    private void Ask(StoredRecord record) => _keys.AddRange(PersonKeys.Of(record.Id, RecordJson.Read<PersonRecord>(record.Json)).Where(_asked.Add));

    private static async Task<List<Guid>> CarriersAsync(ItamDb db, PersonKey[] keys, CancellationToken cancellationToken)
    {
        var wanted = keys.ToHashSet();
        var carriers = new List<Guid>();
        foreach (var chunk in keys.Select(k => k.Value).Distinct(StringComparer.Ordinal).Chunk(500))
        {
            var rows = await db.PersonIdentities.AsNoTracking().Where(i => chunk.Contains(i.Value)).ToListAsync(cancellationToken);
            carriers.AddRange(rows.Where(r => wanted.Contains(PersonKey.Of(r))).Select(r => r.PersonId));
        }

        return carriers;
    }
}
