namespace Itam.Context.Tests.Sources;

/// <summary>Pauses pass at once and are noted; only the deadline of a call (20 s) is as long as on the wall.</summary>
internal sealed class PassingTime : TimeProvider
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private readonly Lock _lock = new();
    private TimeSpan _passed;

    public List<TimeSpan> Pauses { get; } = [];

    /// <summary>What happens in the world while somebody waits.</summary>
    public Action? WhileWaiting { get; set; }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return System.GetUtcNow() + _passed;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Deadline || dueTime <= TimeSpan.Zero)
        {
            return System.CreateTimer(callback, state, dueTime, period);
        }

        lock (_lock)
        {
            Pauses.Add(dueTime);
            _passed += dueTime;
        }

        WhileWaiting?.Invoke();
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
