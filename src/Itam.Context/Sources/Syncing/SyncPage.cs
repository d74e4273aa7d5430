using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources.Records;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Syncing;

/// <summary>One page of a read, inside one transaction: records are stored, and the register follows.</summary>
internal sealed class SyncPage(ItamDb db, ISource source, long run, bool full, Precedence precedence, TimeProvider time)
{
    public async Task<Tally> ApplyAsync(SourcePage page, Tally tally, CancellationToken cancellationToken)
    {
        await db.TakeRegisterTurnAsync(cancellationToken);
        var state = await SyncRunner.StateAsync(db, source, cancellationToken);
        var known = await KnownAsync(page, cancellationToken);
        var touched = new HashSet<StoredRecord>();
        // A source that repeats a record within a page means the newest.
        foreach (var versions in page.Records.GroupBy(r => (KindOf(r), r.SourceId)))
        {
            var said = versions.OrderByDescending(v => v.AsOf).ThenBy(RecordJson.Write, StringComparer.Ordinal).First();
            tally = Store(said, known, touched, tally);
        }

        foreach (var id in page.GonePeople)
        {
            tally = known.TryGetValue((RecordKind.Person, id), out var last) ? Store(Left(last), known, touched, tally) : tally;
        }

        var rejected = RejectedIds(page).ToHashSet(StringComparer.Ordinal);
        foreach (var listed in known.Values.Where(k => k.SeenInRun != run && rejected.Contains(k.SourceId)))
        {
            // The source still has it; that we cannot read it is no reason to bury it.
            (listed.SeenInRun, listed.MissingRuns) = (run, 0);
        }

        tally = tally with { Pages = tally.Pages + 1, Rejected = tally.Rejected + (page.Rejected.IsDefault ? 0 : page.Rejected.Length) };
        (state.ResumeFrom, state.RunIsFull) = (page.ResumeFrom, full);
        tally.Store(state);
        await db.SaveChangesAsync(cancellationToken);
        await RecomputeAsync(db, touched, precedence, time, cancellationToken);
        return tally;
    }

    /// <summary>People first, so that devices find their holders. What points at somebody or something whose names moved is marked to be computed again.</summary>
    public static async Task RecomputeAsync(
        ItamDb db,
        IReadOnlyCollection<StoredRecord> touched,
        Precedence precedence,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        await db.TakeRegisterTurnAsync(cancellationToken);
        var byKind = touched.ToLookup(r => r.Kind);
        await NamesOfRecords.StoreAsync(db, [.. byKind[RecordKind.Device], .. byKind[RecordKind.License]], cancellationToken);
        var moved = await new PersonRegistrar(db, time).RecomputeAsync([.. byKind[RecordKind.Person]], cancellationToken);
        await NamesOfRecords.MarkAsync(db, moved, cancellationToken);
        await new DeviceRegistrar(db, precedence, time).RecomputeAsync([.. byKind[RecordKind.Device]], cancellationToken);
        var renamed = db
            .ChangeTracker.Entries<DeviceIdentifier>()
            .Where(i => i.State is EntityState.Added or EntityState.Deleted)
            .Select(i => NamesOfRecords.Of(new DeviceKey(i.Entity.Kind, i.Entity.Scope, i.Entity.Value)))
            .ToArray();
        await db.SaveChangesAsync(cancellationToken);
        await NamesOfRecords.MarkAsync(db, renamed, cancellationToken);
        await new LicenseRegistrar(db, time).RecomputeAsync([.. byKind[RecordKind.License]], cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    private Tally Store(SourceRecord said, Dictionary<(RecordKind, string), StoredRecord> known, HashSet<StoredRecord> touched, Tally tally)
    {
        var isNew = !known.TryGetValue((KindOf(said), said.SourceId), out var record);
        var json = RecordJson.Write(Whole(said, record));
        var hash = RecordJson.HashOf(json);
        tally = tally with { Seen = tally.Seen + 1 };
        var role = said is PersonRecord ? source.PeopleRole : source.Role;
        var product = said switch
        {
            PersonRecord => source.PeopleProduct,
            LicenseRecord => source.LicensesProduct,
            _ => source.Product,
        };
        if (record is null)
        {
            record = new StoredRecord
            {
                Connection = source.Connection,
                Kind = KindOf(said),
                SourceId = said.SourceId,
                Product = product,
                Role = role,
            };
            db.SourceRecords.Add(record);
            known[(record.Kind, record.SourceId)] = record;
        }

        var same = record.Hash == hash && record.TombstonedAt is null && record.Product == product && record.Role == role;
        (record.SeenInRun, record.MissingRuns, record.TombstonedAt) = (run, 0, null);
        if (!same)
        {
            (record.Json, record.Hash, record.AsOf, record.Product, record.Role) = (json, hash, said.AsOf, product, role);
        }

        // A full walk recomputes everything: values go stale and imports happen without a record changing.
        if (!same || full)
        {
            touched.Add(record);
        }

        return isNew ? tally with { New = tally.New + 1 }
            : same ? tally with { Unchanged = tally.Unchanged + 1 }
            : tally with { Changed = tally.Changed + 1 };
    }

    /// <summary>What a source that tells only changes did not repeat still holds.</summary>
    private static SourceRecord Whole(SourceRecord said, StoredRecord? last) =>
        said is PersonRecord { SameManager: true } person && last is not null
            ? person with
            {
                Manager = RecordJson.Read<PersonRecord>(last.Json).Manager,
            }
            : said;

    private PersonRecord Left(StoredRecord last) =>
        RecordJson.Read<PersonRecord>(last.Json) is var person && person.Active == false
            ? person
            : person with
            {
                Active = false,
                AsOf = time.GetUtcNow(),
            };

    private async Task<Dictionary<(RecordKind, string), StoredRecord>> KnownAsync(SourcePage page, CancellationToken cancellationToken)
    {
        var known = new Dictionary<(RecordKind, string), StoredRecord>();
        foreach (
            var chunk in page
                .Records.Select(r => r.SourceId)
                .Concat(page.GonePeople)
                .Concat(RejectedIds(page))
                .Distinct(StringComparer.Ordinal)
                .Chunk(500)
        )
        {
            var rows = await db
                .SourceRecords.Where(r => r.Connection == source.Connection && chunk.Contains(r.SourceId))
                .ToListAsync(cancellationToken);
            foreach (var row in rows)
            {
                known[(row.Kind, row.SourceId)] = row;
            }
        }

        return known;
    }

    private static IEnumerable<string> RejectedIds(SourcePage page) => page.Rejected.IsDefault ? [] : page.Rejected.Select(r => r.SourceId);

    private static RecordKind KindOf(SourceRecord record) =>
        record switch
        {
            DeviceRecord => RecordKind.Device,
            PersonRecord => RecordKind.Person,
            LicenseRecord => RecordKind.License,
            _ => throw new ArgumentOutOfRangeException(nameof(record), record.GetType().Name, "Not a kind of record."),
        };
}
