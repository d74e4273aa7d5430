using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Sources.ServiceNow;
using Itam.Webhooks.Raising;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.ServiceNow;

/// <summary>
/// Raises a record for a person: an incident, or what the setting ServiceRequestTable names. Our reference is its <c>correlation_id</c>, the field of task that is
/// made for the name of a record in another system; the Table API reads the database itself, so what was written is found at once.
/// </summary>
internal sealed class TicketRaiser(
    ServiceNowSettings settings,
    ServiceNowClient client,
    PeopleFinder people,
    CommentWriter comments,
    TimeProvider time
)
{
    /// <summary>Lengths of short_description and description of task.</summary>
    private const int MaxSummary = 160;
    private const int MaxDescription = 4_000;
    private const int MaxFound = 5;

    /// <summary>Leaves room in a comment's reference for what tells it from the ticket's.</summary>
    private const int MaxReference = 57;
    private const string Correlation = "correlation_id";
    private const string Description = "description";

    /// <summary>Longer than work that lacks a right is tried again.</summary>
    private static readonly TimeSpan Tried = TimeSpan.FromDays(14);

    public async Task<RaisedTicket?> FindAsync(TicketDraft draft, CancellationToken cancellationToken)
    {
        var table = TableOf(draft.Kind);
        var reference = QueryValue.Constant(draft.Reference);
        if (await FirstAsync(table, EncodedQuery.Where(QueryTerm.Is(Correlation, reference)), cancellationToken) is { } known)
        {
            return Raised(table, known);
        }

        // An instance that dropped the reference on the first try still has it in the words.
        var recent = QueryTerm.AtLeast("sys_created_on", QueryValue.Of(time.GetUtcNow() - Tried));
        var named = EncodedQuery.Where(recent).And(QueryTerm.Contains(Description, reference));
        var lost = await FirstAsync(table, named, cancellationToken, r => Reference.EndsIn(r.Value(Description) ?? "", draft.Reference));
        if (lost?.Id() is not { } id)
        {
            return null;
        }

        var values = new JObject { [Correlation] = draft.Reference };
        return Kept(table, draft, await client.UpdateAsync(table.Name, id, values, Answer(table), cancellationToken));
    }

    public async Task<RaisedTicket> CreateAsync(TicketDraft draft, CancellationToken cancellationToken)
    {
        var table = TableOf(draft.Kind);
        var person = await people.FindAsync(draft.Requester, cancellationToken);
        string[] unplaced = person is null ? [DraftWords.RequestedBy(draft.Requester)] : [];
        var lines = DraftWords.Lines(draft, MaxDescription, unplaced);
        var values = new JObject
        {
            ["short_description"] = JournalNote.WithoutBrackets(DraftWords.Summary(draft, MaxSummary)),
            [Description] = string.Join('\n', lines.Select(JournalNote.WithoutBrackets)),
            [Correlation] = draft.Reference,
            ["correlation_display"] = "ITAM",
        };
        if (person is { } known)
        {
            values[table.PersonField] = known.Value;
        }

        // The instance computes the priority from these two; a normal one is left to its own rules.
        if (ImpactAndUrgency(draft.Priority) is { } weight)
        {
            (values["impact"], values["urgency"]) = (weight.Impact, weight.Urgency);
        }

        try
        {
            var record = await client.CreateAsync(table.Name, values, Answer(table), cancellationToken);
            var raised = Kept(table, draft, record);
            if (person is { } wanted && record.Id(table.PersonField) != wanted)
            {
                await NameAsync(draft, table.Name, record, cancellationToken);
            }

            return raised;
        }
        catch (ConnectionException refused) when (refused.Status is 400 or 403)
        {
            throw new ConnectionException(
                refused.Status == 400 ? ConnectionFailure.GiveUp : ConnectionFailure.Reconnect,
                $"{refused.Message} No ticket was raised in {table.Name}: the account needs the right to create there, and no data policy may demand a field that we do not fill.",
                inner: refused
            )
            {
                Status = refused.Status,
            };
        }
    }

    private static string[] Answer(TicketTable table) => ["sys_id", "number", Correlation, table.PersonField];

    private async Task<ServiceNowRecord?> FirstAsync(
        TicketTable table,
        EncodedQuery query,
        CancellationToken cancellationToken,
        Func<ServiceNowRecord, bool>? isOurs = null
    )
    {
        var rows = await client.QueryAsync(table.Name, query.OrderBy("sys_created_on"), ["sys_id", "number"], MaxFound, cancellationToken);
        if (rows.Records.IsEmpty && (rows.Returned > 0 || rows.Hidden))
        {
            // To raise now could raise a second time.
            throw new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{client.Name} does not show {string.Join(" and ", query.Fields)} of {table.Name}, so that we cannot see whether the ticket is already there and raise none. "
                    + "Give the account read access to that, then run 'itam doctor'."
            );
        }

        return rows.Records.FirstOrDefault(isOurs ?? (_ => true));
    }

    /// <summary>The API answers 200 to fields that the account may not write, and drops them.</summary>
    /// <exception cref="ConnectionException">Our reference is not in the record, which is there all the same; the next try finds it by its words and raises no other.</exception>
    private RaisedTicket Kept(TicketTable table, TicketDraft draft, ServiceNowRecord record) =>
        record.Value(Correlation) == draft.Reference
            ? Raised(table, record)
            : throw new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{client.Name} raised {record.Value("number") ?? "the ticket"} but did not keep our reference in {Correlation}, by which we find it again. Give the account "
                    + $"read and write access to {Correlation} of {table.Name}; then we go on with this ticket and raise no other."
            );

    /// <summary>The ticket stands in somebody else's name, or in nobody's.</summary>
    private Task NameAsync(TicketDraft draft, string table, ServiceNowRecord record, CancellationToken cancellationToken) =>
        comments.WriteAsync(
            new TicketId(table, record.Id()!.Value),
            new TicketComment($"{draft.Reference[..Math.Min(draft.Reference.Length, MaxReference)]}-by", DraftWords.RequestedBy(draft.Requester)),
            cancellationToken
        );

    private RaisedTicket Raised(TicketTable table, ServiceNowRecord record)
    {
        var id = new TicketId(
            table.Name,
            record.Id()
                ?? throw new ConnectionException(
                    ConnectionFailure.Retry,
                    $"{client.Name} did not name the ticket it raised. It is looked for on the next try."
                )
        );
        return new RaisedTicket(
            new TicketRef(settings.Tenant, client.Connection, id.ToString()),
            record.Value("number") ?? id.ToString(),
            TicketAddress.Of(settings.Access.BaseUrl, id)
        );
    }

    private TicketTable TableOf(TicketKind kind)
    {
        // An incident unless set: every instance has that table and people look at it, while a bare requested item has no catalog item that would route it.
        var name = kind == TicketKind.ServiceRequest ? settings.ServiceRequestTable ?? TicketTable.Incident : TicketTable.Incident;
        return settings.Table(name)
            ?? throw new ConnectionException(
                ConnectionFailure.GiveUp,
                $"{client.Name} is not set up for the table {name}, so no ticket is raised there. Add it to the setting Tables. Example: incident,sc_req_item"
            );
    }

    /// <summary>As in the priority matrix that instances come with: 1 and 1 is Critical, 2 and 1 High, 3 and 3 the least.</summary>
    private static (string Impact, string Urgency)? ImpactAndUrgency(TicketPriority priority) =>
        priority switch
        {
            TicketPriority.Critical => ("1", "1"),
            TicketPriority.High => ("2", "1"),
            TicketPriority.Low => ("3", "3"),
            _ => null,
        };
}
