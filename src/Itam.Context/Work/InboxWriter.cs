using System.Threading.Channels;
using Itam.Context.Storage;
using Microsoft.Extensions.Logging;

namespace Itam.Context.Work;

/// <summary>
/// Takes work in from outside. One writer puts everything that waits into one transaction (a group commit), so that the price of a disk flush is shared;
/// a call returns only after its own work is on disk.
/// </summary>
public sealed class InboxWriter : IAsyncDisposable
{
    public const int Capacity = 4096;
    private const int LargestBatch = 256;
    private const long MostPendingBytes = 64 << 20;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly Channel<Waiter> _waiting = Channel.CreateBounded<Waiter>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly Database _database;
    private readonly WorkSignal _signal;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Task _pump;
    private volatile bool _stopping;
    private long _pendingBytes;
    private long _commits;

    public InboxWriter(Database database, WorkSignal signal, TimeProvider time, ILogger<InboxWriter> log)
    {
        _database = database;
        _signal = signal;
        _time = time;
        _log = log;
        _pump = Task.Run(PumpAsync);
    }

    /// <summary>Transactions so far; each is at least one disk flush.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Stores the work, once per dedupe key. The payload is copied before the call returns to its caller.</summary>
    /// <exception cref="QueueUnavailableException">Nothing is known to be stored.</exception>
    /// <exception cref="QueueFullException">Nothing is stored.</exception>
    public async ValueTask<Ingested> IngestAsync(NewWork work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new Waiter(new IncomingRow(work, _time.GetUtcNow()));
        var size = waiter.Row.Payload.Length;
        if (Interlocked.Add(ref _pendingBytes, size) > MostPendingBytes || !_waiting.Writer.TryWrite(waiter))
        {
            Interlocked.Add(ref _pendingBytes, -size);
            throw _stopping
                ? new QueueUnavailableException("The service is stopping.", null)
                : new QueueFullException($"More than {Capacity} deliveries or {MostPendingBytes >> 20} MiB wait for the disk.");
        }

        try
        {
            return await waiter.Task.WaitAsync(LongestWait, _time, cancellationToken);
        }
        catch (TimeoutException late)
        {
            throw new QueueUnavailableException($"The database did not confirm within {LongestWait.TotalSeconds:0} s.", late);
        }
    }

    /// <summary>Stores what still waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        _waiting.Writer.TryComplete();
        await _pump;
    }

    private async Task PumpAsync()
    {
        var batch = new List<Waiter>(LargestBatch);
        while (await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < LargestBatch && _waiting.Reader.TryRead(out var waiter))
            {
                batch.Add(waiter);
            }

            await StoreAsync(batch);
            Interlocked.Add(ref _pendingBytes, -batch.Sum(static w => (long)w.Row.Payload.Length));
            batch.Clear();
        }
    }

    private async Task StoreAsync(List<Waiter> batch)
    {
        if (await TryStoreAsync(batch) is not { } failure)
        {
            return;
        }

        if (batch.Count > 1)
        {
            Log.BatchFailed(_log, batch.Count, failure.GetType().Name);
        }

        // One bad row must not fail its neighbours; but when the database itself is gone, asking once per row would only take longer.
        Exception? gone = null;
        foreach (var waiter in batch)
        {
            if (gone is null && await TryStoreAsync([waiter]) is { } again)
            {
                Log.IngestFailed(_log, again, waiter.Row.Kind);
                waiter.Fail(again);
                gone = InboxStatements.IsFaultOfOneRow(again) ? null : again;
            }
            else if (gone is not null)
            {
                waiter.Fail(gone);
            }
        }
    }

    /// <summary>Null when all of them are on disk and told so.</summary>
    private async Task<Exception?> TryStoreAsync(List<Waiter> batch)
    {
        try
        {
            var rows = batch.ConvertAll(static w => w.Row);
            var results = await _database.WriteRawAsync(
                (connection, transaction, token) =>
                    _database.IsSqlite
                        ? InboxStatements.InsertOneByOneAsync(connection, transaction, rows, token)
                        : InboxStatements.InsertAsArraysAsync(connection, transaction, rows, token),
                CancellationToken.None
            );
            Interlocked.Increment(ref _commits);
            for (var i = 0; i < results.Length; i++)
            {
                batch[i].TrySetResult(results[i]);
            }

            _signal.Notify();
            return null;
        }
        catch (Exception failure)
        {
            // Whatever it was, the waiters must hear of it and the writer must live on.
            return failure;
        }
    }

    /// <summary>Its continuations run on the pool: the writer never executes a response.</summary>
    private sealed class Waiter(IncomingRow row) : TaskCompletionSource<Ingested>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public IncomingRow Row { get; } = row;

        public void Fail(Exception cause)
        {
            TrySetException(new QueueUnavailableException("The database did not take the delivery.", cause));
            // The caller may have left; then nobody else observes this.
            _ = Task.Exception;
        }
    }
}
