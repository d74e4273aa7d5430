using Itam.TeamsBot.Cards;
using Itam.TeamsBot.Protocol;
using Itam.TeamsBot.Sending;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Conversations;

/// <summary>
/// The way of every message, button and search: who is it, what is asked, which conversation knows. Whatever a card says, only the verb and the id are read from
/// it, and the caller's rights are found anew.
/// </summary>
public sealed class ItamBot(
    Callers callers,
    OverviewConversation overview,
    OwnDevices devices,
    EquipmentConversation equipment,
    AgentConversation agents,
    IEnumerable<IConversation> conversations
) : ActivityHandler
{
    private readonly Dictionary<string, CardAction> _actions = conversations.SelectMany(c => c.Actions).ToDictionary(StringComparer.Ordinal);

    protected override async Task OnMessageActivityAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        if (await CallerAsync(turn, cancellationToken) is not { } caller)
        {
            return;
        }

        if (!caller.IsPersonal)
        {
            await turn.SendActivityAsync(caller.Text["menu.here"], cancellationToken);
            return;
        }

        await SendAsync(turn, await ReadAsync(caller, turn.Activity.Text ?? "", cancellationToken), cancellationToken);
    }

    /// <summary>An older client: the answer is a message, or takes the place of the card that was pressed.</summary>
    protected override async Task OnCardSubmitAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        if (await CallerAsync(turn, cancellationToken) is { } caller && turn.Activity.Value is JObject data)
        {
            var answer = await ActAsync(caller, Verb(data), data, cancellationToken);
            await SendAsync(turn, answer ?? new BotAnswer.Line(caller.Text["protocol.bad-card"]), cancellationToken);
        }
    }

    protected override async Task OnInstallationUpdateAddAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        if (turn is not { IsPersonal: true, Activity.From.Id: { } who })
        {
            return;
        }

        // An installation is told more than once; the key makes it one welcome.
        await (
            await callers.FindAsync(turn, cancellationToken) is { } caller
                ? SendAsync(turn, new BotAnswer.Card(overview.Menu(caller, caller.Text["menu.welcome"]), WelcomeOf(who)), cancellationToken)
                : turn.SendActivityAsync(MessageFactory.Text(await callers.UnknownAsync(turn, cancellationToken)), WelcomeOf(who), cancellationToken)
        );
    }

    /// <summary>Whoever installs it again is greeted again.</summary>
    protected override Task OnInstallationUpdateRemoveAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        if (turn is { IsPersonal: true, Activity.From.Id: { } who })
        {
            turn.InTransaction((db, token) => db.ForgetPlaceAsync(turn.Connection, WelcomeOf(who), token));
        }

        return Task.CompletedTask;
    }

    protected override async Task<AdaptiveCardInvokeResponse> OnAdaptiveCardInvokeAsync(
        TurnContext turn,
        AdaptiveCardInvokeValue invoke,
        CancellationToken cancellationToken
    )
    {
        if (await callers.FindAsync(turn, cancellationToken) is not { } caller)
        {
            return AdaptiveCardInvokeResponse.Message(await callers.UnknownAsync(turn, cancellationToken));
        }

        return await ActAsync(caller, invoke.Verb.Length > 0 ? invoke.Verb : Verb(invoke.Data), invoke.Data, cancellationToken) switch
        {
            BotAnswer.Card card => InPlace(turn, card),
            BotAnswer.Line line => AdaptiveCardInvokeResponse.Message(line.Text),
            _ => AdaptiveCardInvokeResponse.BadRequest(caller.Text["protocol.bad-card"]),
        };
    }

    protected override async Task<TaskModuleResponse> OnTeamsTaskModuleFetchAsync(
        TurnContext turn,
        TaskModuleRequest request,
        CancellationToken cancellationToken
    )
    {
        if (await callers.FindAsync(turn, cancellationToken) is not { } caller)
        {
            return TaskModuleResponse.Message(callers.TextFor(turn)["person.unknown"]);
        }

        return request.Data is JObject data && Verb(data) == CardVerbs.Ask
            ? await equipment.FindOfferAsync(caller, Id(data), cancellationToken) is { } offer
                ? TaskModuleResponse.Continue(caller.Text["ask.title"], CatalogueCards.Ask(caller.Text, offer, caller.Once).ToJObject())
                : TaskModuleResponse.Message(caller.Text["catalogue.gone"])
            : TaskModuleResponse.Message(caller.Text["protocol.bad-card"]);
    }

    protected override async Task<TaskModuleResponse> OnTeamsTaskModuleSubmitAsync(
        TurnContext turn,
        TaskModuleRequest request,
        CancellationToken cancellationToken
    )
    {
        if (await callers.FindAsync(turn, cancellationToken) is not { } caller)
        {
            return TaskModuleResponse.Message(callers.TextFor(turn)["person.unknown"]);
        }

        if (request.Data is not JObject data || Verb(data) != CardVerbs.AskSend)
        {
            return TaskModuleResponse.Message(caller.Text["protocol.bad-card"]);
        }

        var (again, sent, problem) = await equipment.AskAsync(caller, Id(data), new CardInputs(data), cancellationToken);
        if (again is not null)
        {
            return TaskModuleResponse.Continue(caller.Text["ask.title"], again.ToJObject());
        }

        if (sent is null)
        {
            return TaskModuleResponse.Message(problem ?? caller.Text["protocol.failed"]);
        }

        var card = new BotAnswer.Card(
            EquipmentCard.Of(caller.Text, sent, caller.User.ChannelId),
            EquipmentConversation.KeyOf(sent.Id, caller.User.EntraId)
        );
        await SendAsync(turn, card, cancellationToken);
        return TaskModuleResponse.Message(caller.Text["ask.sent"]);
    }

    protected override async Task<MessagingExtensionResponse> OnTeamsMessagingExtensionQueryAsync(
        TurnContext turn,
        MessagingExtensionQuery query,
        CancellationToken cancellationToken
    ) =>
        await callers.FindAsync(turn, cancellationToken) is { } caller
            ? await agents.SearchAsync(caller, query, cancellationToken)
            : MessagingExtensionResponse.Message(await callers.UnknownAsync(turn, cancellationToken));

    protected override async Task<MessagingExtensionResponse> OnTeamsAppBasedLinkQueryAsync(
        TurnContext turn,
        AppBasedLinkQuery query,
        CancellationToken cancellationToken
    ) =>
        await callers.FindAsync(turn, cancellationToken) is { } caller
            ? await agents.UnfurlAsync(caller, query.Url, cancellationToken)
            : MessagingExtensionResponse.Message(await callers.UnknownAsync(turn, cancellationToken));

    private async Task<Caller?> CallerAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var caller = await callers.FindAsync(turn, cancellationToken);
        if (caller is null)
        {
            await turn.SendActivityAsync(callers.TextFor(turn)["person.unknown"], cancellationToken);
        }

        return caller;
    }

    /// <summary>Free text: a rule, else one of the caller's own devices by its name, else the menu.</summary>
    private async Task<BotAnswer> ReadAsync(Caller caller, string text, CancellationToken cancellationToken)
    {
        var said = new JObject { [CatalogueCards.Said] = text };
        if (Intents.Of(text) is { } verb && await ActAsync(caller, verb, said, cancellationToken) is { } answer)
        {
            return answer;
        }

        var named = (await devices.AllAsync(caller, cancellationToken)).FirstOrDefault(d =>
            new[] { d.Device.AssetTag, d.Device.Serial, d.Device.Name }.Any(n =>
                n is { Length: >= 3 } && text.Contains(n, StringComparison.OrdinalIgnoreCase)
            )
        );
        return named is not null ? DeviceCards.One(caller.Text, named) : overview.Menu(caller, caller.Text["menu.not-understood"]);
    }

    /// <returns>Null: no such verb.</returns>
    private async Task<BotAnswer?> ActAsync(Caller caller, string verb, JObject data, CancellationToken cancellationToken)
    {
        if (!_actions.TryGetValue(verb, out var act))
        {
            return null;
        }

        // In a channel everybody sees the answer, so only what belongs there is answered there.
        if (!caller.IsPersonal && !agents.Actions.ContainsKey(verb))
        {
            return caller.Text["menu.here"];
        }

        return await act(caller, Id(data), new CardInputs(data), cancellationToken);
    }

    /// <summary>The answer takes the place of the card that was pressed, so what happens next has to change that one.</summary>
    private static AdaptiveCardInvokeResponse InPlace(TurnContext turn, BotAnswer.Card card)
    {
        if (card.Key is { } key && turn.Activity is { ReplyToId: { } pressed, Conversation.Id: { } conversation })
        {
            turn.RememberPlace(key, conversation, pressed);
        }

        return AdaptiveCardInvokeResponse.Card(card.Content.ToJObject());
    }

    private static Task SendAsync(TurnContext turn, BotAnswer answer, CancellationToken cancellationToken) =>
        answer switch
        {
            BotAnswer.Card card => turn.SendActivityAsync(
                MessageFactory.AdaptiveCard(card.Content.ToJObject(), card.Content.Speak),
                card.Key,
                cancellationToken
            ),
            BotAnswer.Line line => turn.SendActivityAsync(line.Text, cancellationToken),
            _ => throw new InvalidOperationException($"{answer.GetType().Name} is no answer."),
        };

    private static string WelcomeOf(string channelId) => $"welcome/{channelId}";

    private static string Verb(JObject data) => (data[CardVerbs.Member] as JValue)?.Value as string ?? "";

    private static string? Id(JObject data) => (data["id"] as JValue)?.Value as string;
}
