namespace Itam.Context.Connections;

public enum ConnectionFailure
{
    /// <summary>Heals by itself: busy, slow, 429, 5xx, a conflict.</summary>
    Retry,

    /// <summary>Repeating cannot help: the ticket is gone, the note is refused.</summary>
    GiveUp,

    /// <summary>A person must act: credentials refused, rights missing, a login page instead of an answer.</summary>
    Reconnect,
}

/// <summary>A connected system could not do what was asked. The message is for an administrator: what happened, on which connection, what to do next.
/// It carries no secret and no text from a ticket.</summary>
public sealed class ConnectionException(ConnectionFailure failure, string message, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(message, inner)
{
    public ConnectionFailure Failure { get; } = failure;

    /// <summary>What the other side asked for (Retry-After), if it did.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>The other side broke on this question, and did not ask to wait: another question may well be answered.</summary>
    public bool IsBreakdown => Failure is ConnectionFailure.Retry && RetryAfter is null;

    /// <summary>The HTTP status where there was one.</summary>
    public int? Status { get; init; }

    /// <summary>The other side's own name of the error, where a client tells errors apart by it.</summary>
    public string? Code { get; init; }
}
