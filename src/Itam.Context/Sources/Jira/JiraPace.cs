using Itam.Context.Connections;

namespace Itam.Context.Sources.Jira;

/// <summary>
/// What Jira says about its limits. A quota (RateLimit-Reason "jira-quota-…") is a hard stop for the whole connection until it resets, so no call is made before
/// that; a burst or per-ticket limit only delays the one who met it. Source: developer.atlassian.com, Rate limiting.
/// </summary>
/// <param name="points">Null where the sign-in has no hourly quota.</param>
internal sealed class JiraPace(string name, JiraPoints? points, TimeProvider time)
{
    // Atlassian's own fallback where a 429 says nothing.
    private static readonly TimeSpan Fallback = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private long _pausedUntilTicks;

    /// <exception cref="ConnectionException">The quota is used up.</exception>
    public void ThrowIfPaused()
    {
        var left = new DateTimeOffset(Interlocked.Read(ref _pausedUntilTicks), TimeSpan.Zero) - time.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            throw new ConnectionException(
                ConnectionFailure.Retry,
                $"{name} has used up its hourly quota. Calls go on in {left.TotalMinutes:0} min.",
                left
            );
        }
    }

    public ConnectionException? Classify(VendorResponse answer)
    {
        points?.Count(answer);
        if ((int)answer.Status != 429)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var quota = answer.Header("RateLimit-Reason")?.Contains("quota", StringComparison.OrdinalIgnoreCase) == true;
        var asked = HttpFailures.RetryAfter(answer, now) ?? (quota ? JiraPoints.UntilFullHour(now) : Fallback);
        var wait = asked < LongestPause ? asked : LongestPause;
        if (quota)
        {
            Interlocked.Exchange(ref _pausedUntilTicks, (now + wait).UtcTicks);
        }

        return new ConnectionException(
            ConnectionFailure.Retry,
            $"{name} is called too often (429). It is tried again in {wait.TotalSeconds:0} s.",
            wait
        )
        {
            Status = 429,
        };
    }
}
