using Itam.Context.Matching;
using Itam.Context.Sources.Records;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Syncing;

/// <summary>The decisions of people that touch some records.</summary>
internal static class StoredDecisions
{
    public static async Task<List<MatchDecision>> LoadAsync(ItamDb db, IEnumerable<RecordId> records, CancellationToken cancellationToken)
    {
        var found = new List<MatchDecision>();
        foreach (var chunk in records.Chunk(500))
        {
            var wanted = chunk.ToHashSet();
            var ids = chunk.Select(r => r.SourceId).Distinct(StringComparer.Ordinal).ToArray();
            var rows = await db
                .MatchDecisions.AsNoTracking()
                .Where(d => ids.Contains(d.SourceId) || ids.Contains(d.OtherSourceId))
                .ToListAsync(cancellationToken);
            found.AddRange(rows.Where(d => wanted.Contains(d.One) || wanted.Contains(d.Other)));
        }

        return found;
    }
}
