using Itam.Context.Chat;
using Itam.Context.Connections;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.TeamsBot.Connector;
using Itam.TeamsBot.Protocol;
using Microsoft.EntityFrameworkCore;

namespace Itam.TeamsBot.Sending;

/// <summary>
/// Says one thing in chat. Teams has no idempotency key: when a send ends without an answer (5xx, timeout), it is tried once more and then given up, so
/// that a message can be seen twice at most. Replacing in place is safe to repeat.
/// </summary>
internal sealed class TeamsSendHandler(BotConnectors bots, Database database, BotWords words, IEnumerable<IUndelivered> listeners, TimeProvider time)
    : IWorkHandler
{
    public string Kind => TeamsOutbox.KindName;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (bots.Find(item.Connection, item.Tenant) is not { } bot)
        {
            return new WorkOutcome.Dead(
                $"The connection '{item.Connection}' is no longer configured. Configure it again and replay, or discard this."
            );
        }

        var send = TeamsOutbox.Read(item);
        var key = send.Key ?? $"send/{item.Id}";
        await using var db = database.Open(item.Tenant);
        var sent = await SentAsync(db, bot, key, cancellationToken);
        if (send.OnlyReplaces && sent?.ActivityId is null)
        {
            return WorkOutcome.Finished;
        }

        var place = await PlaceAsync(db, bot, send, cancellationToken);
        if (place?.Reference is { DeadSince: not null } dead)
        {
            return await UndeliverableAsync(item, send, key, null, dead.DeadReason ?? "Nothing can be sent there.", cancellationToken);
        }

        if (place is null)
        {
            return new WorkOutcome.Hold(
                $"{bot.Connection.Title} does not know where to call Teams for somebody who never wrote to it. Set ServiceUrl."
            );
        }

        var (target, updateId) = Update(send, sent, place);
        var delivery = new Delivery(bot, target, updateId, Outgoing(send), words.TooLarge(CultureOf(place)));
        try
        {
            var delivered = await delivery.RunAsync(cancellationToken);
            return new WorkOutcome.Done((write, token) => RememberAsync(write, bot, send, key, target, delivered, token));
        }
        catch (ConnectionException failure)
        {
            return await ReactAsync(item, send, key, sent, target, delivery, failure, cancellationToken);
        }
    }

    private async Task<WorkOutcome> ReactAsync(
        WorkItem item,
        TeamsSend send,
        string key,
        SentActivity? sent,
        Place place,
        Delivery delivery,
        ConnectionException failure,
        CancellationToken cancellationToken
    )
    {
        switch (failure.Status, failure.Code)
        {
            case (403, ConnectorCodes.BotDisabledByAdmin or ConnectorCodes.BotNotInConversationRoster):
            case (403, ConnectorCodes.ConversationBlockedByUser or ConnectorCodes.MessageWritesBlocked):
            case (404, ConnectorCodes.ConversationNotFound):
                return await UndeliverableAsync(item, send, key, place.Reference?.ConversationId, failure.Message, cancellationToken);
        }

        if (delivery.IsPosting && ConnectorFailures.IsAmbiguous(failure))
        {
            var isOver = sent?.UnsureSince is not null || failure is { Status: 500, Code: ConnectorCodes.ServiceError };
            return isOver
                ? await UndeliverableAsync(
                    item,
                    send,
                    key,
                    null,
                    $"{failure.Message} It may be visible already, so it is not tried again. Look into the conversation before replaying it.",
                    cancellationToken
                )
                : await UnsureAsync(item, send, key, failure, cancellationToken);
        }

        return failure.Failure switch
        {
            ConnectionFailure.GiveUp => await UndeliverableAsync(item, send, key, null, failure.Message, cancellationToken),
            ConnectionFailure.Reconnect => new WorkOutcome.Hold(failure.Message),
            _ => new WorkOutcome.Retry(failure.Message, failure.RetryAfter),
        };
    }

    /// <summary>Nobody can mend it by repeating. Whoever cares for its key hears of it; the dead-letter list has the reason too.</summary>
    private async Task<WorkOutcome> UndeliverableAsync(
        WorkItem item,
        TeamsSend send,
        string key,
        string? deadConversation,
        string reason,
        CancellationToken cancellationToken
    )
    {
        await database.WriteAsync(
            item.Tenant,
            async (db, token) =>
            {
                if (deadConversation is not null && await ReferenceAsync(db, send.Connection, deadConversation, token) is { } reference)
                {
                    ConversationBook.MarkDead(reference, reason, time.GetUtcNow());
                }

                if (send.Key is null)
                {
                    await db.SentActivities.Where(s => s.Connection == send.Connection && s.Key == key).ExecuteDeleteAsync(token);
                    return;
                }

                var sent = await SentForWritingAsync(db, send.Connection, key, token);
                sent.Failure = reason;
                sent.SentAt = time.GetUtcNow();
                sent.UnsureSince = null;
                foreach (var listener in listeners)
                {
                    await listener.HearAsync(db, key, time.GetUtcNow(), token);
                }
            },
            cancellationToken
        );
        return new WorkOutcome.Dead(reason);
    }

    private async Task<WorkOutcome> UnsureAsync(
        WorkItem item,
        TeamsSend send,
        string key,
        ConnectionException failure,
        CancellationToken cancellationToken
    )
    {
        await database.WriteAsync(
            item.Tenant,
            async (db, token) =>
            {
                var sent = await SentForWritingAsync(db, send.Connection, key, token);
                sent.SentAt = sent.UnsureSince = time.GetUtcNow();
            },
            cancellationToken
        );
        return new WorkOutcome.Retry($"{failure.Message} It is tried once more.", failure.RetryAfter);
    }

    private async Task RememberAsync(
        ItamDb db,
        Bot bot,
        TeamsSend send,
        string key,
        Place place,
        Delivered delivered,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        if (send.Key is not null)
        {
            var sent = await SentForWritingAsync(db, send.Connection, key, cancellationToken);
            sent.ConversationId = delivered.ConversationId;
            sent.ActivityId = delivered.ActivityId;
            sent.SentAt = now;
            sent.UnsureSince = null;
            sent.Failure = null;
        }
        else
        {
            await db.SentActivities.Where(s => s.Connection == send.Connection && s.Key == key).ExecuteDeleteAsync(cancellationToken);
        }

        if (delivered.CreatedIn is not { } entraTenant)
        {
            return;
        }

        if (place.Reference is { } old && old.ConversationId != delivered.ConversationId)
        {
            await db
                .ConversationReferences.Where(r => r.Connection == old.Connection && r.ConversationId == old.ConversationId)
                .ExecuteDeleteAsync(cancellationToken);
        }

        // What the person writes right now adds the same row.
        await db.LockAsync("conversation", delivered.ConversationId, cancellationToken);
        if (await ReferenceAsync(db, send.Connection, delivered.ConversationId, cancellationToken) is null)
        {
            db.ConversationReferences.Add(
                new ConversationReference
                {
                    Connection = bot.Connection.Name,
                    ConversationId = delivered.ConversationId,
                    Kind = ConversationKind.Personal,
                    EntraTenant = entraTenant,
                    EntraUserId = place.Person,
                    ChannelUserId = place.Reference?.ChannelUserId,
                    ServiceUrl = place.ServiceUrl,
                    Locale = place.Reference?.Locale,
                    TimeZone = place.Reference?.TimeZone,
                    RefreshedAt = now,
                }
            );
        }
    }

    /// <summary>Null: nobody knows the service URL.</summary>
    private static async Task<Place?> PlaceAsync(ItamDb db, Bot bot, TeamsSend send, CancellationToken cancellationToken)
    {
        if (send.Target is SendTarget.Conversation conversation)
        {
            var known = await ReferenceAsync(db, send.Connection, ActivityFacts.WithoutThread(conversation.Id), cancellationToken);
            return (known?.ServiceUrl ?? conversation.ServiceUrl ?? bot.Connection.Cloud.ServiceUrl) is { } there
                ? new Place(there, conversation.Id, known?.EntraUserId, known?.EntraTenant ?? bot.Connection.EntraTenants[0], known)
                : null;
        }

        var person = (SendTarget.Person)send.Target;
        var reference = await db
            .ConversationReferences.Where(r =>
                r.Connection == send.Connection && r.EntraUserId == person.EntraId && r.Kind == ConversationKind.Personal
            )
            .OrderBy(r => r.DeadSince != null)
            .ThenByDescending(r => r.RefreshedAt)
            .FirstOrDefaultAsync(cancellationToken);
        return (reference?.ServiceUrl ?? bot.Connection.Cloud.ServiceUrl) is { } url
            ? new Place(
                url,
                reference?.ConversationId,
                person.EntraId,
                reference?.EntraTenant ?? person.EntraTenant ?? bot.Connection.EntraTenants[0],
                reference
            )
            : null;
    }

    /// <summary>What stands under the key is replaced where it stands.</summary>
    private static (Place Place, string? UpdateId) Update(TeamsSend send, SentActivity? sent, Place place) =>
        send.UpdateActivityId is { } given ? (place, given)
        : sent is { ActivityId: { } id, ConversationId: { } where } ? (place with { ConversationId = where }, id)
        : (place, null);

    private static Activity Outgoing(TeamsSend send) =>
        send.Alert
            ? send.Activity with
            {
                ChannelData = (send.Activity.ChannelData ?? new TeamsChannelData()) with { Notification = new NotificationInfo(true) },
            }
            : send.Activity;

    private static System.Globalization.CultureInfo CultureOf(Place place) => new Activity { Locale = place.Reference?.Locale }.Culture();

    private static Task<ConversationReference?> ReferenceAsync(ItamDb db, string connection, string id, CancellationToken cancellationToken) =>
        db.ConversationReferences.FirstOrDefaultAsync(r => r.Connection == connection && r.ConversationId == id, cancellationToken);

    private static Task<SentActivity?> SentAsync(ItamDb db, Bot bot, string key, CancellationToken cancellationToken) =>
        db.SentActivities.FirstOrDefaultAsync(s => s.Connection == bot.Connection.Name && s.Key == key, cancellationToken);

    private static async Task<SentActivity> SentForWritingAsync(ItamDb db, string connection, string key, CancellationToken cancellationToken)
    {
        var sent = await db.SentActivities.FirstOrDefaultAsync(s => s.Connection == connection && s.Key == key, cancellationToken);
        if (sent is null)
        {
            sent = new SentActivity { Connection = connection, Key = key };
            db.SentActivities.Add(sent);
        }

        return sent;
    }
}
