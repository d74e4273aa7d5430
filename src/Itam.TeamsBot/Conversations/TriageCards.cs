using System.Globalization;
using Itam.Context.Enrichment;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.TeamsBot.Cards;
using Itam.TeamsBot.Languages;
using Itam.TeamsBot.Protocol;
using Itam.TeamsBot.Sending;
using Microsoft.EntityFrameworkCore;

namespace Itam.TeamsBot.Conversations;

/// <summary>Shows new tickets that the rule wants in the triage channel, one card each; whatever happens to the ticket later changes that card.</summary>
public sealed class TriageCards(Database database, AssistantDirectory assistants, TimeProvider time) : IWorkHandler
{
    private static readonly TimeSpan NewFor = TimeSpan.FromHours(24);

    public string Kind => TicketAnnouncement.WorkKind;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (assistants.Of(item.Tenant) is not { Triage: { } rule } assistant)
        {
            return WorkOutcome.Finished;
        }

        var ticket = TicketAnnouncement.Read(item);
        var key = $"triage/{ticket.Connection}/{ticket.TicketId}";
        await using var db = database.Open(item.Tenant);
        var isShown = await db.SentActivities.AnyAsync(s => s.Connection == assistant.Connection && s.Key == key, cancellationToken);
        var isNew = !ticket.Closed && time.GetUtcNow() - ticket.CreatedAt < NewFor;
        if (!isShown && !(isNew && rule.Wants(ticket)))
        {
            return WorkOutcome.Finished;
        }

        // A channel has no language of its own; the context's words are the note's.
        var card = TicketCard.Of(new CardText(CultureInfo.InvariantCulture, null, time.GetUtcNow()), ticket);
        var send = new TeamsSend
        {
            Connection = assistant.Connection,
            Target = new SendTarget.Conversation(rule.Channel),
            Activity = MessageFactory.AdaptiveCard(card.ToJObject(), $"{ticket.Number}: {card.Speak}"),
            Key = key,
        };
        return new WorkOutcome.Done((write, token) => write.EnqueueSendAsync(send, time.GetUtcNow(), token));
    }
}
