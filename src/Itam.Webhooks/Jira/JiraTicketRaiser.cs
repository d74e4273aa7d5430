using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Sources.Jira;
using Itam.Webhooks.Raising;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Jira;

/// <summary>
/// Raises a request on behalf of the person. Our reference is the last line of the description: labels and properties cannot be given with a request, and what is
/// added afterwards would not be there after a crash in between.
/// </summary>
internal sealed partial class JiraTicketRaiser(
    JiraClient client,
    JiraSettings settings,
    JiraPeople people,
    JiraTicketReader reader,
    JiraUnanswered unanswered,
    TenantId tenant,
    ILogger log
)
{
    private const int MaxSummary = 255;

    /// <summary>A text field holds 32,767; shorter than what we read of one, so that the last line is always seen again.</summary>
    private const int MaxDescription = 30_000;

    public async Task<RaisedTicket?> FindAsync(TicketDraft draft, CancellationToken cancellationToken)
    {
        RequestType(draft.Kind);
        var projects = JiraQuery.List(settings.Projects.Order(StringComparer.Ordinal));
        var jql = $"project in ({projects}) AND description ~ {JiraQuery.Phrase(Reference.Line(draft.Reference))} ORDER BY created ASC";
        await foreach (var issue in client.SearchAsync(jql, ["description"], 20, cancellationToken))
        {
            // The oldest: a clone carries the same last line.
            if (
                Reference.EndsIn(JiraText.Plain((issue["fields"] as JObject)?["description"]), draft.Reference)
                && Raised(issue, "id", "key") is { } raised
            )
            {
                return raised;
            }
        }

        return unanswered.Wait(draft.Reference) is { } wait
            ? throw new ConnectionException(
                ConnectionFailure.Retry,
                $"{client.Name} did not answer when a request was raised, and its search does not show the request yet. It is looked for again in {wait.TotalSeconds:0} s.",
                wait
            )
            : null;
    }

    public async Task<RaisedTicket> CreateAsync(TicketDraft draft, CancellationToken cancellationToken)
    {
        var (raising, type) = RequestType(draft.Kind);
        var form = await JiraRequestForm.ReadAsync(client, settings, raising, type, cancellationToken);
        if (!form.HasDescription)
        {
            throw new ConnectionException(
                ConnectionFailure.GiveUp,
                $"{client.Name}: the request type {type} ({JiraRaisingSettings.RequestTypeSetting(draft.Kind)}) has no field Description, where the words and our reference would "
                    + "stand. Add it to the request form, or choose another request type."
            );
        }

        var account = form.CanRaiseOnBehalfOf ? await AccountAsync(draft.Requester, cancellationToken) : null;
        try
        {
            return await RaiseAsync(Request(draft, raising, type, form, account), draft.Reference, cancellationToken);
        }
        catch (ConnectionException refused) when (refused.Status == 400 && account is not null)
        {
            // Nothing was raised. The person may be no customer of this desk; if something else is the trouble, this says so again.
            LogNotOnBehalf(settings.Client.Connection, refused.Message);
            return await RaiseAsync(Request(draft, raising, type, form, null), draft.Reference, cancellationToken);
        }
    }

    private JObject Request(TicketDraft draft, JiraRaisingSettings raising, string type, JiraRequestForm form, string? account)
    {
        var priority = form.PriorityId(raising, draft.Priority);
        string[] asides =
        [
            .. account is null ? [DraftWords.RequestedBy(draft.Requester)] : Array.Empty<string>(),
            .. priority is null && draft.Priority != TicketPriority.Normal
                ? [$"Priority {raising.Priorities[draft.Priority]}"]
                : Array.Empty<string>(),
        ];
        var values = new JObject
        {
            ["summary"] = DraftWords.Summary(draft, MaxSummary),
            ["description"] = PlainBody.For(client.Deployment, room => DraftWords.Lines(draft, room, asides), draft.Reference, MaxDescription),
        };
        if (priority is not null)
        {
            values["priority"] = new JObject { ["id"] = priority };
        }

        var request = new JObject
        {
            ["serviceDeskId"] = raising.ServiceDesk,
            ["requestTypeId"] = type,
            ["requestFieldValues"] = values,
        };
        if (client.Deployment == JiraDeployment.Cloud)
        {
            request["isAdfRequest"] = true;
        }

        if (account is not null)
        {
            request["raiseOnBehalfOf"] = account;
        }

        return request;
    }

    private async Task<RaisedTicket> RaiseAsync(JObject request, string reference, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await client.RaiseRequestAsync(request, cancellationToken);
            return Raised(answer, "issueId", "issueKey")
                ?? throw new ConnectionException(
                    ConnectionFailure.Retry,
                    $"{client.Name} did not name the request it raised. It is looked for on the next try."
                );
        }
        catch (ConnectionException lost) when (lost is { Failure: ConnectionFailure.Retry, Status: null or 408 or >= 500 })
        {
            unanswered.Remember(reference);
            throw new ConnectionException(
                ConnectionFailure.Retry,
                $"{lost.Message} The request may have been raised all the same; it is looked for before it is raised again.",
                lost.RetryAfter > JiraUnanswered.SearchCatchesUp ? lost.RetryAfter : JiraUnanswered.SearchCatchesUp,
                lost
            )
            {
                Status = lost.Status,
            };
        }
        catch (ConnectionException refused) when (refused.Status == 400)
        {
            throw new ConnectionException(
                ConnectionFailure.GiveUp,
                $"{refused.Message} No request was raised. We fill summary, description and priority: make other fields of the request form optional, give them a preset, or "
                    + "choose another request type in the setting RequestTypes.",
                inner: refused
            )
            {
                Status = 400,
            };
        }
    }

    private RaisedTicket? Raised(JObject answer, string id, string key) =>
        answer[id].Text() is { } issue && answer[key].Text() is { } number
            ? new RaisedTicket(new TicketRef(tenant, settings.Client.Connection, issue), number, reader.UrlOf(number))
            : null;

    /// <summary>The account that the person is known by, else the one that shows exactly this e-mail.</summary>
    private async Task<string?> AccountAsync(TicketPerson person, CancellationToken cancellationToken)
    {
        if (people.ReporterName(person) is { } known)
        {
            return known;
        }

        if (client.Deployment == JiraDeployment.DataCenter || person.Email is not { } email)
        {
            return null;
        }

        try
        {
            var found = await client.UsersLikeAsync(email, cancellationToken);
            var same = found.Where(u => string.Equals(u["emailAddress"].Text(), email, StringComparison.OrdinalIgnoreCase)).ToList();
            return same is [var only] ? only["accountId"].Text() : null;
        }
        catch (ConnectionException hidden) when (hidden.Failure != ConnectionFailure.Retry)
        {
            // Without the right to browse users, the description names the person.
            return null;
        }
    }

    private (JiraRaisingSettings Raising, string Type) RequestType(TicketKind kind)
    {
        if (settings.Raising is not { } raising)
        {
            throw Missing(JiraRaisingSettings.ServiceDeskSetting, "1 (the number in the portal's address), and RequestTypes:Incident = 12");
        }

        return raising.RequestTypes.TryGetValue(kind, out var type)
            ? (raising, type)
            : throw Missing(JiraRaisingSettings.RequestTypeSetting(kind), "12 (the number at the end of the request form's address)");
    }

    private ConnectionException Missing(string setting, string example) =>
        new(
            ConnectionFailure.GiveUp,
            $"{client.Name} is not set up to raise this kind of request. Add the setting Connections:{settings.Client.Connection}:{setting}. Example: {example}"
        );

    [LoggerMessage(
        LogLevel.Warning,
        "Jira connection '{Connection}' did not take a request on behalf of the person; it is raised in our name and names them. {Reason}"
    )]
    private partial void LogNotOnBehalf(string connection, string reason);
}
