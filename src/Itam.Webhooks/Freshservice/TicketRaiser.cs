using System.Globalization;
using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources.Freshservice;
using Itam.Webhooks.Raising;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Freshservice;

/// <summary>
/// Raises a ticket as the person. Our reference is a tag, by which tickets can be filtered, and the last line of the description: filters trail writes by
/// minutes (api.freshservice.com, Filter Tickets), so the person's own list, which does not, is read first.
/// </summary>
internal sealed class TicketRaiser(FreshserviceClient client, string connection, TenantId tenant, Uri account, TimeProvider time)
{
    private const string Incident = "Incident";
    private const string ServiceRequest = "Service Request";
    private const int Open = 2;
    private const int MaxSubject = 255;

    /// <summary>The API names no limit for a description. Shorter than what we read of one, so that its last line is always seen again.</summary>
    private const int MaxDescription = 30_000;

    /// <summary>Work that waits for somebody to renew a key is tried again for days; older tickets are found by their tag.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(8);
    private const int MaxPages = 3;

    public async Task<RaisedTicket?> FindAsync(TicketDraft draft, CancellationToken cancellationToken)
    {
        var tagged = client.TaggedTicketsAsync(draft.Reference, cancellationToken).Where(t => Carries(t, draft.Reference));
        return await OwnAsync(draft, cancellationToken) ?? await OldestAsync(tagged, cancellationToken);
    }

    private async Task<RaisedTicket?> OwnAsync(TicketDraft draft, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - LookBack;
        var own = client.TicketsAsync(since, Person(draft.Requester), MaxPages, partial: true, cancellationToken);
        try
        {
            return await OldestAsync(own.Where(t => EndsIn(t, draft.Reference)), cancellationToken);
        }
        catch (ConnectionException unknown) when (unknown.Status is 400 or 404)
        {
            // How the list answers for an e-mail that nobody has is not documented; who is not there yet has no tickets.
            return null;
        }
    }

    public async Task<RaisedTicket> CreateAsync(TicketDraft draft, CancellationToken cancellationToken)
    {
        if (draft.Kind == TicketKind.Incident)
        {
            return await CreateAsync(draft, Incident, cancellationToken);
        }

        try
        {
            return await CreateAsync(draft, ServiceRequest, cancellationToken);
        }
        catch (ConnectionException refused) when (refused.Status == 400)
        {
            // Nothing was stored. The documentation has allowed only incidents for long, and accounts differ; if another field is the trouble, this says so again.
            return await CreateAsync(draft, Incident, cancellationToken);
        }
    }

    private async Task<RaisedTicket> CreateAsync(TicketDraft draft, string type, CancellationToken cancellationToken)
    {
        var (field, value) = Person(draft.Requester);
        string[] asides = draft.Kind == TicketKind.ServiceRequest && type == Incident ? ["This is a service request."] : [];
        var body = new JObject
        {
            ["subject"] = DraftWords.Summary(draft, MaxSubject),
            ["description"] = PlainLines.Fit(MaxDescription, room => NoteHtml.Lines(DraftWords.Lines(draft, room, asides)), html => html.Length),
            ["type"] = type,
            ["status"] = Open,
            ["priority"] = (int)draft.Priority + 1,
            ["tags"] = new JArray(draft.Reference),
            [field] = field == "requester_id" ? long.Parse(value, CultureInfo.InvariantCulture) : value,
        };
        JObject ticket;
        try
        {
            ticket = await client.CreateTicketAsync(body, cancellationToken);
        }
        catch (ConnectionException refused) when (refused.Status == 400)
        {
            throw new ConnectionException(
                ConnectionFailure.GiveUp,
                $"{refused.Message} No ticket was raised. A field that the form demands of agents must be optional, or have a default, for tickets that come by the API "
                    + "(Admin, Field Manager, Ticket fields).",
                inner: refused
            )
            {
                Status = 400,
            };
        }

        return Raised(ticket)
            ?? throw new ConnectionException(
                ConnectionFailure.Retry,
                $"{client.Name} did not name the ticket it raised. It is looked for on the next try."
            );
    }

    private async Task<RaisedTicket?> OldestAsync(IAsyncEnumerable<JObject> tickets, CancellationToken cancellationToken)
    {
        JObject? oldest = null;
        await foreach (var ticket in tickets.WithCancellation(cancellationToken))
        {
            if (!ticket.IsTrue("deleted") && !ticket.IsTrue("spam") && (oldest is null || ticket.Id("id") < oldest.Id("id")))
            {
                oldest = ticket;
            }
        }

        return oldest is null ? null : Raised(oldest);
    }

    private RaisedTicket? Raised(JObject ticket) =>
        ticket.Id("id") is { } id
            ? new RaisedTicket(
                new TicketRef(tenant, connection, new TicketNumber("", id).Path),
                TicketNumber.Display(id, ticket["type"].Text()),
                TicketReader.TicketUrl(account, id)
            )
            : null;

    /// <summary>As the filter found it by its tag; where the answer shows tags or words, they must say the same.</summary>
    private static bool Carries(JObject ticket, string reference) =>
        ticket["tags"] is JArray { Count: > 0 } tags ? tags.Any(t => t.Text() == reference) : EndsIn(ticket, reference);

    private static bool EndsIn(JObject ticket, string reference) =>
        Reference.EndsIn(
            ticket["description_text"].Text() is { } words ? HtmlText.Plain(words) : HtmlText.Of(ticket["description"].Text()),
            reference
        );

    /// <summary>The account's own number for the person, else the e-mail, for which Freshservice makes a requester where it has none.</summary>
    private (string Field, string Value) Person(TicketPerson person) =>
        person.Names.FirstOrDefault(n => n.Kind == IdentityKind.Account && n.Scope == connection) is { } known
        && long.TryParse(known.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? ("requester_id", known.Value)
        : person.Email is { } email ? ("email", email)
        : throw new ConnectionException(
            ConnectionFailure.GiveUp,
            $"{client.Name} raises tickets for a requester or an e-mail only, and neither is known of this person. Import the person with an e-mail, then replay this."
        );
}
