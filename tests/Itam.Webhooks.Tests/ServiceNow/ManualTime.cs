namespace Itam.Webhooks.Tests.ServiceNow;

/// <summary>A clock that the test moves. Short waits (between retries) are over at once; long ones (deadlines) end when the clock passes them.</summary>
internal sealed class ManualTime(DateTimeOffset now) : TimeProvider
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private readonly List<Waiting> _waiting = [];
    private DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < Short)
        {
            return base.CreateTimer(callback, state, dueTime < TimeSpan.Zero ? dueTime : TimeSpan.Zero, period);
        }

        lock (_lock)
        {
            var waiting = new Waiting(_now + dueTime, () => callback(state), Forget);
            _waiting.Add(waiting);
            return waiting;
        }
    }

    public void Advance(TimeSpan by)
    {
        List<Waiting> due;
        lock (_lock)
        {
            _now += by;
            due = _waiting.FindAll(w => w.At <= _now);
            _waiting.RemoveAll(due.Contains);
        }

        due.ForEach(w => w.Fire());
    }

    private void Forget(Waiting waiting)
    {
        lock (_lock)
        {
            _waiting.Remove(waiting);
        }
    }

    private sealed class Waiting(DateTimeOffset at, Action fire, Action<Waiting> forget) : ITimer
    {
        public DateTimeOffset At => at;

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => forget(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
