using Microsoft.AspNetCore.Http;

namespace Itam.Webhooks.Receiving;

/// <summary>The way in for one connection. <see cref="Verify"/> runs while the sender waits, on raw bytes; <see cref="Read"/> runs later, from the queue.</summary>
public interface IWebhookReceiver
{
    /// <summary>False is answered with 415: only where this desk always sends something else.</summary>
    bool AcceptsMediaType(string? contentType);

    /// <summary>Proves the sender over the raw bytes, in constant time, without parsing or I/O.</summary>
    WebhookVerdict Verify(WebhookDelivery delivery);

    /// <summary>Finds out which ticket to look at. Nothing else in the body is trusted.</summary>
    WebhookReading Read(ReadOnlyMemory<byte> body, string? contentType);
}

public sealed record WebhookDelivery(IHeaderDictionary Headers, ReadOnlyMemory<byte> Body, DateTimeOffset ReceivedAt);

public abstract record WebhookVerdict
{
    private WebhookVerdict() { }

    /// <param name="DeliveryId">The sender's identity of this delivery, the same on every retry; null where the sender gives none.</param>
    public sealed record Accepted(string? DeliveryId) : WebhookVerdict;

    /// <param name="Reason">For our log only; the sender just sees 401.</param>
    public sealed record Refused(string Reason) : WebhookVerdict;
}

public abstract record WebhookReading
{
    private WebhookReading() { }

    /// <param name="TicketId">What <see cref="Itam.Context.Desks.TicketRef.Id"/> wants.</param>
    public sealed record TicketChanged(string TicketId) : WebhookReading;

    /// <summary>Nothing to do: an event we do not follow, a deleted ticket, our own write.</summary>
    public sealed record Skipped(string Reason) : WebhookReading;

    /// <summary>Resending cannot help; goes to the dead letters with this reason.</summary>
    public sealed record Unreadable(string Reason) : WebhookReading;
}
