using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Enrichment;

/// <summary>
/// Decides after a look which device is to be linked on the ticket, and which of our own links an agent has called wrong; <see cref="LinkDeviceHandler"/> does it.
/// </summary>
/// <param name="minimumConfidence">From which confidence on a device is linked, per connection. A connection without a value is never written to.</param>
public sealed class DeviceLinking(IReadOnlyDictionary<string, double> minimumConfidence)
{
    /// <summary>The links of one ticket as we know them.</summary>
    internal static IQueryable<DeviceLink> Of(ItamDb db, TicketRef ticket) =>
        db.DeviceLinks.Where(l => l.Connection == ticket.Connection && l.TicketId == ticket.Id);

    /// <param name="before">The links as they were known before the ticket was read: what was made while it was read cannot have been seen on it.</param>
    internal async Task DecideAsync(
        ItamDb db,
        Ticket ticket,
        AssetContext answer,
        IReadOnlyList<DeviceLink> before,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (!minimumConfidence.TryGetValue(ticket.Ref.Connection, out var minimum))
        {
            return;
        }

        var links = await Of(db, ticket.Ref).ToDictionaryAsync(l => l.DeviceId, cancellationToken);
        var said = await db
            .MatchFeedback.AsNoTracking()
            .Where(f => f.Connection == ticket.Ref.Connection && f.TicketId == ticket.Ref.Id)
            .ToListAsync(cancellationToken);
        Forget(links, before.Where(l => IsMade(l) && !IsOn(ticket, l)));
        foreach (var made in links.Values.Where(IsMade))
        {
            made.State = IsContradicted(made.DeviceId, said) ? DeviceLinkState.Wrong : DeviceLinkState.Ours;
        }

        var wanted = Wanted(ticket, answer, minimum, links, said, db, now);
        db.RemoveRange(links.Values.Where(l => l.State == DeviceLinkState.Wanted && l.DeviceId != wanted));
        if (wanted is not null || links.Values.Any(l => l.State == DeviceLinkState.Wrong))
        {
            await db.ReplaceAsync(LinkDeviceWork.For(ticket.Ref), now, cancellationToken);
        }
    }

    private static Guid? Wanted(
        Ticket ticket,
        AssetContext answer,
        double minimum,
        Dictionary<Guid, DeviceLink> links,
        List<MatchFeedback> said,
        ItamDb db,
        DateTimeOffset now
    )
    {
        if (answer.Device is not { } meant)
        {
            return null;
        }

        var id = meant.Device.Id;
        var known = links.GetValueOrDefault(id);
        if (meant.Reasons.Any(r => r.Kind == ReasonKind.LinkedOnTicket))
        {
            if (known is null)
            {
                Add(DeviceLinkState.Theirs);
            }

            return null;
        }

        if (meant.Confidence < minimum || !MayLink(known, said))
        {
            return null;
        }

        if (known is null)
        {
            Add(DeviceLinkState.Wanted);
        }
        else
        {
            known.State = DeviceLinkState.Wanted;
        }

        return id;

        void Add(DeviceLinkState state) =>
            db.DeviceLinks.Add(
                new DeviceLink
                {
                    Connection = ticket.Ref.Connection,
                    TicketId = ticket.Ref.Id,
                    DeviceId = id,
                    State = state,
                    At = now,
                }
            );
    }

    /// <summary>What was on the ticket once and is not any more was taken away by a person; only a later word of an agent brings it back.</summary>
    private static bool MayLink(DeviceLink? known, List<MatchFeedback> said) =>
        known is null or { State: DeviceLinkState.Wanted }
        || (
            known.State is DeviceLinkState.Theirs or DeviceLinkState.Removed
            && said.Exists(f => f.DeviceId == known.DeviceId && f.Verdict == MatchVerdict.ThisOne && f.At > known.At)
        );

    private static bool IsMade(DeviceLink link) => link.State is DeviceLinkState.Ours or DeviceLinkState.Wrong;

    private static bool IsOn(Ticket ticket, DeviceLink link) =>
        ticket.LinkedDevices.Any(d =>
            d.Names.Any(n => n.Kind == IdentifierKind.SourceId && n.Scope == ticket.Ref.Connection && n.Value == link.LinkedAs)
        );

    private static void Forget(Dictionary<Guid, DeviceLink> links, IEnumerable<DeviceLink> gone)
    {
        foreach (var link in gone)
        {
            if (links.TryGetValue(link.DeviceId, out var now) && IsMade(now) && now.At == link.At)
            {
                now.State = DeviceLinkState.Removed;
            }
        }
    }

    private static bool IsContradicted(Guid device, List<MatchFeedback> said) =>
        said.Exists(f => f.Verdict == (f.DeviceId == device ? MatchVerdict.NotThis : MatchVerdict.ThisOne));
}
