using System.Text.Json;
using Itam.Context.Desks;
using Itam.Context.Work;

namespace Itam.Context.Enrichment;

/// <summary>Work: look at this ticket again.</summary>
public sealed record EnrichTicketWork(string Connection, string TicketId)
{
    public const string Kind = "enrich-ticket";

    public static NewWork For(TicketRef ticket) =>
        new(ticket.Tenant, Kind, ticket.OrderingKey, JsonSerializer.SerializeToUtf8Bytes(new EnrichTicketWork(ticket.Connection, ticket.Id)));

    public static TicketRef Ticket(WorkItem item)
    {
        var work = JsonSerializer.Deserialize<EnrichTicketWork>(item.Payload) ?? throw new JsonException("The payload is null.");
        return new TicketRef(item.Tenant, work.Connection, work.TicketId);
    }
}
