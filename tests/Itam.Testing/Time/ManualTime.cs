namespace Itam.Testing.Time;

/// <summary>A clock that moves only when told. Timers that fall due are fired in order of their due time, on the caller's thread.</summary>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    public static readonly DateTimeOffset Morning = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = start;
    private long _elapsed;

    public ManualTime()
        : this(Morning) { }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return _elapsed;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        long end;
        lock (_lock)
        {
            end = _elapsed + by.Ticks;
        }

        while (true)
        {
            ManualTimer? due;
            lock (_lock)
            {
                due = _timers.Where(t => t.DueAt <= end).MinBy(t => t.DueAt);
                MoveTo(Math.Max(_elapsed, due?.DueAt ?? end));
                if (due is null)
                {
                    return;
                }

                if (due.Period > 0)
                {
                    due.DueAt += due.Period;
                }
                else
                {
                    _timers.Remove(due);
                }
            }

            due.Fire();
        }
    }

    /// <summary>Somebody waits for the moment that is this far away.</summary>
    public bool IsAwaitedIn(TimeSpan pause)
    {
        lock (_lock)
        {
            return _timers.Any(t => t.DueAt == _elapsed + pause.Ticks);
        }
    }

    private void MoveTo(long elapsed)
    {
        _now += TimeSpan.FromTicks(elapsed - _elapsed);
        _elapsed = elapsed;
    }

    private sealed class ManualTimer(ManualTime clock, TimerCallback callback, object? state) : ITimer
    {
        public long DueAt { get; set; }

        public long Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool now;
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                Period = period > TimeSpan.Zero ? period.Ticks : 0;
                DueAt = clock._elapsed + Math.Max(dueTime.Ticks, 0);
                now = dueTime == TimeSpan.Zero && Period == 0;
                if (dueTime != Timeout.InfiniteTimeSpan && !now)
                {
                    clock._timers.Add(this);
                }
            }

            if (now)
            {
                ThreadPool.QueueUserWorkItem(_ => Fire());
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
