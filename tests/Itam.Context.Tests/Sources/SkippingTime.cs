namespace Itam.Context.Tests.Sources;

/// <summary>Pauses take no time: the clock jumps to their end. Deadlines of calls (20 s and 60 s) never come.</summary>
internal sealed class SkippingTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _pauses = [];
    private DateTimeOffset _now = start;

    /// <summary>Every pause that was taken.</summary>
    public IReadOnlyList<TimeSpan> Pauses
    {
        get
        {
            lock (_lock)
            {
                return [.. _pauses];
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public void Advance(TimeSpan by)
    {
        lock (_lock)
        {
            _now += by;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan || dueTime == TimeSpan.FromSeconds(20) || dueTime == TimeSpan.FromSeconds(60))
        {
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        }

        lock (_lock)
        {
            _now += dueTime;
            _pauses.Add(dueTime);
        }

        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
