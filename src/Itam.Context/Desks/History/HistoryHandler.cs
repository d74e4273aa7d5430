using Itam.Context.Connections;
using Itam.Context.Storage;
using Itam.Context.Work;
using Microsoft.Extensions.Logging;

namespace Itam.Context.Desks.History;

/// <summary>
/// Reads one page of a desk's past and arms itself for the next in the same transaction. The pause between pages is what gives way to live tickets: work is
/// claimed by its due time, so everything that came up meanwhile goes first.
/// </summary>
public sealed partial class HistoryHandler(
    DeskDirectory desks,
    HistoryReader reader,
    HistoryOptions options,
    TimeProvider time,
    ILogger<HistoryHandler> log
) : IWorkHandler
{
    public const string TimerKind = "history";

    public string Kind => TimerKind;

    public WorkLane Lane => WorkLane.Walks;

    /// <summary>The ordering key of a desk's timer.</summary>
    public static string KeyOf(string connection) => $"history/{connection}";

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var connection = item.OrderingKey[KeyOf("").Length..];
        if (desks.Find(connection) is not { } desk || options.DaysOf(connection) is not (> 0 and var days))
        {
            // The connection was removed or its history switched off; the timer ends with it and comes back at a start that wants it.
            return WorkOutcome.Finished;
        }

        if (!await reader.HasDevicesAsync(item.Tenant, cancellationToken))
        {
            return new WorkOutcome.Done((db, token) => ArmAsync(db, options.AgainAfter, token));
        }

        try
        {
            var step = await reader.NextAsync(desk, days, cancellationToken);
            if (step.Counts.Read > 0)
            {
                LogPage(connection, step.Counts.Read, step.Counts.New, step.Counts.WithDevice, step.Counts.Failed, step.ReadUntil);
            }

            return new WorkOutcome.Done(
                async (db, token) =>
                {
                    await step.Commit(db, token);
                    if (!step.IsLast)
                    {
                        await ArmAsync(db, options.Pause, token);
                    }
                }
            );
        }
        catch (ConnectionException failure)
        {
            var pause = failure.RetryAfter > options.AgainAfter ? failure.RetryAfter.Value : options.AgainAfter;
            LogFailed(connection, pause.TotalMinutes, failure.Message);
            return new WorkOutcome.Done((db, token) => ArmAsync(db, pause, token));
        }

        Task ArmAsync(ItamDb db, TimeSpan pause, CancellationToken token)
        {
            var now = time.GetUtcNow();
            return db.EnsureTimerAsync(TimerKind, item.OrderingKey, now + pause, now, token);
        }
    }

    [LoggerMessage(
        1,
        LogLevel.Information,
        "History of {Connection}: {Read} ticket(s) read up to {Until:u}, {New} new, {WithDevice} with a device, {Failed} failed"
    )]
    private partial void LogPage(string connection, int read, int @new, int withDevice, int failed, DateTimeOffset? until);

    [LoggerMessage(2, LogLevel.Warning, "History of {Connection} stopped and goes on in {Minutes:0} min: {Reason}")]
    private partial void LogFailed(string connection, double minutes, string reason);
}

/// <param name="Days">How far back each connection's past is read; 0 or missing: not at all.</param>
public sealed record HistoryOptions(IReadOnlyDictionary<string, int> Days)
{
    /// <summary>Between two pages.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>While there are no devices yet, and after a failure of the desk unless it asks for a longer pause.</summary>
    public TimeSpan AgainAfter { get; init; } = TimeSpan.FromMinutes(10);

    public int DaysOf(string connection) => Days.GetValueOrDefault(connection);
}
