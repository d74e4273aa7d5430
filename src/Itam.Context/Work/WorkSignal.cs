using System.Threading.Channels;

namespace Itam.Context.Work;

/// <summary>Tells the loop of this process that there may be work. Any number of notifications before the loop looks are one.</summary>
public sealed class WorkSignal
{
    private readonly Channel<bool> _raised = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Notify() => _raised.Writer.TryWrite(true);

    /// <summary>Returns when notified or after <paramref name="atMost"/>.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        if (_raised.Reader.TryRead(out _))
        {
            return;
        }

        using var patience = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _raised.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The poll interval is over; look anyway.
        }
    }
}
