using Itam.Context.Work;
using Microsoft.Extensions.Logging;

namespace Itam.Context.Sources.Syncing;

/// <summary>Asks a warranty vendor for what is due, by a timer that renews itself.</summary>
public sealed partial class WarrantyHandler(
    SourceDirectory sources,
    WarrantyRunner runner,
    SyncOptions options,
    TimeProvider time,
    ILogger<WarrantyHandler> log
) : IWorkHandler
{
    public const string TimerKind = "warranty";

    public string Kind => TimerKind;

    public WorkLane Lane => WorkLane.Walks;

    /// <summary>The ordering key of a connection's timer.</summary>
    public static string KeyOf(string connection) => $"warranty/{connection}";

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var connection = item.OrderingKey[KeyOf("").Length..];
        if (sources.FindWarrantySource(connection) is not { } source)
        {
            // The connection was removed; its timer ends with it.
            return WorkOutcome.Finished;
        }

        var started = time.GetUtcNow();
        var result = await runner.RunAsync(source, cancellationToken);
        LogDone(connection, result.Asked, result.Found, result.NoneFound, result.Failed);
        if (result.Failure is { } failure)
        {
            LogFailed(connection, failure);
        }

        return new WorkOutcome.Done((db, token) => db.EnsureTimerAsync(TimerKind, item.OrderingKey, started + options.WarrantyEvery, started, token));
    }

    [LoggerMessage(1, LogLevel.Information, "Warranties from {Connection}: {Asked} asked, {Found} found, {NoneFound} unknown there, {Failed} failed")]
    private partial void LogDone(string connection, int asked, int found, int noneFound, int failed);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "{Connection} did not answer every question about warranties; what is known stays and the rest is asked again: {Reason}"
    )]
    private partial void LogFailed(string connection, string reason);
}
