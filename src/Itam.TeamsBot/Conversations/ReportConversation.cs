using Itam.Context.Enrichment;
using Itam.Context.Lifecycle.Reports;
using Itam.TeamsBot.Cards;

namespace Itam.TeamsBot.Conversations;

/// <summary>Report a problem, a loss, a return: which device, what is known already, then the ticket.</summary>
public sealed class ReportConversation(OwnDevices devices, DeviceReports reports, FoundDevices found, SecurityPeople security) : IConversation
{
    public IReadOnlyDictionary<string, CardAction> Actions =>
        new Dictionary<string, CardAction>(StringComparer.Ordinal)
        {
            [CardVerbs.Problem] = ProblemAsync,
            [CardVerbs.ProblemHelped] = (caller, _, _, _) =>
                Task.FromResult<BotAnswer>(ProblemCards.Raised(caller.Text, null, caller.Text["problem.helped-thanks"], caller.Text["menu.welcome"])),
            [CardVerbs.ProblemRaise] = RaiseAsync,
            [CardVerbs.Loss] = LossFormAsync,
            [CardVerbs.LossReport] = LossAsync,
            [CardVerbs.Found] = FoundAsync,
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
            caller.Press,
            cancellationToken
        );
        return await AnswerAsync(caller, outcome, cancellationToken);
    }

    private async Task<BotAnswer> LossAsync(Caller caller, string? id, CardInputs inputs, CancellationToken cancellationToken)
    {
        if (await devices.FindAsync(caller, id, cancellationToken) is not { } device)
        {
            return await devices.GoneAsync(caller, cancellationToken);
        }

        if (inputs.Text(LossCards.How) is not (LossCards.Lost or LossCards.Stolen) || inputs.Text(LossCards.How) is not { } how)
        {
            return await LossFormAsync(caller, id, inputs, cancellationToken);
        }

        var outcome = await reports.ReportLossAsync(
            caller.Tenant,
            caller.Person.Id,
            device.Device.Id,
            how == LossCards.Stolen,
            inputs.Text(LossCards.Where),
            caller.Press,
            cancellationToken
        );
        return outcome is ReportOutcome.KnownAlready
            ? await DeviceAsync(caller, device.Device.Id, caller.Text["loss.known"], cancellationToken)
            : await AnswerAsync(caller, outcome, cancellationToken);
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
            caller.Press,
            cancellationToken
        );
        return await AnswerAsync(caller, outcome, cancellationToken);
    }

    /// <summary>A device that is there again, or that was reported by mistake. Without a device: which one?</summary>
    private async Task<BotAnswer> FoundAsync(Caller caller, string? id, CardInputs inputs, CancellationToken cancellationToken)
    {
        if (id is null)
        {
            var missing = (await devices.AllAsync(caller, cancellationToken)).Select(d => d.Device).Where(LostDevice.IsReported).ToList();
            return missing.Count == 0
                ? caller.Text["found.none"]
                : DeviceCards.Pick(caller.Text, caller.Text["found.pick"], CardVerbs.Found, missing, caller.Assistant.Human);
        }

        if (!Guid.TryParse(id, out var device))
        {
            return await devices.GoneAsync(caller, cancellationToken);
        }

        return await found.FoundAsync(caller.Tenant, caller.Person.Id, device, anybodys: false, cancellationToken) switch
        {
            FoundOutcome.Found { Report: { } report } => await CardAsync(caller, report, cancellationToken),
            FoundOutcome.NotYours => await devices.GoneAsync(caller, cancellationToken),
            _ => await DeviceAsync(caller, device, null, cancellationToken),
        };
    }

    private async Task<BotAnswer> LossFormAsync(Caller caller, string? id, CardInputs inputs, CancellationToken cancellationToken)
    {
        var isSecurityTold = await security.CanBeToldAsync(caller.Assistant, cancellationToken);
        return await AboutAsync(
            caller,
            id,
            "loss.pick",
            CardVerbs.Loss,
            d => LossCards.Form(caller.Text, caller.Person, d.Device, isSecurityTold, caller.Once),
            cancellationToken
        );
    }

    private async Task<BotAnswer> AnswerAsync(Caller caller, ReportOutcome outcome, CancellationToken cancellationToken) =>
        outcome switch
        {
            ReportOutcome.Accepted accepted => await CardAsync(caller, accepted.Report, cancellationToken),
            ReportOutcome.NoDesk => caller.Text["problem.no-desk"],
            _ => await devices.GoneAsync(caller, cancellationToken),
        };

    private async Task<BotAnswer> CardAsync(Caller caller, DeviceReport report, CancellationToken cancellationToken) =>
        new BotAnswer.Card(
            ReportCards.Of(caller.Text, report, report.IsLoss && await security.CanBeToldAsync(caller.Assistant, cancellationToken)),
            ReportNotices.KeyOf(report.Reference, caller.User.EntraId)
        );

    /// <summary>The device as it is now.</summary>
    private async Task<BotAnswer> DeviceAsync(Caller caller, Guid device, string? said, CancellationToken cancellationToken) =>
        await devices.FindAsync(caller, device.ToString("N"), cancellationToken) is { } now
            ? DeviceCards.One(caller.Text, now, said)
            : await devices.GoneAsync(caller, cancellationToken);
}
