namespace Itam.Context.Tests.Sources.Warranties;

/// <summary>A clock whose pauses pass at once, so that waiting is tested without waiting. Deadlines of calls (20 s and 60 s) never fall due.</summary>
internal sealed class PassingTime : TimeProvider
{
    private static readonly TimeSpan[] Deadlines = [TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60)];

    private readonly Lock _lock = new();
    private DateTimeOffset _now = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Pauses that were waited for.</summary>
    public List<TimeSpan> Pauses { get; } = [];

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
        if (dueTime > TimeSpan.Zero && !Deadlines.Contains(dueTime))
        {
            lock (_lock)
            {
                Pauses.Add(dueTime);
                _now += dueTime;
            }

            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

        return new Passed();
    }

    private sealed class Passed : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
