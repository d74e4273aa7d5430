using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Enrichment;

/// <summary>What agents say about a match: "not this device", "this one". It is stored, counts as evidence from then on, and the ticket is looked at again.</summary>
public sealed class Feedback(Database database, TimeProvider time)
{
    /// <summary>Stores the verdict and puts the ticket on the queue, in one transaction. Said twice, it is the same as said once.</summary>
    /// <param name="device">A device of the ticket's tenant.</param>
    /// <param name="actor">Who said so, e.g. "dana (command line)".</param>
    public Task RecordAsync(TicketRef ticket, Guid device, MatchVerdict verdict, string actor, CancellationToken cancellationToken) =>
        database.WriteAsync(
            ticket.Tenant,
            async (db, token) =>
            {
                var now = time.GetUtcNow();
                var said = await db.MatchFeedback.Where(f => f.Connection == ticket.Connection && f.TicketId == ticket.Id).ToListAsync(token);
                var record = await db.Tickets.FirstOrDefaultAsync(t => t.Connection == ticket.Connection && t.TicketId == ticket.Id, token);
                Store(db, ticket, said, record, new Said(device, verdict, actor, now));
                if (record is not null)
                {
                    record.DeviceId =
                        verdict == MatchVerdict.ThisOne ? device
                        : record.DeviceId == device ? null
                        : record.DeviceId;
                }

                await db.EnqueueOnceAsync(EnrichTicketWork.For(ticket), now, token);
            },
            cancellationToken
        );

    private static void Store(ItamDb db, TicketRef ticket, List<MatchFeedback> said, TicketRecord? record, Said word)
    {
        // What an agent chose is no longer our choice, so changing it corrects the agent and not us.
        var ours = said.Exists(f => f.Verdict == MatchVerdict.ThisOne) ? null : record?.DeviceId;
        var corrects = ours is { } meant && (word.Verdict == MatchVerdict.NotThis ? meant == word.Device : meant != word.Device);
        var row = said.Find(f => f.DeviceId == word.Device);
        if (row is null)
        {
            row = new MatchFeedback
            {
                Connection = ticket.Connection,
                TicketId = ticket.Id,
                DeviceId = word.Device,
                Actor = word.Actor,
            };
            db.MatchFeedback.Add(row);
        }

        (row.Verdict, row.Actor, row.At, row.Corrects) = (word.Verdict, word.Actor, word.At, row.Corrects || corrects);
        row.Confirms |= word.Verdict == MatchVerdict.ThisOne && ours == word.Device;
        if (word.Verdict == MatchVerdict.ThisOne)
        {
            // A ticket is about one device: the latest choice takes the place of an earlier one, and the earlier one is wrong.
            foreach (var earlier in said.Where(f => f.DeviceId != word.Device && f.Verdict == MatchVerdict.ThisOne))
            {
                earlier.Verdict = MatchVerdict.NotThis;
            }
        }
    }

    private sealed record Said(Guid Device, MatchVerdict Verdict, string Actor, DateTimeOffset At);
}

/// <summary>What was said about the devices of one ticket, and about those of the same requester's other tickets.</summary>
internal sealed record FeedbackEvidence(IReadOnlyDictionary<Guid, MatchVerdict> OnTicket, IReadOnlyDictionary<Guid, MatchVerdict> OnOtherTickets)
{
    public static async Task<FeedbackEvidence> ReadAsync(ItamDb db, TicketRef ticket, Person? requester, CancellationToken cancellationToken)
    {
        var here = await db
            .MatchFeedback.AsNoTracking()
            .Where(f => f.Connection == ticket.Connection && f.TicketId == ticket.Id)
            .ToDictionaryAsync(f => f.DeviceId, f => f.Verdict, cancellationToken);
        if (requester is null)
        {
            return new FeedbackEvidence(here, new Dictionary<Guid, MatchVerdict>());
        }

        var others = await db
            .MatchFeedback.AsNoTracking()
            .Where(f => f.Connection != ticket.Connection || f.TicketId != ticket.Id)
            .Where(f => db.Tickets.Any(t => t.Connection == f.Connection && t.TicketId == f.TicketId && t.RequesterId == requester.Id))
            .OrderBy(f => f.At)
            .ToListAsync(cancellationToken);
        return new FeedbackEvidence(here, others.GroupBy(f => f.DeviceId).ToDictionary(g => g.Key, g => g.Last().Verdict));
    }

    public IEnumerable<Guid> Chosen => OnTicket.Where(f => f.Value == MatchVerdict.ThisOne).Select(f => f.Key);
}
