using System.Collections.Frozen;
using System.Text.Json;
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

/// <summary>One row of the table.</summary>
/// <param name="status">The HTTP status (RFC 9110).</param>
/// <param name="word">The <c>status</c> of the JSON body.</param>
/// <param name="help">One line for whoever set the sender up.</param>
internal sealed class Answer(int status, string word, string? help = null)
{
    public int Status { get; } = status;

    /// <summary>Whether the sender is asked to come back.</summary>
    public bool IsPassing { get; init; }

    /// <summary>JSON, made once: the answer is part of the hot path.</summary>
    public ReadOnlyMemory<byte> Body { get; } =
        help is null ? JsonSerializer.SerializeToUtf8Bytes(new { status = word }) : JsonSerializer.SerializeToUtf8Bytes(new { status = word, help });
}

/// <summary>
/// The one table of answers. Some senders give up for good on 4xx other than 408, 409, 425 and 429, so whatever resending can heal is a 429 or 503 and
/// whatever it cannot heal is taken in (202) and becomes a dead letter later. A stale timestamp and a bad signature look the same to the sender.
/// </summary>
internal static class RefusalStatus
{
    public const string RetryAfterSeconds = "5";

    private static readonly FrozenDictionary<Receipt, Answer> Table = new Dictionary<Receipt, Answer>
    {
        [Receipt.Accepted] = new(StatusCodes.Status202Accepted, "accepted"),
        [Receipt.Duplicate] = new(StatusCodes.Status202Accepted, "duplicate"),
        [Receipt.UnknownConnection] = new(
            StatusCodes.Status404NotFound,
            "unknown connection",
            "The last part of the address must be the name of a connection."
        ),
        [Receipt.NotPosted] = new(
            StatusCodes.Status405MethodNotAllowed,
            "not posted",
            "This is a webhook address: enter it at the service desk, which sends POST requests to it."
        ),
        [Receipt.WrongMediaType] = new(StatusCodes.Status415UnsupportedMediaType, "wrong media type"),
        [Receipt.Compressed] = new(StatusCodes.Status415UnsupportedMediaType, "compressed", "Send the body without Content-Encoding."),
        [Receipt.TooLarge] = new(StatusCodes.Status413PayloadTooLarge, "too large", "A body may have up to 1 MiB."),
        [Receipt.NotProven] = new(StatusCodes.Status401Unauthorized, "not proven"),
        [Receipt.QueueFull] = new(StatusCodes.Status429TooManyRequests, "busy") { IsPassing = true },
        [Receipt.QueueUnavailable] = new(StatusCodes.Status503ServiceUnavailable, "unavailable") { IsPassing = true },
    }.ToFrozenDictionary();

    public static Answer Of(Receipt receipt) => Table[receipt];
}
