using System.Globalization;
using Itam.Context.Connections;

namespace Itam.Context.Sources.Okta;

/// <summary>
/// Keeps walks below half of what Okta allows per minute, so that sign-ins and other apps of the org are not slowed down. Source: developer.okta.com, "Rate
/// limits" (headers x-rate-limit-limit, -remaining and -reset in Unix seconds by Okta's clock).
/// </summary>
internal sealed class OktaPace(string name, TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private long _pausedUntilTicks;

    /// <summary>Before each page of a walk; never before what a ticket waits for.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var left = new DateTimeOffset(Interlocked.Read(ref _pausedUntilTicks), TimeSpan.Zero) - time.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, cancellationToken);
        }
    }

    /// <summary>Remembers what every answer says about the budget; a 429 becomes a failure with the pause that it asks for.</summary>
    public ConnectionException? Classify(VendorResponse answer)
    {
        var reset = Reset(answer);
        if (Number(answer, "X-Rate-Limit-Limit") is > 0 and var limit && Number(answer, "X-Rate-Limit-Remaining") is { } remaining)
        {
            var until = remaining * 2 < limit && reset is { } wait ? time.GetUtcNow() + wait : DateTimeOffset.MinValue;
            Interlocked.Exchange(ref _pausedUntilTicks, until.UtcTicks);
        }

        if ((int)answer.Status != 429)
        {
            return null;
        }

        // Without a number, the client's own back-off is the answer.
        var pause = HttpFailures.RetryAfter(answer, time.GetUtcNow()) is { } asked && answer.Header("Retry-After") is not null ? asked : reset;
        return new ConnectionException(
            ConnectionFailure.Retry,
            $"{name} is called too often (429). It is tried again{(pause is { } p ? string.Create(CultureInfo.InvariantCulture, $" in {p.TotalSeconds:0} s") : "")}.",
            pause
        )
        {
            Status = 429,
        };
    }

    /// <summary>Until the budget is new; measured against Okta's own clock, since ours may differ.</summary>
    private TimeSpan? Reset(VendorResponse answer)
    {
        if (Number(answer, "X-Rate-Limit-Reset") is not (> 1_000_000_000 and < 100_000_000_000 and var unix))
        {
            return null;
        }

        var now = DateTimeOffset.TryParse(answer.Header("Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var theirs)
            ? theirs
            : time.GetUtcNow();
        var left = DateTimeOffset.FromUnixTimeSeconds(unix) - now;
        return left < Shortest ? Shortest
            : left > Longest ? Longest
            : left;
    }

    private static long? Number(VendorResponse answer, string header) =>
        long.TryParse(answer.Header(header), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
