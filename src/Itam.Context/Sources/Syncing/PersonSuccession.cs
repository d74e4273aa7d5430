using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Syncing;

/// <summary>When two people turn out to be one, everything that named the younger id follows to the elder.</summary>
internal sealed class PersonSuccession(ItamDb db, PeopleNeighbourhood near)
{
    public async Task MoveAsync(IReadOnlyDictionary<Guid, Guid> successors, CancellationToken cancellationToken)
    {
        foreach (var (from, to) in successors.OrderBy(s => s.Key))
        {
            await MoveAsync(from, to, cancellationToken);
            foreach (var dead in near.Records.Values.Where(r => r.PersonId == from))
            {
                dead.PersonId = to;
            }

            db.People.Remove(near.People[from]);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task MoveAsync(Guid from, Guid to, CancellationToken cancellationToken)
    {
        await db.Devices.Where(d => d.AssignedToId == from).ExecuteUpdateAsync(d => d.SetProperty(x => x.AssignedToId, to), cancellationToken);
        await db.Tickets.Where(t => t.RequesterId == from).ExecuteUpdateAsync(t => t.SetProperty(x => x.RequesterId, to), cancellationToken);
        await db.DeviceReports.Where(r => r.PersonId == from).ExecuteUpdateAsync(r => r.SetProperty(x => x.PersonId, to), cancellationToken);
        await db.People.Where(p => p.ManagerId == from).ExecuteUpdateAsync(p => p.SetProperty(x => x.ManagerId, to), cancellationToken);
        await MoveRequestsAsync(from, to, cancellationToken);
        // One person needs one seat.
        await db
            .Seats.Where(s => s.PersonId == from && db.Seats.Any(o => o.PersonId == to && o.LicenseId == s.LicenseId && o.DeviceId == s.DeviceId))
            .ExecuteDeleteAsync(cancellationToken);
        await db.Seats.Where(s => s.PersonId == from).ExecuteUpdateAsync(s => s.SetProperty(x => x.PersonId, to), cancellationToken);
    }

    /// <summary>The requests themselves follow; their log and the custody of devices are never changed, and are read with the old id as an alias.</summary>
    private async Task MoveRequestsAsync(Guid from, Guid to, CancellationToken cancellationToken)
    {
        var written = from.ToString("D");
        foreach (var request in await db.EquipmentRequests.Where(r => r.Json.Contains(written)).ToListAsync(cancellationToken))
        {
            request.Rename(from, to);
        }
    }
}
