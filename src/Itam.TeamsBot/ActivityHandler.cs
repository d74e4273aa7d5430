using Itam.TeamsBot.Protocol;

namespace Itam.TeamsBot;

/// <summary>
/// What a bot does. Override what is needed (the SDK's names); what is not overridden is ignored, or answered with 501 where an answer is due.
/// Handlers are shared by all turns: keep nothing in fields.
/// </summary>
public class ActivityHandler
{
    /// <summary>Messages and events, from the queue: at least once, in any order between conversations, one at a time within one.</summary>
    public virtual Task OnTurnAsync(TurnContext turn, CancellationToken cancellationToken) =>
        turn.Activity.Type switch
        {
            ActivityTypes.Message when turn.Activity is { Value: not null, Text: null or "" } => OnCardSubmitAsync(turn, cancellationToken),
            ActivityTypes.Message => OnMessageActivityAsync(turn, cancellationToken),
            ActivityTypes.ConversationUpdate => OnConversationUpdateActivityAsync(turn, cancellationToken),
            ActivityTypes.InstallationUpdate when turn.Activity.Action is "add" => OnInstallationUpdateAddAsync(turn, cancellationToken),
            ActivityTypes.InstallationUpdate when turn.Activity.Action is "remove" => OnInstallationUpdateRemoveAsync(turn, cancellationToken),
            ActivityTypes.MessageReaction => OnMessageReactionActivityAsync(turn, cancellationToken),
            _ => OnUnrecognizedActivityTypeAsync(turn, cancellationToken),
        };

