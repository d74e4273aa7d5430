using Itam.Context.Work;
using Microsoft.Extensions.Logging;

namespace Itam.Context.Sources.Syncing;

/// <summary>Reads a source when its timer is due. The timer renews itself in the commit, whatever came of the run, so that it can never die out.</summary>
public sealed partial class SyncHandler(SourceDirectory sources, SyncRunner runner, SyncOptions options, TimeProvider time, ILogger<SyncHandler> log)
    : IWorkHandler
{
    public const string TimerKind = "sync";

    public string Kind => TimerKind;

    public WorkLane Lane => WorkLane.Walks;

    /// <summary>The ordering key of a connection's timer.</summary>
    public static string KeyOf(string connection) => $"sync/{connection}";

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var connection = item.OrderingKey[KeyOf("").Length..];
        if (sources.FindSource(connection) is not { } source)
        {
            // The connection was removed; its timer ends with it.
            return WorkOutcome.Finished;
        }

        var started = time.GetUtcNow();
        var result = await runner.RunAsync(source, null, null, cancellationToken);
        if (result.Failure is { } failure)
        {
            LogFailed(connection, failure);
        }
        else
        {
            LogDone(connection, result.Seen, result.New, result.Changed, result.Missing);
        }

        return new WorkOutcome.Done((db, token) => db.EnsureTimerAsync(TimerKind, item.OrderingKey, started + options.Every, started, token));
    }

    [LoggerMessage(1, LogLevel.Information, "Sync of {Connection}: {Seen} seen, {New} new, {Changed} changed, {Missing} missing")]
    private partial void LogDone(string connection, int seen, int @new, int changed, int missing);

    [LoggerMessage(2, LogLevel.Warning, "Sync of {Connection} failed and goes on next time: {Reason}")]
    private partial void LogFailed(string connection, string reason);
}
