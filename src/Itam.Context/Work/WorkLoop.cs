using System.Data.Common;
using Itam.Context.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Itam.Context.Work;

/// <summary>Claims due work and runs its handlers, a bounded number at once and of each lane. Any number of replicas may run one.</summary>
public sealed class WorkLoop : BackgroundService
{
    private readonly WorkQueue _queue;
    private readonly Dictionary<string, IWorkHandler> _handlers;
    private readonly WorkSignal _signal;
    private readonly WorkOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly WorkPlaces _places;

    public WorkLoop(
        WorkQueue queue,
        IEnumerable<IWorkHandler> handlers,
        WorkSignal signal,
        WorkOptions options,
        TimeProvider time,
        ILogger<WorkLoop> log
    )
    {
        _queue = queue;
        _handlers = handlers.ToDictionary(h => h.Kind, StringComparer.Ordinal);
        _signal = signal;
        _options = options;
        _time = time;
        _log = log;
        _places = new WorkPlaces(options, _handlers.Values);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var giveUp = new CancellationTokenSource();
        try
        {
            await BeginAsync(stoppingToken);
            while (true)
            {
                if (await StartDueAsync(giveUp.Token, stoppingToken) == 0)
                {
                    await _signal.WaitAsync(_options.Poll, _time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await DrainAsync(giveUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await _queue.EnsureTimerAsync(WorkQueue.House, PurgeHandler.KindName, PurgeHandler.KindName, _time.GetUtcNow(), cancellationToken);
                await _queue.WakeHeldAsync(cancellationToken);
                return;
            }
            catch (DbException unavailable)
            {
                Log.ClaimFailed(_log, unavailable);
                await Task.Delay(_options.Poll, _time, cancellationToken);
            }
        }
    }

    /// <summary>Waits for a free place, then claims as much as there are places.</summary>
    /// <returns>How many were started.</returns>
    private async Task<int> StartDueAsync(CancellationToken giveUp, CancellationToken stopping)
    {
        var places = await _places.TakeAsync(stopping);
        IReadOnlyList<WorkItem> items = [];
        try
        {
            // Not cancelled half-way: a claim that was committed unseen would rest until its lease ends.
            var (count, without) = _places.Room(places);
            items = await _queue.ClaimAsync(count, without, CancellationToken.None);
        }
        catch (Exception unavailable)
        {
            Log.ClaimFailed(_log, unavailable);
            // The signal may be raised already; without this pause a dead database would be asked in a tight loop.
            await Task.Delay(_options.Poll, _time, stopping);
        }
        finally
        {
            _places.GiveBack(places - items.Count);
        }

        foreach (var item in items)
        {
            _places.Begin(item.Kind);
            _ = RunAsync(item, giveUp);
        }

        return items.Count;
    }

    private async Task RunAsync(WorkItem item, CancellationToken giveUp)
    {
        // Handlers may be synchronous for long; the loop must go on claiming.
        await Task.Yield();
        try
        {
            await AttemptAsync(item, giveUp);
        }
        catch (Exception unsettled)
        {
            // The lease runs out and somebody takes the work up again.
            Log.Unsettled(_log, unsettled, item.Kind, item.Id);
        }
        finally
        {
            _places.End(item.Kind);
            _signal.Notify();
        }
    }

    private async Task AttemptAsync(WorkItem item, CancellationToken giveUp)
    {
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(giveUp);
        using var ended = new CancellationTokenSource();
        var heartbeat = KeepLeaseAsync(item, abort, ended.Token);
        var outcome = await HandleAsync(item, abort.Token, giveUp);
        await ended.CancelAsync();
        var lost = await heartbeat;
        if (lost)
        {
            Log.LeaseLost(_log, item.Kind, item.Id);
        }
        else if (outcome is null)
        {
            await _queue.ReleaseAsync(item, CancellationToken.None);
            Log.Released(_log, item.Kind, item.Id);
        }
        else
        {
            await SettleAsync(item, outcome);
        }
    }

    /// <summary>Null when the process stops before the handler ended.</summary>
    private async Task<WorkOutcome?> HandleAsync(WorkItem item, CancellationToken abort, CancellationToken giveUp)
    {
        if (!_handlers.TryGetValue(item.Kind, out var handler))
        {
            return new WorkOutcome.Dead($"No handler knows the kind '{item.Kind}'. Was it written by a newer version?");
        }

        if (item.Attempt > Backoff.MaxAttempts)
        {
            return new WorkOutcome.Dead($"It was started {Backoff.MaxAttempts} times and never came to an end; the process may have died each time.");
        }

        try
        {
            return await handler.HandleAsync(item, abort);
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception failure)
        {
            return OutcomeOf(failure);
        }
    }

    private static WorkOutcome OutcomeOf(Exception failure) =>
        failure switch
        {
            ConnectionException { Failure: ConnectionFailure.GiveUp } refused => new WorkOutcome.Dead(refused.Message),
            ConnectionException { Failure: ConnectionFailure.Reconnect } signedOut => new WorkOutcome.Hold(signedOut.Message),
            ConnectionException busy => new WorkOutcome.Retry(busy.Message, busy.RetryAfter),
            _ => new WorkOutcome.Retry($"{failure.GetType().Name}: {failure.Message}"),
        };

    private async Task SettleAsync(WorkItem item, WorkOutcome outcome)
    {
        Settlement settlement;
        try
        {
            settlement = await _queue.SettleAsync(item, outcome, CancellationToken.None);
        }
        catch (Exception failure) when (outcome is WorkOutcome.Done)
        {
            // The commit failed and was rolled back: the attempt failed.
            outcome = OutcomeOf(failure);
            settlement = await _queue.SettleAsync(item, outcome, CancellationToken.None);
        }

        switch (settlement)
        {
            case Settlement.Dead:
                Log.Dead(_log, item.Kind, item.Id, item.Connection ?? "-", item.Attempt, WorkQueue.Clean(ReasonOf(outcome)));
                break;
            case Settlement.Retried or Settlement.Held:
                Log.Postponed(_log, item.Kind, item.Id, settlement, item.Attempt, WorkQueue.Clean(ReasonOf(outcome)));
                break;
            case Settlement.LeaseLost:
                Log.LeaseLost(_log, item.Kind, item.Id);
                break;
            default:
                Log.Done(_log, item.Kind, item.Id);
                break;
        }
    }

    private static string ReasonOf(WorkOutcome outcome) =>
        outcome switch
        {
            WorkOutcome.Retry retry => retry.Reason,
            WorkOutcome.Hold hold => hold.Reason,
            WorkOutcome.Dead dead => dead.Cause,
            _ => "",
        };

    /// <summary>Extends the lease three times per lease until the attempt ended. True: it was lost, and the handler is told to stop.</summary>
    private async Task<bool> KeepLeaseAsync(WorkItem item, CancellationTokenSource abort, CancellationToken ended)
    {
        while (true)
        {
            await Task.Delay(_options.Lease / 3, _time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ended.IsCancellationRequested)
            {
                return false;
            }

            try
            {
                if (!await _queue.ExtendAsync(item, CancellationToken.None))
                {
                    await abort.CancelAsync();
                    return true;
                }
            }
            catch (DbException unavailable)
            {
                // Two more tries fit into the lease; the fence decides in the end.
                Log.ExtendFailed(_log, unavailable, item.Kind, item.Id);
            }
        }
    }

    /// <summary>Running handlers may finish; after the grace they are told to stop and their claims go back. One that does not listen is left to its lease.</summary>
    private async Task DrainAsync(CancellationTokenSource giveUp)
    {
        using var grace = new CancellationTokenSource(_options.StopGrace, _time);
        using var end = new CancellationTokenSource(_options.StopGrace + TimeSpan.FromSeconds(4), _time);
        await using var telling = grace.Token.Register(giveUp.Cancel);
        await _places.DrainAsync(end.Token);
    }
}
