using Itam.Context.Matching;

namespace Itam.Context.Sources.Syncing;

/// <summary>
/// Systems keep one record per purchase, so what one connection says of one product adds up: everything it owns, and everybody who has a seat of any purchase.
/// Between connections nothing adds up; there one wins.
/// </summary>
internal static class Purchases
{
    /// <param name="today">UTC. The next renewal is the first that is not over; where all are over, the last.</param>
    /// <returns>One record per connection, as its newest says it; the register's own are left as they are.</returns>
    public static IEnumerable<RecordFacts<LicenseRecord>> AddUp(IEnumerable<RecordFacts<LicenseRecord>> records, DateOnly today) =>
        records
            .GroupBy(r => r.Id.Connection, StringComparer.Ordinal)
            .SelectMany(IEnumerable<RecordFacts<LicenseRecord>> (g) => g.First().IsOwn ? g : [Sum(BestSaid.Ordered(g), today)]);

    private static RecordFacts<LicenseRecord> Sum(IReadOnlyList<RecordFacts<LicenseRecord>> purchases, DateOnly today)
    {
        var newest = purchases[0];
        var said = purchases.Select(p => p.Said).ToArray();
        var priced = said.FirstOrDefault(l => l.CostPerSeat is not null);
        return newest with
        {
            Said = newest.Said with
            {
                Publisher = said.Select(l => l.Publisher).FirstOrDefault(p => !string.IsNullOrWhiteSpace(p)),
                Owned = Total(said, l => l.Owned),
                Assigned = Total(said, l => l.Assigned),
                RenewsOn = Renewal([.. said.Select(l => l.RenewsOn).OfType<DateOnly>()], today),
                CostPerSeat = priced?.CostPerSeat,
                Currency = priced?.Currency,
                Seats = Array.Exists(said, l => l.Seats is not null) ? [.. said.SelectMany(l => l.Seats ?? [])] : null,
            },
        };
    }

    private static int? Total(LicenseRecord[] said, Func<LicenseRecord, int?> count)
    {
        var known = said.Select(count).OfType<int>().ToArray();
        return known.Length == 0 ? null : (int)Math.Min(known.Sum(n => (long)n), int.MaxValue);
    }

    private static DateOnly? Renewal(IReadOnlyCollection<DateOnly> days, DateOnly today) =>
        days.Count == 0 ? null : days.Where(d => d >= today).Order().Select(d => (DateOnly?)d).FirstOrDefault() ?? days.Max();
}
