using Itam.Context.Register;
using Itam.Context.Sources;

namespace Itam.Context.Matching;

/// <summary>What one source, or the register itself, says about one person or license.</summary>
/// <param name="Product">Named as the origin of its values.</param>
/// <param name="Origins">For the register's own record, where each value came from. Null for a source.</param>
internal sealed record RecordFacts<T>(RecordId Id, string Product, SourceRole Role, T Said, IReadOnlyDictionary<string, Origin>? Origins = null)
    where T : SourceRecord
{
    public bool IsOwn => Id.Connection.Length == 0;

    public Origin? OriginOf(string property) => IsOwn ? Origins?.GetValueOrDefault(property) : new Origin(Product, Said.AsOf);
}

/// <summary>
/// Chooses one value from what several records say: what a person locked, then the directory, then what the register itself knows, then asset registers, then
/// the others; of equals the newest. An empty value never beats a filled one, and nothing depends on the order of arrival.
/// </summary>
internal static class BestSaid
{
    public static IReadOnlyList<RecordFacts<T>> Ordered<T>(IEnumerable<RecordFacts<T>> records)
        where T : SourceRecord => [.. records.OrderBy(RankOf).ThenByDescending(r => r.Said.AsOf).ThenBy(r => r.Id)];

    /// <param name="records">As <see cref="Ordered{T}"/>.</param>
    /// <returns>Null where nobody says it.</returns>
    public static (RecordFacts<T> By, TValue Value)? Of<T, TValue>(IReadOnlyList<RecordFacts<T>> records, string property, Func<T, TValue?> say)
        where T : SourceRecord
    {
        (RecordFacts<T>, TValue)? best = null;
        foreach (var record in records)
        {
            if (say(record.Said) is not { } value)
            {
                continue;
            }

            if (record.OriginOf(property) is { Locked: true })
            {
                return (record, value);
            }

            best ??= (record, value);
        }

        return best;
    }

    private static int RankOf<T>(RecordFacts<T> record)
        where T : SourceRecord =>
        record.IsOwn ? 1
        : record.Role is SourceRole.Directory ? 0
        : record.Role is SourceRole.AssetRegister ? 2
        : 3;
}
