using Itam.Context.Matching;
using Itam.Context.Sources.Records;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Syncing;

/// <summary>Keeps the list of what people should decide: doubts that are settled disappear by themselves.</summary>
internal static class Doubts
{
    public static async Task StoreAsync(
        ItamDb db,
        IReadOnlyCollection<RecordId> looked,
        IReadOnlyList<MatchDoubt> doubts,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var wanted = doubts.DistinctBy(IdOf).ToDictionary(IdOf, StringComparer.Ordinal);
        var known = await LoadAsync(db, looked, cancellationToken);
        db.MatchReviews.RemoveRange(known.Where(r => !wanted.ContainsKey(r.ReviewId)));
        var kept = known.Select(r => r.ReviewId).ToHashSet(StringComparer.Ordinal);
        foreach (var (id, doubt) in wanted.Where(w => !kept.Contains(w.Key)))
        {
            db.MatchReviews.AddRange(
                doubt
                    .Records.Distinct()
                    .Select(record => new MatchReview
                    {
                        ReviewId = id,
                        Connection = record.Connection,
                        SourceId = record.SourceId,
                        Reason = doubt.Reason,
                        Words = doubt.Words,
                        FoundAt = now,
                    })
            );
        }
    }

    private static async Task<List<MatchReview>> LoadAsync(ItamDb db, IReadOnlyCollection<RecordId> looked, CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var chunk in looked.Chunk(500))
        {
            var wanted = chunk.ToHashSet();
            var sourceIds = chunk.Select(r => r.SourceId).Distinct(StringComparer.Ordinal).ToArray();
            var rows = await db.MatchReviews.AsNoTracking().Where(r => sourceIds.Contains(r.SourceId)).ToListAsync(cancellationToken);
            ids.UnionWith(rows.Where(r => wanted.Contains(new RecordId(r.Connection, r.SourceId))).Select(r => r.ReviewId));
        }

        var found = new List<MatchReview>();
        foreach (var chunk in ids.Chunk(500))
        {
            found.AddRange(await db.MatchReviews.Where(r => chunk.Contains(r.ReviewId)).ToListAsync(cancellationToken));
        }

        return found;
    }

    private static string IdOf(MatchDoubt doubt) =>
        RecordJson.HashOf($"{doubt.Reason}|{doubt.Words}|{string.Join('|', doubt.Records.Select(r => $"{r.Connection}/{r.SourceId}"))}")[..32];
}
