namespace Itam.Context.Work;

public enum Ingested
{
    Stored,

    /// <summary>This delivery was taken in before and is remembered.</summary>
    Duplicate,
}

/// <summary>The work is not known to be on disk: the database refused, failed or took too long. The sender should try again.</summary>
public sealed class QueueUnavailableException(string message, Exception? inner) : Exception(message, inner);

/// <summary>More work waits for the disk than may wait. The sender should slow down and try again.</summary>
public sealed class QueueFullException(string message) : Exception(message);
