using Itam.Context.Storage;

namespace Itam.Context.Work;

/// <summary>How one attempt ended. Nothing else can happen to work: it is done, tried again, held, or on the dead-letter list with a cause.</summary>
public abstract record WorkOutcome
{
    private WorkOutcome() { }

    /// <summary>Finished. <paramref name="Commit"/> (state changes and follow-up work) runs in the same transaction as the completion.</summary>
    public sealed record Done(Func<ItamDb, CancellationToken, Task>? Commit = null) : WorkOutcome;

    /// <summary>Will heal by itself. Counts as an attempt; after the last one the item is dead.</summary>
    /// <param name="RetryAfter">What the other side asked for; the back-off is never shorter.</param>
    public sealed record Retry(string Reason, TimeSpan? RetryAfter = null) : WorkOutcome;

    /// <summary>Waits for a person (a connection that must be reconnected). Does not count as an attempt, but ends after the queue's patience (7 days).</summary>
    public sealed record Hold(string Reason) : WorkOutcome;

    /// <summary>Will never succeed.</summary>
    public sealed record Dead(string Cause) : WorkOutcome;

    public static readonly Done Finished = new();
}
