using Itam.Context.Desks;
using Itam.Context.Matching;
using Itam.Context.Sources.Records;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Syncing;

/// <summary>Keeps the list of names that records give, and finds the records of a name: those that share it, and those that point at whoever carries it.</summary>
internal static class NamesOfRecords
{
    public static string Of(PersonKey key) => $"person {key.Kind}|{key.Scope}|{key.Value}";

    public static string Of(DeviceKey key) => $"device {key.Kind}|{key.Scope}|{key.Value}";

    /// <summary>Brings the names of these records up to date with what the records say now.</summary>
    /// <returns>The names that the records had for themselves and gave up.</returns>
    public static async Task<IReadOnlyCollection<string>> StoreAsync(
        ItamDb db,
        IReadOnlyCollection<StoredRecord> records,
        CancellationToken cancellationToken
    )
    {
        var givenUp = new HashSet<string>(StringComparer.Ordinal);
        foreach (var ofConnection in records.GroupBy(r => r.Connection))
        {
            foreach (var chunk in ofConnection.Chunk(500))
            {
                var ids = chunk.Select(r => r.SourceId).Distinct(StringComparer.Ordinal).ToArray();
                var rows = await db
                    .RecordNames.Where(n => n.Connection == ofConnection.Key && ids.Contains(n.SourceId))
                    .ToListAsync(cancellationToken);
                var known = rows.ToLookup(n => (n.Kind, n.SourceId));
                foreach (var record in chunk)
                {
                    var said = SaidBy(record).ToHashSet();
                    foreach (var row in known[(record.Kind, record.SourceId)].Where(row => !said.Remove((row.Name, row.Use))))
                    {
                        db.RecordNames.Remove(row);
                        if (row.Use is NameUse.Itself)
                        {
                            givenUp.Add(row.Name);
                        }
                    }

                    db.RecordNames.AddRange(
                        said.Select(name => new RecordName
                        {
                            Tenant = db.TenantId.Value,
                            Name = name.Name,
                            Use = name.Use,
                            Kind = record.Kind,
                            Connection = record.Connection,
                            SourceId = record.SourceId,
                        })
                    );
                }
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        return givenUp;
    }

    /// <summary>The records of people who carry one of these names.</summary>
    public static async Task<List<StoredRecord>> PeopleAsync(ItamDb db, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var found = new HashSet<RecordId>();
        foreach (var chunk in names.Chunk(500))
        {
            var rows = await db
                .RecordNames.AsNoTracking()
                .Where(n => chunk.Contains(n.Name) && n.Use == NameUse.Itself)
                .ToListAsync(cancellationToken);
            found.UnionWith(rows.Select(n => new RecordId(n.Connection, n.SourceId)));
        }

        var records = new List<StoredRecord>();
        foreach (var ofConnection in found.GroupBy(f => f.Connection))
        {
            foreach (var chunk in ofConnection.Select(f => f.SourceId).Chunk(500))
            {
                records.AddRange(
                    await db
                        .SourceRecords.Where(r => r.Connection == ofConnection.Key && r.Kind == RecordKind.Person && chunk.Contains(r.SourceId))
                        .ToListAsync(cancellationToken)
                );
            }
        }

        return records;
    }

    /// <summary>Marks the records that point at somebody or something by one of these names, so that they are computed again before the run ends.</summary>
    public static async Task MarkAsync(ItamDb db, IEnumerable<string> moved, CancellationToken cancellationToken)
    {
        var waiting = new HashSet<(RecordKind Kind, string Connection, string SourceId)>();
        foreach (var chunk in moved.Distinct(StringComparer.Ordinal).Chunk(500))
        {
            var rows = await db
                .RecordNames.AsNoTracking()
                .Where(n => chunk.Contains(n.Name) && n.Use == NameUse.Other)
                .ToListAsync(cancellationToken);
            waiting.UnionWith(rows.Select(n => (n.Kind, n.Connection, n.SourceId)));
        }

        foreach (var alike in waiting.GroupBy(w => (w.Kind, w.Connection)))
        {
            foreach (var chunk in alike.Select(w => w.SourceId).Chunk(500))
            {
                await db
                    .SourceRecords.Where(r => r.Connection == alike.Key.Connection && r.Kind == alike.Key.Kind && chunk.Contains(r.SourceId))
                    .ExecuteUpdateAsync(r => r.SetProperty(x => x.Waits, true), cancellationToken);
            }
        }
    }

    private static IEnumerable<(string Name, NameUse Use)> SaidBy(StoredRecord record)
    {
        switch (record.Kind)
        {
            case RecordKind.Device:
                return People(RecordJson.Read<DeviceRecord>(record.Json).Holder);
            case RecordKind.Person:
                var person = RecordJson.Read<PersonRecord>(record.Json);
                return PersonKeys.Of(record.Id, person).Select(k => (Of(k), NameUse.Itself)).Concat(People(person.Manager));
            default:
                var seats = RecordJson.Read<LicenseRecord>(record.Json).Seats ?? [];
                return seats.SelectMany(s => People(s.Person).Concat(Devices(s.Device)));
        }
    }

    private static IEnumerable<(string, NameUse)> People(IEnumerable<PersonName> names) =>
        names.Select(PersonKey.Of).OfType<PersonKey>().Select(k => (Of(k), NameUse.Other));

    private static IEnumerable<(string, NameUse)> Devices(IEnumerable<DeviceName> names) =>
        names
            .Select(n => (Name: n, Value: Identifiers.Normalise(n.Kind, n.Value)))
            .Where(n => n.Value is not null)
            .Select(n => (Of(new DeviceKey(n.Name.Kind, n.Name.Scope, n.Value!)), NameUse.Other));
}
