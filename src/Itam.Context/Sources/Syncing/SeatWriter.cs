using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Syncing;

/// <summary>Replaces what sources said of a license's seats; a seat that was imported stays, and is the same seat when a source lists it too.</summary>
internal sealed class SeatWriter(ItamDb db, DateTimeOffset now)
{
    /// <param name="facts">Empty where no source lists seats.</param>
    public async Task WriteAsync(Guid license, IReadOnlyCollection<SeatFact> facts, CancellationToken cancellationToken)
    {
        var people = await PeopleIndex.LoadAsync(db, facts.SelectMany(f => f.Person), cancellationToken);
        var devices = await new RegisterReader(db).FindByIdentifiersAsync(facts.SelectMany(f => f.Device), cancellationToken);
        var byName = devices.ToLookup(d => (d.Kind, d.Value), d => d.DeviceId);
        var existing = await db.Seats.Where(s => s.LicenseId == license).ToListAsync(cancellationToken);
        var free = existing
            .OrderBy(s => s.FromSource)
            .ThenBy(s => s.Id)
            .GroupBy(s => (s.PersonId, s.DeviceId))
            .ToDictionary(g => g.Key, g => new Queue<Seat>(g));
        var kept = new HashSet<Seat>(existing.Where(s => !s.FromSource));
        foreach (var seat in kept)
        {
            // What no source lists any more is as it was imported.
            seat.State = SeatState.Active;
        }

        foreach (var fact in facts)
        {
            var person = people.Find(fact.Person);
            var found = fact.Device.SelectMany(d => byName[(d.Kind, Identifiers.Normalise(d.Kind, d.Value) ?? "")]).Distinct().ToArray();
            var device = found.Length == 1 ? found[0] : (Guid?)null;
            if (person is null && device is null)
            {
                continue;
            }

            if (free.GetValueOrDefault((person, device)) is not { Count: > 0 } here || !here.TryDequeue(out var seat))
            {
                seat = new Seat
                {
                    Id = Guid.CreateVersion7(now),
                    Tenant = db.TenantId.Value,
                    LicenseId = license,
                    PersonId = person,
                    DeviceId = device,
                    FromSource = true,
                };
                db.Seats.Add(seat);
            }

            var own = !seat.FromSource;
            seat.AssignedOn = own ? seat.AssignedOn ?? fact.AssignedOn : fact.AssignedOn;
            seat.LastUsedAt = Milliseconds(fact.LastUsedAt) ?? (own ? seat.LastUsedAt : null);
            seat.State = fact.State;
            kept.Add(seat);
        }

        db.Seats.RemoveRange(existing.Where(s => !kept.Contains(s)));
    }

    /// <summary>As exact as the register keeps it.</summary>
    private static DateTimeOffset? Milliseconds(DateTimeOffset? moment) =>
        moment is { } m ? DateTimeOffset.FromUnixTimeMilliseconds(m.ToUnixTimeMilliseconds()) : null;
}
