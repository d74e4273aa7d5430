namespace Itam.Context.Connections;

/// <summary>How long something may take while somebody waits: its token falls when the time is up, or the caller gives up.</summary>
internal sealed class TimeBudget : IDisposable
{
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _either;

    public TimeBudget(TimeSpan budget, TimeProvider time, CancellationToken cancellationToken)
    {
        _deadline = new CancellationTokenSource(budget, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _deadline.Token);
    }

    public CancellationToken Token => _either.Token;

    public void Dispose()
    {
        _either.Dispose();
        _deadline.Dispose();
    }
}
