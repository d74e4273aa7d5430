using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources.Records;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Syncing;

/// <summary>
/// Puts licenses and their seats into the register. One product is one license, whoever says it; its values are computed from what its records say now. Where the
/// register itself keeps one product of several publishers, the publisher decides, and if it does not, a person does.
/// </summary>
internal sealed class LicenseRegistrar(ItamDb db, TimeProvider time)
{
    private readonly DateTimeOffset _now = time.GetUtcNow();

    public async Task RecomputeAsync(IReadOnlyCollection<StoredRecord> touched, CancellationToken cancellationToken)
    {
        if (touched.Count == 0)
        {
            return;
        }

        var products = (await db.SyncStates.Select(s => s.Product).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        products.UnionWith(touched.Select(t => t.Product).Where(p => p != OwnRecord.Product));
        var shelves = await LicenseShelves.LoadAsync(db, touched, products, cancellationToken);
        var doubts = new List<MatchDoubt>();
        foreach (var product in shelves.Products.Order(StringComparer.Ordinal).ToArray())
        {
            Shelve(product, shelves, doubts);
        }

        await db.SaveChangesAsync(cancellationToken);
        await EmptyAsync(shelves, cancellationToken);
        foreach (var license in shelves.Licenses.Values.OrderBy(l => l.Id))
        {
            await FillAsync(license, shelves, cancellationToken);
        }

        await Doubts.StoreAsync(db, [.. shelves.Records.Keys.Select(ReviewId)], doubts, _now, cancellationToken);
    }

    /// <summary>Decides to which license the records of a product belong.</summary>
    private void Shelve(string product, LicenseShelves shelves, List<MatchDoubt> doubts)
    {
        var said = BestSaid.Ordered(shelves.Facts.Values.Where(f => !f.IsOwn && IsLive(f) && LicenseShelves.KeyOf(f.Said.Product) == product));
        if (said.Count == 0)
        {
            return;
        }

        var same = shelves.Licenses.Values.Where(l => LicenseShelves.KeyOf(l.Product) == product).OrderBy(l => l.Id).ToArray();
        var own = same.Where(l => shelves.Own.ContainsKey(l.Id)).ToArray();
        var meant = own;
        if (own.Length > 1)
        {
            var publisher = BestSaid.Of(said, nameof(License.Publisher), l => l.Publisher)?.Value;
            meant = [.. own.Where(l => publisher is not null && Same(shelves.Facts[shelves.Own[l.Id]].Said.Publisher, publisher))];
            if (meant.Length != 1)
            {
                doubts.Add(
                    new MatchDoubt(
                        ReviewReason.SeveralCandidates,
                        [.. said.Select(s => s.Id).Concat(own.Select(l => shelves.Own[l.Id])).Order().Select(ReviewId)],
                        $"the product {product}: {own.Length} licenses could be meant. Name its publisher."
                    )
                );
            }
        }

        var license = meant.Length == 1 ? meant[0] : Array.Find(same, l => !shelves.Own.ContainsKey(l.Id));
        if (license is null)
        {
            license = new License
            {
                Id = Guid.CreateVersion7(_now),
                Tenant = db.TenantId.Value,
                Product = said[0].Said.Product.Trim(),
            };
            shelves.Licenses[license.Id] = license;
            db.Licenses.Add(license);
        }

        foreach (var facts in said)
        {
            shelves.Records[facts.Id].LicenseId = license.Id;
        }

        // What sources have forgotten of this product goes with those who still know it.
        foreach (var left in same.Where(l => l != license && !shelves.Own.ContainsKey(l.Id)))
        {
            foreach (var dead in shelves.Records.Values.Where(r => r.LicenseId == left.Id))
            {
                dead.LicenseId = license.Id;
            }
        }

        bool IsLive(RecordFacts<LicenseRecord> facts) => shelves.Records[facts.Id].TombstonedAt is null;
    }

    /// <summary>Takes away the licenses of which no record tells any more. One whose records were all buried stays as last known.</summary>
    private async Task EmptyAsync(LicenseShelves shelves, CancellationToken cancellationToken)
    {
        var told = shelves.Records.Values.Select(r => r.LicenseId).ToHashSet();
        foreach (var license in shelves.Licenses.Values.Where(l => !told.Contains(l.Id)).ToArray())
        {
            await db.Seats.Where(s => s.LicenseId == license.Id).ExecuteDeleteAsync(cancellationToken);
            db.Licenses.Remove(license);
            shelves.Licenses.Remove(license.Id);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task FillAsync(License license, LicenseShelves shelves, CancellationToken cancellationToken)
    {
        var live = shelves.Records.Values.Where(r => r.LicenseId == license.Id && r.TombstonedAt is null).ToArray();
        foreach (var record in live)
        {
            record.Waits = false;
        }

        var said = BestSaid.Ordered(Purchases.AddUp(live.Select(r => shelves.Facts[r.Id]), DateOnly.FromDateTime(_now.UtcDateTime)));
        if (said.Count == 0)
        {
            return;
        }

        var origins = new Dictionary<string, Origin>(StringComparer.Ordinal);
        var named = said.FirstOrDefault(s => s.IsOwn) ?? said[0];
        license.Product = named.Said.Product.Trim();
        Note(nameof(License.Product), named);
        license.Publisher = Take(nameof(License.Publisher), l => string.IsNullOrWhiteSpace(l.Publisher) ? null : l.Publisher.Trim());
        license.Owned = Take(nameof(License.Owned), l => l.Owned);
        license.RenewsOn = Take(nameof(License.RenewsOn), l => l.RenewsOn);
        var cost = Take(
            nameof(License.CostPerSeat),
            l => l.CostPerSeat is { } amount ? ((decimal Amount, string? Currency)?)(amount, l.Currency) : null
        );
        (license.CostPerSeat, license.Currency) = (cost?.Amount, cost?.Currency);
        if (origins.TryGetValue(nameof(License.CostPerSeat), out var priced))
        {
            origins[nameof(License.Currency)] = priced;
        }

        license.Origins = origins;
        var seats = said.FirstOrDefault(s => s.Said.Seats is not null)?.Said.Seats ?? [];
        await new SeatWriter(db, _now).WriteAsync(license.Id, seats, cancellationToken);

        T? Take<T>(string property, Func<LicenseRecord, T?> say)
        {
            if (BestSaid.Of(said, property, say) is not { } best)
            {
                return default;
            }

            Note(property, best.By);
            return best.Value;
        }

        void Note(string property, RecordFacts<LicenseRecord> by)
        {
            if (by.OriginOf(property) is { } origin)
            {
                origins[property] = origin;
            }
        }
    }

    private static bool Same(string? a, string? b) => string.Equals(a?.Trim(), b?.Trim(), StringComparison.OrdinalIgnoreCase);

    private static RecordId ReviewId(RecordId record) => new(record.Connection, $"license {record.SourceId}");
}
