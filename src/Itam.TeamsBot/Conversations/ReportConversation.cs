using Itam.Context.Enrichment;
using Itam.Context.Lifecycle.Reports;
using Itam.TeamsBot.Cards;

namespace Itam.TeamsBot.Conversations;

/// <summary>Report a problem, a loss, a return: which device, what is known already, then the ticket.</summary>
public sealed class ReportConversation(OwnDevices devices, DeviceReports reports) : IConversation
{
    public IReadOnlyDictionary<string, CardAction> Actions =>
        new Dictionary<string, CardAction>(StringComparer.Ordinal)
        {
            [CardVerbs.Problem] = ProblemAsync,
            [CardVerbs.ProblemHelped] = (caller, _, _, _) =>
                Task.FromResult<BotAnswer>(ProblemCards.Raised(caller.Text, null, caller.Text["problem.helped-thanks"], caller.Text["menu.welcome"])),
            [CardVerbs.ProblemRaise] = RaiseAsync,
            [CardVerbs.Loss] = (caller, id, _, token) =>
                AboutAsync(caller, id, "loss.pick", CardVerbs.Loss, d => LossCards.Form(caller.Text, caller.Person, d.Device), token),
            [CardVerbs.LossReport] = LossAsync,
            [CardVerbs.Return] = (caller, id, _, token) =>
                AboutAsync(caller, id, "return.pick", CardVerbs.Return, d => ReturnCards.Form(caller.Text, d.Device), token),
            [CardVerbs.ReturnAsk] = ReturnAsync,
        };

    private async Task<BotAnswer> ProblemAsync(Caller caller, string? id, CardInputs inputs, CancellationToken cancellationToken)
    {
        if (!reports.IsOpenFor(caller.Tenant))
        {
            return caller.Text["problem.no-desk"];
        }

        if (id == ProblemCards.NoDevice)
        {
            return ProblemCards.WithoutDevice(caller.Text);
        }

        var otherwise = CardParts.Button(caller.Text["problem.none-of-these"], CardVerbs.Problem, ProblemCards.NoDevice);
        return await AboutAsync(caller, id, "problem.pick", CardVerbs.Problem, d => ProblemCards.About(caller.Text, d), cancellationToken, otherwise);
    }

    /// <summary>Without a device: which one? Whoever has only one is not asked, unless it may be about something else.</summary>
    private async Task<BotAnswer> AboutAsync(
        Caller caller,
        string? id,
        string question,
        string verb,
        Func<DeviceHealth, AdaptiveCard> card,
        CancellationToken cancellationToken,
        AdaptiveAction? otherwise = null
    )
    {
        if (id is not null)
        {
            return await devices.FindAsync(caller, id, cancellationToken) is { } device
                ? card(device)
                : await devices.GoneAsync(caller, cancellationToken);
        }

        var own = await devices.AllAsync(caller, cancellationToken);
        return own is [var only] && otherwise is null
            ? card(only)
            : DeviceCards.Pick(caller.Text, caller.Text[question], verb, [.. own.Select(d => d.Device)], caller.Assistant.Human, otherwise);
    }

    private async Task<BotAnswer> RaiseAsync(Caller caller, string? id, CardInputs inputs, CancellationToken cancellationToken)
    {
        var (summary, details) = (inputs.Text(ProblemCards.Summary), inputs.Text(ProblemCards.Details));
        var device = id == ProblemCards.NoDevice ? null : await devices.FindAsync(caller, id, cancellationToken);
        if (device is null && id != ProblemCards.NoDevice)
        {
            return await devices.GoneAsync(caller, cancellationToken);
        }

        if (summary is null)
        {
            return device is null
                ? ProblemCards.WithoutDevice(caller.Text, summary, details, missing: true)
                : ProblemCards.About(caller.Text, device, summary, details, missing: true);
        }

        var outcome = await reports.ReportProblemAsync(
            caller.Tenant,
            caller.Person.Id,
            device?.Device.Id,
            summary,
            details,
            caller.Key,
            cancellationToken
        );
        return await AnswerAsync(caller, outcome, "problem.raised", "problem.raised-next", cancellationToken);
    }

    private async Task<BotAnswer> LossAsync(Caller caller, string? id, CardInputs inputs, CancellationToken cancellationToken)
    {
        if (await devices.FindAsync(caller, id, cancellationToken) is not { } device)
        {
            return await devices.GoneAsync(caller, cancellationToken);
        }

        if (inputs.Text(LossCards.How) is not (LossCards.Lost or LossCards.Stolen) || inputs.Text(LossCards.How) is not { } how)
        {
            return LossCards.Form(caller.Text, caller.Person, device.Device);
        }

        var outcome = await reports.ReportLossAsync(
            caller.Tenant,
            caller.Person.Id,
            device.Device.Id,
            how == LossCards.Stolen,
            inputs.Text(LossCards.Where),
            caller.Key,
            cancellationToken
        );
        return await AnswerAsync(caller, outcome, "loss.done", "loss.done-next", cancellationToken);
    }

    private async Task<BotAnswer> ReturnAsync(Caller caller, string? id, CardInputs inputs, CancellationToken cancellationToken)
    {
        if (await devices.FindAsync(caller, id, cancellationToken) is not { } device)
        {
            return await devices.GoneAsync(caller, cancellationToken);
        }

        var outcome = await reports.AskReturnAsync(
            caller.Tenant,
            caller.Person.Id,
            device.Device.Id,
            inputs.Text(ReturnCards.How) == ReturnCards.Courier,
            inputs.Text(ReturnCards.Note),
            caller.Key,
            cancellationToken
        );
        return await AnswerAsync(caller, outcome, "return.done", "return.done-next", cancellationToken);
    }

    private async Task<BotAnswer> AnswerAsync(Caller caller, ReportOutcome outcome, string title, string next, CancellationToken cancellationToken) =>
        outcome switch
        {
            ReportOutcome.Accepted accepted => new BotAnswer.Card(
                ProblemCards.Raised(caller.Text, null, caller.Text[title], caller.Text[next]),
                ReportNotices.KeyOf(accepted.Reference, caller.User.EntraId)
            ),
            ReportOutcome.KnownAlready => caller.Text["loss.known"],
            ReportOutcome.NoDesk => caller.Text["problem.no-desk"],
            _ => await devices.GoneAsync(caller, cancellationToken),
        };
}