    /// <summary>Somebody wrote to us.</summary>
    protected virtual Task OnMessageActivityAsync(TurnContext turn, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A card's Action.Submit (older clients). <see cref="TurnContext.Actor"/> is known.</summary>
    protected virtual Task OnCardSubmitAsync(TurnContext turn, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Dispatches members and team events.</summary>
    protected virtual Task OnConversationUpdateActivityAsync(TurnContext turn, CancellationToken cancellationToken) =>
        turn.Activity switch
        {
            { MembersAdded: { Count: > 0 } added } => OnMembersAddedAsync(added, turn, cancellationToken),
            { MembersRemoved: { Count: > 0 } removed } => OnMembersRemovedAsync(removed, turn, cancellationToken),
            _ => Task.CompletedTask,
        };

    protected virtual Task OnMembersAddedAsync(IReadOnlyList<ChannelAccount> added, TurnContext turn, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    protected virtual Task OnMembersRemovedAsync(IReadOnlyList<ChannelAccount> removed, TurnContext turn, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>Welcome people here and nowhere else, under a key: a conversationUpdate arrives in parallel, and this can come twice. An update of the app is none.</summary>
    protected virtual Task OnInstallationUpdateAddAsync(TurnContext turn, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Nothing can be sent there any more.</summary>
    protected virtual Task OnInstallationUpdateRemoveAsync(TurnContext turn, CancellationToken cancellationToken) => Task.CompletedTask;

    protected virtual Task OnMessageReactionActivityAsync(TurnContext turn, CancellationToken cancellationToken) =>
        turn.Activity switch
        {
            { ReactionsAdded: { Count: > 0 } added } => OnReactionsAddedAsync(added, turn, cancellationToken),
            { ReactionsRemoved: { Count: > 0 } removed } => OnReactionsRemovedAsync(removed, turn, cancellationToken),
            _ => Task.CompletedTask,
        };

    protected virtual Task OnReactionsAddedAsync(IReadOnlyList<MessageReaction> added, TurnContext turn, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    protected virtual Task OnReactionsRemovedAsync(IReadOnlyList<MessageReaction> removed, TurnContext turn, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>Edited and deleted messages, typing, updates of the app, and what Microsoft invents next.</summary>
    protected virtual Task OnUnrecognizedActivityTypeAsync(TurnContext turn, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Invokes: somebody waits. What takes longer than the budget is answered with "working on it" and its result is put into the conversation later.
    /// Runs once per request; only a process that dies in the middle makes it run again.
    /// </summary>
    public virtual async Task<InvokeResponse> OnInvokeActivityAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var value = turn.Activity.Value;
        return turn.Activity.Name switch
        {
            InvokeNames.AdaptiveCardAction => (await OnAdaptiveCardInvokeAsync(turn, CardValue(value), cancellationToken)).ToInvokeResponse(),
            InvokeNames.TaskFetch => (await OnTeamsTaskModuleFetchAsync(turn, To<TaskModuleRequest>(value), cancellationToken)).ToInvokeResponse(),
            InvokeNames.TaskSubmit => (await OnTeamsTaskModuleSubmitAsync(turn, To<TaskModuleRequest>(value), cancellationToken)).ToInvokeResponse(),
            InvokeNames.Query => (
                await OnTeamsMessagingExtensionQueryAsync(turn, To<MessagingExtensionQuery>(value), cancellationToken)
            ).ToInvokeResponse(),
            InvokeNames.QueryLink => (await OnTeamsAppBasedLinkQueryAsync(turn, To<AppBasedLinkQuery>(value), cancellationToken)).ToInvokeResponse(),
            InvokeNames.SubmitAction => await OnTeamsMessagingExtensionSubmitActionAsync(
                turn,
                To<MessagingExtensionAction>(value),
                cancellationToken
            ),
            InvokeNames.Search => (await OnSearchInvokeAsync(turn, To<SearchInvokeValue>(value), cancellationToken)).ToInvokeResponse(),
            _ => throw new InvokeResponseException(501),
        };
    }

    /// <summary>A card's Action.Execute. <see cref="TurnContext.Actor"/> is known when it is manual. Reload the state and check the actor: the data proves nothing.</summary>
    protected virtual Task<AdaptiveCardInvokeResponse> OnAdaptiveCardInvokeAsync(
        TurnContext turn,
        AdaptiveCardInvokeValue invoke,
        CancellationToken cancellationToken
    ) => throw new InvokeResponseException(501);

    protected virtual Task<TaskModuleResponse> OnTeamsTaskModuleFetchAsync(
        TurnContext turn,
        TaskModuleRequest request,
        CancellationToken cancellationToken
    ) => throw new InvokeResponseException(501);

    /// <summary><see cref="TurnContext.Actor"/> is known.</summary>
    protected virtual Task<TaskModuleResponse> OnTeamsTaskModuleSubmitAsync(
        TurnContext turn,
        TaskModuleRequest request,
        CancellationToken cancellationToken
    ) => throw new InvokeResponseException(501);

    protected virtual Task<MessagingExtensionResponse> OnTeamsMessagingExtensionQueryAsync(
        TurnContext turn,
        MessagingExtensionQuery query,
        CancellationToken cancellationToken
    ) => throw new InvokeResponseException(501);

    /// <summary>Answers with a composeExtension, another dialog (<see cref="TaskModuleResponse"/>) or nothing. <see cref="TurnContext.Actor"/> is known.</summary>
    protected virtual Task<InvokeResponse> OnTeamsMessagingExtensionSubmitActionAsync(
        TurnContext turn,
        MessagingExtensionAction action,
        CancellationToken cancellationToken
    ) => throw new InvokeResponseException(501);

    /// <summary>A link of ours was pasted (link unfurling).</summary>
    protected virtual Task<MessagingExtensionResponse> OnTeamsAppBasedLinkQueryAsync(
        TurnContext turn,
        AppBasedLinkQuery query,
        CancellationToken cancellationToken
    ) => throw new InvokeResponseException(501);

    /// <summary>Type-ahead of a card's input.</summary>
    protected virtual Task<SearchInvokeResponse> OnSearchInvokeAsync(
        TurnContext turn,
        SearchInvokeValue search,
        CancellationToken cancellationToken
    ) => throw new InvokeResponseException(501);

    private static AdaptiveCardInvokeValue CardValue(Newtonsoft.Json.Linq.JToken? value) =>
        AdaptiveCardInvokeValue.Read(value, out _) ?? throw new InvokeResponseException(400);

    private static T To<T>(Newtonsoft.Json.Linq.JToken? value)
    {
        try
        {
            return value is null ? throw new InvokeResponseException(400) : ActivityJson.To<T>(value);
        }
        catch (Newtonsoft.Json.JsonException)
        {
            throw new InvokeResponseException(400);
        }
    }
}

/// <summary>Values of <see cref="Activity.Name"/> of an invoke that have a handler.</summary>
public static class InvokeNames
{
    public const string AdaptiveCardAction = "adaptiveCard/action";
    public const string TaskFetch = "task/fetch";
    public const string TaskSubmit = "task/submit";
    public const string Query = "composeExtension/query";
    public const string QueryLink = "composeExtension/queryLink";
    public const string SubmitAction = "composeExtension/submitAction";
    public const string Search = "application/search";
}
