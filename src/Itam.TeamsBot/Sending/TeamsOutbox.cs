using System.Text;
using Itam.Context.Chat;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.TeamsBot.Protocol;
using Microsoft.EntityFrameworkCore;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Sending;

/// <summary>The way out: sends as work, in order per conversation.</summary>
public static class TeamsOutbox
{
    internal const string KindName = "teams-send";

    /// <summary>Joins the transaction of <paramref name="db"/>. An activity with both text and attachments becomes two: Teams would split it and tell no id.</summary>
    public static async Task EnqueueSendAsync(this ItamDb db, TeamsSend send, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (target, place) = await ResolveAsync(db, send, cancellationToken);
        var rest = send with { Target = target };
        if (send.Activity is { Attachments.Count: > 0, Text.Length: > 0 } both)
        {
            Enqueue(db, rest with { Activity = both with { Attachments = null, Summary = null }, Key = null, UpdateActivityId = null }, place, now);
            rest = rest with { Activity = both with { Text = null, TextFormat = null }, Alert = false };
        }

        Enqueue(db, rest, place, now);
    }

    /// <summary>What stands in this place is known under the key from now on, unless something else is already.</summary>
    public static async Task RememberPlaceAsync(
        this ItamDb db,
        string connection,
        string key,
        string conversationId,
        string activityId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (!await db.SentActivities.AnyAsync(s => s.Connection == connection && s.Key == key, cancellationToken))
        {
            db.SentActivities.Add(
                new SentActivity
                {
                    Connection = connection,
                    Key = key,
                    ConversationId = ActivityFacts.WithoutThread(conversationId),
                    ActivityId = activityId,
                    SentAt = now,
                }
            );
        }
    }

    /// <summary>What is sent under the key from now on is new.</summary>
    public static Task ForgetPlaceAsync(this ItamDb db, string connection, string key, CancellationToken cancellationToken) =>
        db.SentActivities.Where(s => s.Connection == connection && s.Key == key).ExecuteDeleteAsync(cancellationToken);

    /// <summary>The living personal conversation with somebody; null where there is none.</summary>
    public static Task<ConversationReference?> FindPersonalAsync(
        this ItamDb db,
        string connection,
        string entraId,
        CancellationToken cancellationToken
    ) =>
        db
            .ConversationReferences.Where(r =>
                r.Connection == connection && r.EntraUserId == entraId && r.Kind == ConversationKind.Personal && r.DeadSince == null
            )
            .OrderByDescending(r => r.RefreshedAt)
            .FirstOrDefaultAsync(cancellationToken);

    /// <returns>The target in its one spelling, and whose order the send keeps: to a person and into the conversation with that person is one order.</returns>
    private static async Task<(SendTarget Target, string Place)> ResolveAsync(ItamDb db, TeamsSend send, CancellationToken cancellationToken)
    {
        if (send.Target is SendTarget.Conversation conversation)
        {
            return (conversation, ActivityFacts.WithoutThread(conversation.Id));
        }

        var person = (SendTarget.Person)send.Target;
        var id = ChannelAccount.Normal(person.EntraId) ?? throw new ArgumentException($"'{person.EntraId}' is no Entra object id.", nameof(send));
        var reference = await db.FindPersonalAsync(send.Connection, id, cancellationToken);
        return (person with { EntraId = id }, reference?.ConversationId ?? $"person/{id}");
    }

    private static void Enqueue(ItamDb db, TeamsSend send, string place, DateTimeOffset now) =>
        db.Enqueue(new NewWork(db.TenantId, KindName, $"teams-out/{send.Connection}/{place}", Write(send), Connection: send.Connection), now);

    internal static byte[] Write(TeamsSend send) =>
        Encoding.UTF8.GetBytes(
            new JObject
            {
                ["conversation"] = (send.Target as SendTarget.Conversation)?.Id,
                ["serviceUrl"] = (send.Target as SendTarget.Conversation)?.ServiceUrl,
                ["person"] = (send.Target as SendTarget.Person)?.EntraId,
                ["entraTenant"] = (send.Target as SendTarget.Person)?.EntraTenant,
                ["key"] = send.Key,
                ["update"] = send.UpdateActivityId,
                ["alert"] = send.Alert,
                ["onlyReplaces"] = send.OnlyReplaces,
                ["activity"] = ActivityJson.ToJson(send.Activity),
            }.ToString(Formatting.None)
        );

    internal static TeamsSend Read(WorkItem item)
    {
        using var reader = new JsonTextReader(new StringReader(Encoding.UTF8.GetString(item.Payload))) { DateParseHandling = DateParseHandling.None };
        var json = JObject.Load(reader);
        return new TeamsSend
        {
            Connection = item.Connection!,
            Target = (string?)json["conversation"] is { } conversation
                ? new SendTarget.Conversation(conversation, (string?)json["serviceUrl"])
                : new SendTarget.Person((string)json["person"]!, (string?)json["entraTenant"]),
            Activity = ActivityJson.To<Activity>(json["activity"]!),
            Key = (string?)json["key"],
            UpdateActivityId = (string?)json["update"],
            Alert = (bool)json["alert"]!,
            OnlyReplaces = (bool?)json["onlyReplaces"] == true,
        };
    }
}
