using Itam.Context.Connections;

namespace Itam.Context.Sources.SnipeIt;

/// <summary>Spreads background reads over the minute, so that a waiting ticket always finds some of the limit left. Live calls count but never wait.</summary>
internal sealed class SnipeItPace(double callsPerMinute, string name, TimeProvider time)
{
    private readonly TimeSpan _interval = TimeSpan.FromMinutes(1) / callsPerMinute;
    private readonly Lock _lock = new();
    private DateTimeOffset _next;
    private DateTimeOffset _closedUntil;

    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var at = Max(Max(_next, _closedUntil), now);
            _next = at + _interval;
            wait = at - now;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <exception cref="ConnectionException">The system asked for a pause that is not over.</exception>
    public void CountLive()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_closedUntil > now)
            {
                throw new ConnectionException(
                    ConnectionFailure.Retry,
                    $"{name} asked for a pause (429). It is asked again when that is over.",
                    _closedUntil - now
                )
                {
                    Status = 429,
                };
            }

            _next = Max(_next, now) + _interval;
        }
    }

    public void Close(TimeSpan length)
    {
        lock (_lock)
        {
            _closedUntil = Max(_closedUntil, time.GetUtcNow() + length);
        }
    }

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
