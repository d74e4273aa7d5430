namespace Itam.Context.Work;

/// <summary>When to try again. The jitter keeps work that failed together from returning together.</summary>
/// <param name="random">A number from 0 (inclusive) to 1 (exclusive).</param>
/// <param name="pace">Stretches or shortens our own pauses; 1 is the schedule below. What the other side asked for is never shortened.</param>
public sealed class Backoff(Func<double> random, double pace = 1)
{
    private const double Jitter = 0.2;
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(30);
    private static readonly TimeSpan FirstHold = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestHold = TimeSpan.FromHours(1);

    /// <summary>The pause after the first, second, … failed attempt; together about 43 hours.</summary>
    public static readonly IReadOnlyList<TimeSpan> Schedule =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(24),
    ];

    public static int MaxAttempts => Schedule.Count + 1;

    /// <summary>Work that failed is not woken before this time, whatever became of its neighbours.</summary>
    public TimeSpan ShortestHold => FirstHold * pace;

    /// <summary>The longest that the other side can keep us waiting.</summary>
    /// <returns>Null when it asked for nothing.</returns>
    public static TimeSpan? Announced(TimeSpan? retryAfter) => retryAfter is { } asked && asked > LongestRetryAfter ? LongestRetryAfter : retryAfter;

    /// <summary>The pause after a failed attempt (1 is the first), ± 20 %; null when it was the last one.</summary>
    /// <param name="retryAfter">A lower bound, up to 30 days; jitter is only added to it.</param>
    public TimeSpan? After(int attempt, TimeSpan? retryAfter)
    {
        if (attempt > Schedule.Count)
        {
            return null;
        }

        var chance = random();
        var pause = Schedule[Math.Max(attempt, 1) - 1] * pace * (1 - Jitter + 2 * Jitter * chance);
        return Announced(retryAfter) is { } asked && asked > pause ? asked * (1 + Jitter * chance) : pause;
    }

    /// <summary>The pause of work that waits for a person: 5 min at first, then as long as it has waited already, 1 h at most; ± 20 %.</summary>
    public TimeSpan WhileHeld(TimeSpan waited)
    {
        var pause =
            waited < FirstHold ? FirstHold
            : waited > LongestHold ? LongestHold
            : waited;
        return pause * pace * (1 - Jitter + 2 * Jitter * random());
    }
}
