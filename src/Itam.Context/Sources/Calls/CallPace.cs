namespace Itam.Context.Sources.Calls;

/// <summary>Spreads calls evenly, so that a long walk never meets the system's limit and leaves room for its other clients.</summary>
internal sealed class CallPace(double callsPerMinute, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly TimeSpan _gap = TimeSpan.FromMinutes(1) / callsPerMinute;
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var mine = _next > now ? _next : now;
            _next = mine + _gap;
            wait = mine - now;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }
}
