using System.Collections.Concurrent;
using Itam.TeamsBot.Protocol;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Tests.Receiving;

/// <summary>A bot that tells what it was asked.</summary>
internal sealed class TestBot : ActivityHandler
{
    private int _runs;

    public ConcurrentQueue<string> Events { get; } = new();

    /// <summary>How often an invoke ran.</summary>
    public int Runs => Volatile.Read(ref _runs);

    /// <summary>Invokes wait for this; null goes on at once.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>Waits at the gate whatever it is told, as a process that hangs.</summary>
    public bool Hangs { get; set; }

    public static JObject Card(string words) =>
        new()
        {
            ["type"] = "AdaptiveCard",
            ["version"] = "1.5",
            ["fallbackText"] = words,
        };

    protected override async Task OnMessageActivityAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        Events.Enqueue($"message {turn.Activity.Text}");
        await turn.SendActivityAsync($"You said: {turn.Activity.Text}", cancellationToken);
    }

    protected override Task OnCardSubmitAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        Events.Enqueue($"submit {turn.Activity.Value!["choice"]} by {turn.Actor!.EntraId}");
        return Task.CompletedTask;
    }

    protected override Task OnInstallationUpdateAddAsync(TurnContext turn, CancellationToken cancellationToken) => Told("added");

    protected override Task OnInstallationUpdateRemoveAsync(TurnContext turn, CancellationToken cancellationToken) => Told("removed");

    protected override Task OnMembersAddedAsync(IReadOnlyList<ChannelAccount> added, TurnContext turn, CancellationToken cancellationToken) =>
        Told($"added {added[0].Id}");

    protected override Task OnReactionsAddedAsync(IReadOnlyList<MessageReaction> added, TurnContext turn, CancellationToken cancellationToken) =>
        Told($"reaction {added[0].Type}");

    protected override async Task<AdaptiveCardInvokeResponse> OnAdaptiveCardInvokeAsync(
        TurnContext turn,
        AdaptiveCardInvokeValue invoke,
        CancellationToken cancellationToken
    )
    {
        var run = await RunAsync(cancellationToken);
        if (invoke.Verb == "fail")
        {
            await turn.SendActivityAsync("never sent", cancellationToken);
            throw new InvalidOperationException("a secret of ours");
        }

        return invoke.Verb == "say"
            ? AdaptiveCardInvokeResponse.Message($"run {run}")
            : AdaptiveCardInvokeResponse.Card(Card($"{invoke.Verb} by {turn.Actor!.EntraId}, run {run}"));
    }

    protected override async Task<TaskModuleResponse> OnTeamsTaskModuleFetchAsync(
        TurnContext turn,
        TaskModuleRequest request,
        CancellationToken cancellationToken
    )
    {
        await RunAsync(cancellationToken);
        return TaskModuleResponse.Continue("Asset", Card($"theme {request.Context?.Theme}"));
    }

    protected override async Task<TaskModuleResponse> OnTeamsTaskModuleSubmitAsync(
        TurnContext turn,
        TaskModuleRequest request,
        CancellationToken cancellationToken
    )
    {
        await RunAsync(cancellationToken);
        return (string?)request.Data?["say"] switch
        {
            "nothing" => TaskModuleResponse.Close,
            "why" => TaskModuleResponse.Continue("Asset", Card("Please say why")),
            _ => TaskModuleResponse.Message("Saved"),
        };
    }

    protected override async Task<MessagingExtensionResponse> OnTeamsMessagingExtensionQueryAsync(
        TurnContext turn,
        MessagingExtensionQuery query,
        CancellationToken cancellationToken
    )
    {
        await RunAsync(cancellationToken);
        return MessagingExtensionResponse.Results([
            Attachment.AdaptiveCard(Card("LT-42")) with
            {
                Preview = Attachment.Thumbnail("LT-42", $"{query.Parameter("q")} {query.IsInitialRun}"),
            },
        ]);
    }

    protected override Task<MessagingExtensionResponse> OnTeamsAppBasedLinkQueryAsync(
        TurnContext turn,
        AppBasedLinkQuery query,
        CancellationToken cancellationToken
    ) => Task.FromResult(MessagingExtensionResponse.Message($"link {query.Url}"));

    protected override Task<InvokeResponse> OnTeamsMessagingExtensionSubmitActionAsync(
        TurnContext turn,
        MessagingExtensionAction action,
        CancellationToken cancellationToken
    ) => Task.FromResult(TaskModuleResponse.Message($"did {action.CommandId}").ToInvokeResponse());

    protected override Task<SearchInvokeResponse> OnSearchInvokeAsync(
        TurnContext turn,
        SearchInvokeValue search,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            new SearchInvokeResponse([.. Enumerable.Range(0, 20).Select(i => new SearchResult($"{search.Dataset} {search.QueryText} {i}", $"{i}"))])
        );

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var run = Interlocked.Increment(ref _runs);
        if (Gate is { } gate)
        {
            await gate.Task.WaitAsync(Hangs ? CancellationToken.None : cancellationToken);
        }

        return run;
    }

    private Task Told(string what)
    {
        Events.Enqueue(what);
        return Task.CompletedTask;
    }
}
