using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Work;

namespace Itam.Webhooks.Receiving;

/// <summary>Reads a stored webhook and turns it into "look at this ticket". The meta is its content type.</summary>
internal sealed class ReceiveWebhookHandler(ConnectionRegistry connections, TimeProvider time) : IWorkHandler
{
    public const string KindName = "webhook";

    public string Kind => KindName;

    /// <summary>Without an ordering key: reading has no effect of its own, and the ticket's order begins with the enrichment.</summary>
    public static NewWork WorkOf(DeskConnection connection, string? contentType, ReadOnlyMemory<byte> body, string? deliveryId) =>
        new(connection.Tenant, KindName, "", body, contentType, DeliveryKey.Of(connection.Name, deliveryId), Connection: connection.Name);

    public Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (item.Connection is not { } name || connections.Find(name) is not { } connection || connection.Tenant != item.Tenant)
        {
            return Task.FromResult<WorkOutcome>(
                new WorkOutcome.Dead($"The connection '{item.Connection}' is no longer configured. Configure it again and replay, or discard this.")
            );
        }

        return Task.FromResult<WorkOutcome>(
            connection.Receiver.Read(item.Payload, item.Meta) switch
            {
                WebhookReading.TicketChanged changed => Enrich(new TicketRef(item.Tenant, connection.Name, changed.TicketId), item.CreatedAt),
                WebhookReading.Skipped => WorkOutcome.Finished,
                WebhookReading.Unreadable unreadable => new WorkOutcome.Dead(
                    $"The webhook of '{connection.Name}' cannot be read: {unreadable.Reason}"
                ),
                _ => throw new InvalidOperationException("The receiver gave no reading."),
            }
        );
    }

    private WorkOutcome.Done Enrich(TicketRef ticket, DateTimeOffset since) =>
        new((db, token) => db.EnqueueOnceAsync(EnrichTicketWork.For(ticket, since), time.GetUtcNow(), token));
}
