using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.TeamsBot.Authentication;
using Itam.TeamsBot.Connector;
using Itam.TeamsBot.Protocol;
using Microsoft.EntityFrameworkCore;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Receiving;

/// <summary>Puts the result of an invoke that took too long where the person sees it: over the card, or as a message. Finishes the invoke where its process died.</summary>
internal sealed class LateInvokeHandler(BotConnectors bots, InvokeAnswers answers, InvokeRunner runner, TimeProvider time) : IWorkHandler
{
    public const string KindName = "teams-invoke";
    private const string KeyMark = KindName + "/";

    public string Kind => KindName;

    /// <param name="key">Of the claim: that of the first press, where this one is its repetition.</param>
    public static NewWork WorkOf(TeamsConnection connection, string key, ReadOnlyMemory<byte> body, DateTimeOffset dueAt) =>
        new(connection.Tenant, KindName, KeyMark + key, body, DueAt: dueAt, Connection: connection.Name);

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (bots.Find(item.Connection, item.Tenant) is not { Connection: var connection } || ActivityJson.Read(item.Payload) is not { } activity)
        {
            return new WorkOutcome.Dead(
                $"The connection '{item.Connection}' is no longer configured. Configure it again and replay, or discard this."
            );
        }

        var turn = new TurnContext(activity, connection.Tenant, connection.Name, BotUser.Of(activity, connection.EntraTenants));
        var key = item.OrderingKey[KeyMark.Length..];
        var claim = await answers.TakeOverAsync(item.Tenant, key, cancellationToken);
        if (claim is InvokeClaim.Running)
        {
            return new WorkOutcome.Retry("The process that took it is still at work.", TimeSpan.FromSeconds(10));
        }

        var response = claim switch
        {
            InvokeClaim.Answered answered => answered.Response,
            InvokeClaim.Mine mine => await runner.AnswerAsync(connection, turn, mine, cancellationToken),
            _ => null,
        };
        return response is null
            ? new WorkOutcome.Dead("The request is too old to be finished. Ask the person to try again.")
            : new WorkOutcome.Done((db, token) => DeliverAsync(db, connection, activity, key, response, token));
    }

    private async Task DeliverAsync(
        ItamDb db,
        TeamsConnection connection,
        Activity activity,
        string key,
        InvokeResponse response,
        CancellationToken cancellationToken
    )
    {
        if (await db.InvokeAnswers.FirstOrDefaultAsync(a => a.Key == key && !a.DeliveredLate, cancellationToken) is not { } row)
        {
            return;
        }

        row.DeliveredLate = true;
        var turn = new TurnContext(activity, connection.Tenant, connection.Name, actor: null);
        if (Result(response) is { } result)
        {
            var isCard = result.Attachments is { Count: > 0 };
            await (
                isCard && activity is { Name: InvokeNames.AdaptiveCardAction, ReplyToId: { Length: > 0 } card }
                    ? turn.UpdateActivityAsync(result with { Id = card }, cancellationToken)
                    : turn.SendActivityAsync(result, key: null, cancellationToken)
            );
        }

        await turn.CommitAsync(db, time.GetUtcNow(), cancellationToken);
    }

    /// <summary>The answer as a message; null where it says nothing by itself (results of a search, a closed dialog).</summary>
    private static Activity? Result(InvokeResponse response) =>
        response.Body is not JObject body ? null
        : body["value"] is JObject card && (string?)body["type"] == Attachment.AdaptiveCardType ? MessageFactory.AdaptiveCard(card)
        : body["value"] is JValue { Value: string said } && (string?)body["type"] == AdaptiveCardInvokeResponse.MessageType
            ? MessageFactory.Text(said)
        : body["value"] is JObject error && (string?)body["type"] == AdaptiveCardInvokeResponse.ErrorType
            ? MessageFactory.Text((string?)error["message"] ?? "")
        : body["task"] is JObject task ? OfTask(task)
        : null;

    private static Activity? OfTask(JObject task) =>
        task["value"] switch
        {
            JValue { Value: string { Length: > 0 } said } => MessageFactory.Text(said),
            // The dialog is closed, and its form is dead outside of it: what was wrong is told.
            JObject dialog when dialog["card"]?["content"]?["fallbackText"] is JValue { Value: string { Length: > 0 } wrong } => MessageFactory.Text(
                wrong
            ),
            _ => null,
        };
}
