using System.Security.Cryptography;

namespace Itam.Webhooks.Receiving;

/// <summary>Stands in for a connection that does not exist, so that the time of the answer does not tell which names do.</summary>
internal sealed class UnknownConnection : IWebhookReceiver
{
    private static readonly byte[] NobodysMac = new byte[HMACSHA256.HashSizeInBytes];
    private readonly byte[][] _secrets = [RandomNumberGenerator.GetBytes(32)];

    public bool AcceptsMediaType(string? contentType) => true;

    public WebhookVerdict Verify(WebhookDelivery delivery)
    {
        _ = SharedSecret.IsHmacSha256(NobodysMac, delivery.Body.Span, _secrets);
        return new WebhookVerdict.Refused("unknown connection");
    }

    public WebhookReading Read(ReadOnlyMemory<byte> body, string? contentType) => new WebhookReading.Unreadable("unknown connection");
}
