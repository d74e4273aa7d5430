using Microsoft.Extensions.Logging;

namespace Itam.Context.Work;

/// <summary>What the queue says. Ids, kinds and causes only; never a payload.</summary>
internal static partial class Log
{
    [LoggerMessage(
        1001,
        LogLevel.Error,
        "Dead letter {Id}: {Kind} on {Connection} ended after attempt {Attempt}: {Cause} See it with 'itam work show {Id}', repeat it with 'itam work replay {Id}'."
    )]
    public static partial void Dead(ILogger log, string kind, long id, string connection, int attempt, string cause);

    [LoggerMessage(1002, LogLevel.Information, "{Kind} {Id} {Settlement} after attempt {Attempt}: {Reason}")]
    public static partial void Postponed(ILogger log, string kind, long id, Settlement settlement, int attempt, string reason);

    [LoggerMessage(1003, LogLevel.Warning, "{Kind} {Id} lost its lease; its result was thrown away, whoever has it now goes on.")]
    public static partial void LeaseLost(ILogger log, string kind, long id);

    [LoggerMessage(1004, LogLevel.Debug, "{Kind} {Id} done")]
    public static partial void Done(ILogger log, string kind, long id);

    [LoggerMessage(1005, LogLevel.Information, "{Kind} {Id} was given back because the service stops.")]
    public static partial void Released(ILogger log, string kind, long id);

    [LoggerMessage(1006, LogLevel.Warning, "{Kind} {Id} ended but its result could not be stored; it will run again.")]
    public static partial void Unsettled(ILogger log, Exception exception, string kind, long id);

    [LoggerMessage(1007, LogLevel.Warning, "The queue cannot be read; trying again.")]
    public static partial void ClaimFailed(ILogger log, Exception exception);

    [LoggerMessage(1008, LogLevel.Warning, "The lease of {Kind} {Id} could not be extended; trying again.")]
    public static partial void ExtendFailed(ILogger log, Exception exception, string kind, long id);

    [LoggerMessage(1009, LogLevel.Warning, "A batch of {Count} deliveries failed ({Failure}); trying one by one.")]
    public static partial void BatchFailed(ILogger log, int count, string failure);

    [LoggerMessage(1010, LogLevel.Error, "A delivery of kind {Kind} could not be stored; its sender was told to try again.")]
    public static partial void IngestFailed(ILogger log, Exception exception, string kind);

    [LoggerMessage(1011, LogLevel.Warning, "Notifications from PostgreSQL stopped; work is found by polling until they are back.")]
    public static partial void ListenFailed(ILogger log, Exception exception);
}
