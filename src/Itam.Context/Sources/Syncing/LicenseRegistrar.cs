using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources.Records;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Syncing;

/// <summary>Puts licenses and their seats into the register. One product of one publisher is one license; the directory knows assignments best, then asset registers.</summary>
internal sealed class LicenseRegistrar(ItamDb db, TimeProvider time)
{
    private readonly DateTimeOffset _now = time.GetUtcNow();

    public async Task RecomputeAsync(IReadOnlyCollection<StoredRecord> touched, CancellationToken cancellationToken)
    {
        if (touched.Count == 0)
        {
            return;
        }

        var shelf = (await db.Licenses.ToListAsync(cancellationToken)).OrderBy(l => l.Id).ToList();
        foreach (var record in touched.OrderBy(r => r.Id))
        {
            var said = RecordJson.Read<LicenseRecord>(record.Json);
            var license = shelf.Find(l =>
                Same(l.Product, said.Product) && (l.Publisher is null || said.Publisher is null || Same(l.Publisher, said.Publisher))
            );
            if (license is null)
            {
                license = new License
                {
                    Id = Guid.CreateVersion7(_now),
                    Tenant = db.TenantId.Value,
                    Product = said.Product.Trim(),
                };
                shelf.Add(license);
                db.Licenses.Add(license);
            }

            record.LicenseId = license.Id;
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var id in touched.Select(t => t.LicenseId!.Value).Distinct().Order())
        {
            var records = await db
                .SourceRecords.Where(r => r.Kind == RecordKind.License && r.TombstonedAt == null && r.LicenseId == id)
                .ToListAsync(cancellationToken);
            await FillAsync(shelf.First(l => l.Id == id), records, cancellationToken);
        }
    }

    private async Task FillAsync(License license, List<StoredRecord> records, CancellationToken cancellationToken)
    {
        var offers = records
            .OrderBy(r =>
                r.Role is SourceRole.Directory ? 0
                : r.Role is SourceRole.AssetRegister ? 1
                : 2
            )
            .ThenByDescending(r => r.AsOf)
            .ThenBy(r => r.Id)
            .Select(r => (Record: r, Said: RecordJson.Read<LicenseRecord>(r.Json)))
            .ToArray();
        Take(nameof(License.Publisher), l => l.Publisher?.Trim(), v => license.Publisher = v);
        Take(nameof(License.Owned), l => l.Owned, v => license.Owned = v);
        Take(nameof(License.RenewsOn), l => l.RenewsOn, v => license.RenewsOn = v);
        Take(nameof(License.CostPerSeat), l => l.CostPerSeat, v => license.CostPerSeat = v);
        Take(nameof(License.Currency), l => l.Currency, v => license.Currency = v);
        if (Array.Find(offers, o => o.Said.Seats is not null) is { Record: { } lister, Said.Seats: { } seats })
        {
            lister.Waits = await SeatAsync(license, seats, cancellationToken);
        }

        void Take<T>(string property, Func<LicenseRecord, T?> say, Action<T?> set)
        {
            if (
                Array.Find(offers, o => say(o.Said) is not null) is { Record: { } winner, Said: { } said }
                && license.Origins.GetValueOrDefault(property) is not { Locked: true }
            )
            {
                set(say(said));
                license.Origins[property] = new Origin(winner.Product, winner.AsOf);
            }
        }
    }

    /// <returns>True when some seats belong to people or devices that the register does not know yet.</returns>
    private async Task<bool> SeatAsync(License license, IReadOnlyCollection<SeatFact> facts, CancellationToken cancellationToken)
    {
        var people = await PeopleIndex.LoadAsync(db, facts.SelectMany(f => f.Person), cancellationToken);
        var devices = await new RegisterReader(db).FindByIdentifiersAsync(facts.SelectMany(f => f.Device), cancellationToken);
        var byName = devices.ToLookup(d => (d.Kind, d.Value), d => d.DeviceId);
        var existing = await db.Seats.Where(s => s.LicenseId == license.Id).ToListAsync(cancellationToken);
        var free = existing.ToLookup(s => (s.PersonId, s.DeviceId));
        var kept = new HashSet<Seat>();
        var waits = false;
        foreach (var fact in facts)
        {
            var person = people.Find(fact.Person);
            var found = fact.Device.SelectMany(d => byName[(d.Kind, Identifiers.Normalise(d.Kind, d.Value) ?? "")]).Distinct().ToArray();
            var device = found.Length == 1 ? found[0] : (Guid?)null;
            if (person is null && device is null)
            {
                waits = true;
                continue;
            }

            var seat = free[(person, device)].FirstOrDefault(s => !kept.Contains(s));
            if (seat is null)
            {
                seat = new Seat
                {
                    Id = Guid.CreateVersion7(_now),
                    Tenant = db.TenantId.Value,
                    LicenseId = license.Id,
                    PersonId = person,
                    DeviceId = device,
                };
                db.Seats.Add(seat);
            }

            seat.AssignedOn = fact.AssignedOn ?? seat.AssignedOn;
            seat.LastUsedAt = fact.LastUsedAt ?? seat.LastUsedAt;
            kept.Add(seat);
        }

        db.Seats.RemoveRange(existing.Where(s => !kept.Contains(s)));
        return waits;
    }

    private static bool Same(string? a, string? b) => string.Equals(a?.Trim(), b?.Trim(), StringComparison.OrdinalIgnoreCase);
}
