using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources.Records;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Syncing;

/// <summary>A person says which records are one device and which are not; the register follows at once, and every later sync.</summary>
/// <param name="precedence">Null: as shipped.</param>
public sealed class DeviceDecisions(Database database, TimeProvider time, Precedence? precedence = null)
{
    private readonly Precedence _precedence = precedence ?? Precedence.Shipped;

    /// <param name="records">Two or more; the decision is about each pair of them.</param>
    /// <param name="by">For people.</param>
    /// <exception cref="FormatException">A record is not known, or what was decided before forbids it. Nothing was changed.</exception>
    public Task DecideAsync(TenantId tenant, IReadOnlyList<RecordId> records, bool same, string by, CancellationToken cancellationToken) =>
        database.WriteAsync(
            tenant,
            async (db, token) =>
            {
                await db.TakeRegisterTurnAsync(token);
                var touched = await RecordsAsync(db, records, token);
                foreach (var (one, other) in PairsOf(records))
                {
                    var (first, second) = MatchDecisions.PairOf(one, other);
                    var decision = await FindAsync(db, first, second, token);
                    if (decision is null)
                    {
                        decision = new MatchDecision
                        {
                            Connection = first.Connection,
                            SourceId = first.SourceId,
                            OtherConnection = second.Connection,
                            OtherSourceId = second.SourceId,
                        };
                        db.MatchDecisions.Add(decision);
                    }

                    (decision.Same, decision.DecidedBy, decision.DecidedAt) = (same, by, time.GetUtcNow());
                }

                await db.SaveChangesAsync(token);
                await SyncPage.RecomputeAsync(db, touched, _precedence, time, token);
                if (PairsOf(touched).Any(p => p.One.DeviceId == p.Other.DeviceId != same))
                {
                    throw new FormatException(
                        $"Other decisions say that these records are {(same ? "different devices" : "one device")}. Take them back first (itam device undecide); itam device explain shows them. Nothing was changed."
                    );
                }
            },
            cancellationToken
        );

    /// <returns>False: nobody had decided about these two.</returns>
    /// <exception cref="FormatException">A record is not known.</exception>
    public Task<bool> TakeBackAsync(TenantId tenant, RecordId one, RecordId other, CancellationToken cancellationToken) =>
        database.WriteAsync(
            tenant,
            async (db, token) =>
            {
                await db.TakeRegisterTurnAsync(token);
                var (first, second) = MatchDecisions.PairOf(one, other);
                if (await FindAsync(db, first, second, token) is not { } decision)
                {
                    return false;
                }

                db.MatchDecisions.Remove(decision);
                await db.SaveChangesAsync(token);
                await SyncPage.RecomputeAsync(db, await RecordsAsync(db, [one, other], token), _precedence, time, token);
                return true;
            },
            cancellationToken
        );

    private static Task<MatchDecision?> FindAsync(ItamDb db, RecordId first, RecordId second, CancellationToken cancellationToken) =>
        db.MatchDecisions.FirstOrDefaultAsync(
            d =>
                d.Connection == first.Connection
                && d.SourceId == first.SourceId
                && d.OtherConnection == second.Connection
                && d.OtherSourceId == second.SourceId,
            cancellationToken
        );

    private static async Task<List<StoredRecord>> RecordsAsync(ItamDb db, IEnumerable<RecordId> ids, CancellationToken cancellationToken)
    {
        var records = new List<StoredRecord>();
        foreach (var id in ids)
        {
            records.Add(
                await db.SourceRecords.FirstOrDefaultAsync(
                    r => r.Kind == RecordKind.Device && r.Connection == id.Connection && r.SourceId == id.SourceId && r.TombstonedAt == null,
                    cancellationToken
                )
                    ?? throw new FormatException(
                        $"There is no record '{id}' of a device. itam device explain <device> shows the names of its records, itam device review those in doubt. Nothing was changed."
                    )
            );
        }

        return records;
    }

    private static IEnumerable<(T One, T Other)> PairsOf<T>(IReadOnlyList<T> all) =>
        all.SelectMany((one, at) => all.Skip(at + 1).Select(other => (one, other)));
}
