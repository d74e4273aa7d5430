using System.Security.Cryptography;
using System.Text;
using Itam.Context.Work;
using Itam.TeamsBot.Authentication;
using Itam.TeamsBot.Connector;
using Itam.TeamsBot.Protocol;
using Itam.TeamsBot.Sending;

namespace Itam.TeamsBot.Receiving;

/// <summary>Messages and events from the queue. What the turn does, the refreshed reference and the end of the work are one transaction.</summary>
internal sealed class ActivityWorkHandler(ActivityHandler handler, BotConnectors bots, BotWords words, TimeProvider time) : IWorkHandler
{
    public const string KindName = "teams-activity";

    public string Kind => KindName;

    /// <summary>The body as it came; one at a time per conversation.</summary>
    public static NewWork WorkOf(TeamsConnection connection, Activity activity, ReadOnlyMemory<byte> body)
    {
        var conversation = activity.Conversation?.Id ?? "";
        return new NewWork(
            connection.Tenant,
            KindName,
            $"teams-in/{connection.Name}/{ActivityFacts.WithoutThread(conversation)}",
            body,
            DedupeKey: activity.Id is { Length: > 0 } id ? $"{connection.Name}/{Hash($"{conversation}\n{id}\n{activity.Type}")}" : null,
            Connection: connection.Name
        );
    }

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (bots.Find(item.Connection, item.Tenant) is not { Connection: var connection })
        {
            return new WorkOutcome.Dead(
                $"The connection '{item.Connection}' is no longer configured. Configure it again and replay, or discard this."
            );
        }

        if (ActivityJson.Read(item.Payload) is not { } activity)
        {
            return new WorkOutcome.Dead("The stored activity cannot be read. Discard it, and tell the makers of this software.");
        }

        var turn = new TurnContext(activity, connection.Tenant, connection.Name, BotUser.Of(activity, connection.EntraTenants));
        if (turn is { Actor: null, Activity: { Type: ActivityTypes.Message, Value: not null, Text: null or "" } })
        {
            await turn.SendActivityAsync(words.UnknownPerson(turn.Culture), cancellationToken);
        }
        else
        {
            await handler.OnTurnAsync(turn, cancellationToken);
        }

        return new WorkOutcome.Done(
            async (db, token) =>
            {
                await ConversationBook.RefreshAsync(db, connection, activity, time.GetUtcNow(), token);
                await turn.CommitAsync(db, time.GetUtcNow(), token);
            }
        );
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
