namespace Itam.Context.Work;

/// <summary>The queue's figures. The defaults are the product's promises; a deployment seldom changes them.</summary>
public sealed record WorkOptions
{
    /// <summary>How many items run at once in this process.</summary>
    public int Parallelism { get; init; } = 8;

    /// <summary>How many of them may be of a lane that nobody waits for: a quarter, one or two.</summary>
    public int AsidePlaces => Math.Clamp(Parallelism / 4, 1, 2);

    /// <summary>Work of a process that died is taken up again after this time.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long new work can go unnoticed when no signal arrives.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A stop waits this long for running handlers before it takes their work back; the host's own limit is 30 s.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a held item waits for a person.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long a delivery is remembered. Longer than any sender retries: desks give up after about 95 min, a redelivery by hand can come after 3 days; never below 4 days.</summary>
    public TimeSpan SeenRetention
    {
        get;
        init =>
            field =
                value >= TimeSpan.FromDays(4)
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(value), "Deliveries must be remembered for at least 4 days.");
    } = TimeSpan.FromDays(7);

    /// <summary>How long a dead letter keeps its payload.</summary>
    public TimeSpan DeadPayloadRetention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How often the retentions are enforced.</summary>
    public TimeSpan PurgeEvery { get; init; } = TimeSpan.FromHours(1);
}
