using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Itam.Webhooks.Receiving;
using Microsoft.AspNetCore.Http;

namespace Itam.Webhooks.ServiceNow;

/// <summary>
/// Takes the pushes of our Business Rule or Flow REST step (docs/connect-servicenow.md). ServiceNow has no webhook standard of its own; the signature is
/// HMAC-SHA256 over <c>timestamp + "." + raw body</c>, in Base64 (as the instance's generateMac gives it) or lower-case hex.
/// </summary>
internal sealed class ServiceNowReceiver(ServiceNowSettings settings) : IWebhookReceiver
{
    private const string Algorithm = "sha256=";
    private const int SkewSeconds = 300;
    private const int MaxDeliveryId = 128;

    private readonly InboundSecrets _secrets = settings.Inbound;
    private readonly PushReader _pushes = new(settings);
    private readonly string _timestampHeader = $"{settings.Inbound.HeaderPrefix}Timestamp";
    private readonly string _signatureHeader = $"{settings.Inbound.HeaderPrefix}Signature";
    private readonly string _eventHeader = $"{settings.Inbound.HeaderPrefix}Event-Id";
    private readonly string _secretHeader = $"{settings.Inbound.HeaderPrefix}Secret";

    /// <summary>Home-made rules forget the type or send text; only what cannot hold JSON is refused.</summary>
    public bool AcceptsMediaType(string? contentType) =>
        string.IsNullOrWhiteSpace(contentType)
        || MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.MediaType is { } media
            && (media.EndsWith("json", StringComparison.OrdinalIgnoreCase) || media.Equals("text/plain", StringComparison.OrdinalIgnoreCase));

    /// <summary>What is presented must hold: a wrong signature is not saved by a right secret beside it.</summary>
    public WebhookVerdict Verify(WebhookDelivery delivery)
    {
        var headers = delivery.Headers;
        if (_secrets.Hmac.Count > 0 && headers.ContainsKey(_signatureHeader))
        {
            return BySignature(delivery);
        }

        var proven = headers.ContainsKey(_secretHeader)
            ? SharedSecret.Matches(SharedSecret.Single(headers, _secretHeader), _secrets.Tokens)
            : ByAuthorization(SharedSecret.Single(headers, "Authorization"));
        return proven ? new WebhookVerdict.Accepted(EventId(headers)) : new WebhookVerdict.Refused("no signature, secret or password that fits");
    }

    public WebhookReading Read(ReadOnlyMemory<byte> body, string? contentType) => _pushes.Read(body);

    private WebhookVerdict BySignature(WebhookDelivery delivery)
    {
        var headers = delivery.Headers;
        if (
            SharedSecret.Single(headers, _timestampHeader) is not { Length: <= 12 } timestamp
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        )
        {
            return new WebhookVerdict.Refused("signed, but without one timestamp in Unix seconds");
        }

        if (Mac(SharedSecret.Single(headers, _signatureHeader)) is not { } mac)
        {
            return new WebhookVerdict.Refused("the signature is not one SHA-256 MAC in Base64 or lower-case hex");
        }

        byte[] signed = [.. Encoding.ASCII.GetBytes(timestamp), (byte)'.', .. delivery.Body.Span];
        if (!SharedSecret.IsHmacSha256(mac, signed, _secrets.Hmac))
        {
            return new WebhookVerdict.Refused("the signature does not fit");
        }

        // After the MAC, so that only the instance itself learns that its clock is wrong.
        return Math.Abs(delivery.ReceivedAt.ToUnixTimeSeconds() - seconds) > SkewSeconds
            ? new WebhookVerdict.Refused($"signed more than {SkewSeconds} s away from our clock")
            : new WebhookVerdict.Accepted(EventId(headers) ?? Convert.ToHexStringLower(SHA256.HashData(signed)));
    }

    private bool ByAuthorization(string? authorization)
    {
        if (authorization is null)
        {
            return false;
        }

        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return SharedSecret.Matches(authorization["Bearer ".Length..], _secrets.Tokens);
        }

        if (!authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var encoded = authorization["Basic ".Length..];
        var decoded = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, decoded, out var length)
            && SharedSecret.Matches(Encoding.UTF8.GetString(decoded.AsSpan(0, length)), _secrets.Basic);
    }

    /// <summary>Only the one canonical spelling of a MAC is read, so that no second text verifies for the same message.</summary>
    private static byte[]? Mac(string? header)
    {
        var text = header is not null && header.StartsWith(Algorithm, StringComparison.Ordinal) ? header[Algorithm.Length..] : header;
        if (text is { Length: 2 * SHA256.HashSizeInBytes } && text.All(char.IsAsciiHexDigitLower))
        {
            return Convert.FromHexString(text);
        }

        var mac = new byte[SHA256.HashSizeInBytes];
        return
            text is { Length: 44 }
            && Convert.TryFromBase64String(text, mac, out var length)
            && length == mac.Length
            && Convert.ToBase64String(mac) == text
            ? mac
            : null;
    }

    private string? EventId(IHeaderDictionary headers) =>
        SharedSecret.Single(headers, _eventHeader) is not { } id ? null
        : id.Length <= MaxDeliveryId && id.All(c => c is > ' ' and < (char)127) ? id
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
