using Microsoft.AspNetCore.Http;

namespace Itam.Webhooks.Receiving;

/// <summary>Every way a webhook request can end.</summary>
internal enum Receipt
{
    Accepted,
    Duplicate,
    UnknownConnection,
    NotPosted,
    WrongMediaType,
    Compressed,
    TooLarge,
    NotProven,
    QueueFull,
    QueueUnavailable,
}

/// <param name="Status">The HTTP status (RFC 9110).</param>
/// <param name="Word">The <c>status</c> of our JSON answer.</param>
internal sealed record Answer(int Status, string Word, string? Help = null);

/// <summary>
/// The one table of answers. Some senders give up for good on 4xx other than 408, 409, 425 and 429, so whatever resending can heal is a 429 or 503 and
/// whatever it cannot heal is taken in (202) and becomes a dead letter later. A stale timestamp and a bad signature look the same to the sender.
/// </summary>
internal static class RefusalStatus
{
    public const string RetryAfterSeconds = "5";

    public static Answer Of(Receipt receipt) =>
        receipt switch
        {
            Receipt.Accepted => new(StatusCodes.Status202Accepted, "accepted"),
            Receipt.Duplicate => new(StatusCodes.Status202Accepted, "duplicate"),
            Receipt.UnknownConnection => new(StatusCodes.Status404NotFound, "unknown connection", "The last part of the address must be the name of a connection."),
            Receipt.NotPosted => new(StatusCodes.Status405MethodNotAllowed, "not posted", "This is a webhook address: enter it at the service desk, which sends POST requests to it."),
            Receipt.WrongMediaType => new(StatusCodes.Status415UnsupportedMediaType, "wrong media type"),
            Receipt.Compressed => new(StatusCodes.Status415UnsupportedMediaType, "compressed", "Send the body without Content-Encoding."),
            Receipt.TooLarge => new(StatusCodes.Status413PayloadTooLarge, "too large", "A body may have up to 1 MiB."),
            Receipt.NotProven => new(StatusCodes.Status401Unauthorized, "not proven"),
            Receipt.QueueFull => new(StatusCodes.Status429TooManyRequests, "busy"),
            Receipt.QueueUnavailable => new(StatusCodes.Status503ServiceUnavailable, "unavailable"),
            _ => throw new InvalidOperationException($"{receipt} has no answer."),
        };

    /// <summary>Whether the sender is asked to come back.</summary>
    public static bool IsPassing(Receipt receipt) => receipt is Receipt.QueueFull or Receipt.QueueUnavailable;
}
