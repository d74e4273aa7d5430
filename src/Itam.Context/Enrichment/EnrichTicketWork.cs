using System.Text.Json;
using Itam.Context.Desks;
using Itam.Context.Work;

namespace Itam.Context.Enrichment;

/// <summary>The payload of the work that looks at one ticket and writes its note. Our own format; a webhook or a sweep only says which ticket.</summary>
/// <param name="Since">When the event reached us; null where the work itself was the first we heard of it.</param>
public sealed record EnrichTicketWork(string Connection, string TicketId, DateTimeOffset? Since = null)
{
    public const string Kind = "enrich-ticket";

    /// <summary>Put it on the queue with <see cref="ItamDbWork.EnqueueOnceAsync"/>, so that many changes of one ticket become one enrichment.</summary>
    public static NewWork For(TicketRef ticket, DateTimeOffset? since = null) =>
        new(
            ticket.Tenant,
            Kind,
            ticket.OrderingKey,
            JsonSerializer.SerializeToUtf8Bytes(new EnrichTicketWork(ticket.Connection, ticket.Id, since)),
            Connection: ticket.Connection
        );

    /// <exception cref="JsonException">Not a payload of this kind.</exception>
    public static TicketRef Read(WorkItem item)
    {
        var work = Payload(item);
        return new TicketRef(item.Tenant, work.Connection, work.TicketId);
    }

    /// <summary>When the event reached us that this work answers.</summary>
    /// <exception cref="JsonException">Not a payload of this kind.</exception>
    public static DateTimeOffset SinceOf(WorkItem item) => Payload(item).Since ?? item.CreatedAt;

    private static EnrichTicketWork Payload(WorkItem item) =>
        JsonSerializer.Deserialize<EnrichTicketWork>(item.Payload) ?? throw new JsonException("The payload is null.");
}
