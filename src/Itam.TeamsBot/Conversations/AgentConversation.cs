using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Lifecycle.Reports;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.TeamsBot.Cards;
using Itam.TeamsBot.Package;
using Itam.TeamsBot.Protocol;

namespace Itam.TeamsBot.Conversations;

/// <summary>For agents of the service desk: look up any device or person, see a ticket's context, correct a match.</summary>
public sealed class AgentConversation(
    AgentDirectory agents,
    ContextService context,
    DeskDirectory desks,
    Feedback feedback,
    FoundDevices found,
    Database database
) : IConversation
{
    /// <summary>Each is a whole card, and they all travel in one answer.</summary>
    private const int MaxResults = 5;

    public IReadOnlyDictionary<string, CardAction> Actions =>
        new Dictionary<string, CardAction>(StringComparer.Ordinal)
        {
            [CardVerbs.NotThis] = (caller, id, _, token) => CorrectAsync(caller, id, MatchVerdict.NotThis, "agent.not-this-done", token),
            [CardVerbs.ThisOne] = (caller, id, _, token) => CorrectAsync(caller, id, MatchVerdict.ThisOne, "agent.this-one-done", token),
            [CardVerbs.FoundFor] = FoundAsync,
            [CardVerbs.Ticket] = TicketAsync,
        };

    public async Task<MessagingExtensionResponse> SearchAsync(Caller caller, MessagingExtensionQuery query, CancellationToken cancellationToken)
    {
        if (!await agents.IsAgentAsync(caller, cancellationToken))
        {
            return MessagingExtensionResponse.Message(caller.Text["agent.only"]);
        }

        var text = query.IsInitialRun ? "" : query.Parameter(BotCommands.SearchParameter) ?? "";
        if (text.Trim().Length < 2)
        {
            return MessagingExtensionResponse.Message(caller.Text["agent.type"]);
        }

        await using var db = database.Open(caller.Tenant);
        var hits = await new RegisterReader(db).SearchDevicesAsync(text, MaxResults, cancellationToken);
        var found = await context.DescribeDevicesAsync(caller.Tenant, hits, cancellationToken);
        return found.IsEmpty
            ? MessagingExtensionResponse.Message(caller.Text["agent.no-hits"])
            : MessagingExtensionResponse.Results(found.Select(Result));
    }

    public async Task<MessagingExtensionResponse> UnfurlAsync(Caller caller, string? address, CancellationToken cancellationToken)
    {
        if (!await agents.IsAgentAsync(caller, cancellationToken))
        {
            return MessagingExtensionResponse.Message(caller.Text["agent.only"]);
        }

        if (
            !Uri.TryCreate(address, UriKind.Absolute, out var url)
            || Recognise(caller, url) is not { } reference
            || await DescribeAsync(reference, cancellationToken) is not { } described
        )
        {
            return MessagingExtensionResponse.Message(caller.Text["agent.no-ticket"]);
        }

        var card = TicketCard.Of(caller.Text, described).ToJObject();

        // Unfolded links are shown up to this version (learn.microsoft.com, link unfurling); older clients take the buttons' fallback.
        card["version"] = "1.3";
        var preview = Attachment.Thumbnail($"{described.Number} {described.Summary}", $"{described.Worst.Symbol()} {described.Report?.Headline}");
        return MessagingExtensionResponse.Results([Attachment.AdaptiveCard(card) with { Preview = preview }]);
    }

    /// <summary>What an agent says counts as evidence, and the ticket is looked at again.</summary>
    private async Task<BotAnswer> CorrectAsync(Caller caller, string? id, MatchVerdict verdict, string done, CancellationToken cancellationToken)
    {
        if (!await agents.IsAgentAsync(caller, cancellationToken))
        {
            return caller.Text["agent.only"];
        }

        if (TicketCard.Read(id) is not var (connection, ticket, device) || desks.Find(connection) is not { } desk || desk.Tenant != caller.Tenant)
        {
            return caller.Text["agent.no-ticket"];
        }

        await using var db = database.Open(caller.Tenant);
        if (device is not { } meant || (await new RegisterReader(db).GetDevicesAsync([meant], cancellationToken)).Count == 0)
        {
            return caller.Text["agent.no-ticket"];
        }

        var reference = new TicketRef(caller.Tenant, connection, ticket);
        await feedback.RecordAsync(reference, meant, verdict, $"{caller.Person.DisplayName} (Teams)", cancellationToken);
        return caller.Text[done];
    }

    /// <summary>Anybody's device, for agents and security. The cards of those who were told of the loss follow.</summary>
    private async Task<BotAnswer> FoundAsync(Caller caller, string? id, CardInputs inputs, CancellationToken cancellationToken)
    {
        if (!AgentDirectory.IsSecurity(caller) && !await agents.IsAgentAsync(caller, cancellationToken))
        {
            return caller.Text["agent.only"];
        }

        var outcome = Guid.TryParse(id, out var device)
            ? await found.FoundAsync(caller.Tenant, caller.Person.Id, device, anybodys: true, cancellationToken)
            : new FoundOutcome.NotYours();
        return outcome switch
        {
            FoundOutcome.Found => caller.Text["agent.found-done"],
            FoundOutcome.NotLost => caller.Text["agent.found-before"],
            _ => caller.Text["agent.no-device"],
        };
    }

    private async Task<BotAnswer> TicketAsync(Caller caller, string? id, CardInputs inputs, CancellationToken cancellationToken)
    {
        if (!await agents.IsAgentAsync(caller, cancellationToken))
        {
            return caller.Text["agent.only"];
        }

        return
            TicketCard.Read(id) is var (connection, ticket, _)
            && desks.Find(connection)?.Tenant == caller.Tenant
            && await DescribeAsync(new TicketRef(caller.Tenant, connection, ticket), cancellationToken) is { } described
            ? TicketCard.Of(caller.Text, described)
            : caller.Text["agent.no-ticket"];
    }

    private TicketRef? Recognise(Caller caller, Uri url) =>
        desks.All.Where(d => d.Tenant == caller.Tenant).Select(d => d.Recognise(url)).FirstOrDefault(t => t is not null);

    /// <returns>Null: the desk does not know the ticket, or does not answer.</returns>
    private async Task<TicketAnnouncement?> DescribeAsync(TicketRef reference, CancellationToken cancellationToken)
    {
        try
        {
            var desk = desks.Get(reference.Connection);
            var ticket = await desk.ReadTicketAsync(reference, cancellationToken);
            var answer = await context.DescribeAsync(ticket, desk, cancellationToken);
            return TicketAnnouncement.Of(ticket, answer, ReportBuilder.Build(answer));
        }
        catch (ConnectionException)
        {
            return null;
        }
    }

    private static Attachment Result(AssetContext answer)
    {
        var report = ReportBuilder.Build(answer);
        var device = report.Devices[0];
        return Attachment.AdaptiveCard(ContextCard.Of(report).ToJObject()) with
        {
            Preview = Attachment.Thumbnail(
                $"{device.Name} {device.Identifiers.FirstOrDefault()}".Trim(),
                $"{report.Verdict.Symbol()} {report.Headline} · {report.Who?.Name}"
            ),
        };
    }
}
