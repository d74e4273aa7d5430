using System.Globalization;
using Itam.Context.Connections;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Jira;

/// <summary>
/// The hourly points of callers with a bearer token: a read costs 1, and 1 per object or 2 per person in it; a write costs 1. When they are used up, every call is
/// refused until the full hour (UTC). Reading in the background stops at half, so that tickets find the rest. Source: developer.atlassian.com, Rate limiting.
/// </summary>
/// <param name="perHour">Points that the site or app has.</param>
internal sealed class JiraPoints(string name, int perHour, TimeProvider time)
{
    /// <summary>Smaller limits are buckets that refill within seconds.</summary>
    private const int SmallestQuota = 10_000;
    private static readonly string[] Lists = ["issues", "values", "comments", "tickets"];

    private readonly Lock _lock = new();
    private DateTimeOffset _hour;
    private long _spent;
    private bool _scarce;

    public static TimeSpan UntilFullHour(DateTimeOffset now) => Hour(now).AddHours(1) - now;

    public void Count(VendorResponse answer)
    {
        var cost = 1 + Objects(answer);
        var scarce = IsScarce(answer);
        lock (_lock)
        {
            StartHour();
            _spent += cost;
            _scarce |= scarce;
        }
    }

    /// <exception cref="ConnectionException">Half of the hour's points are used up.</exception>
    public void LeaveHalf()
    {
        lock (_lock)
        {
            StartHour();
            if (!_scarce && _spent < perHour / 2)
            {
                return;
            }
        }

        var left = UntilFullHour(time.GetUtcNow());
        throw new ConnectionException(
            ConnectionFailure.Retry,
            $"{name} has used half of its hourly quota; the rest is left to tickets. Reading in the background goes on in {left.TotalMinutes:0} min.",
            left
        );
    }

    private void StartHour()
    {
        if (Hour(time.GetUtcNow()) is var hour && hour != _hour)
        {
            (_hour, _spent, _scarce) = (hour, 0, false);
        }
    }

    private static DateTimeOffset Hour(DateTimeOffset now) => new(now.UtcDateTime.Date.AddHours(now.UtcDateTime.Hour), TimeSpan.Zero);

    /// <summary>Jira's own count, which knows the other replicas and other users of the quota.</summary>
    private static bool IsScarce(VendorResponse answer)
    {
        var limit = Number(answer.Header("X-RateLimit-Limit"));
        if (limit < SmallestQuota)
        {
            return false;
        }

        return string.Equals(answer.Header("X-RateLimit-NearLimit"), "true", StringComparison.OrdinalIgnoreCase)
            || (limit is { } whole && Number(answer.Header("X-RateLimit-Remaining")) <= whole / 2);
    }

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int Objects(VendorResponse answer)
    {
        try
        {
            return answer.Json switch
            {
                JArray list => list.Count,
                JObject json when Lists.Select(n => json[n]).OfType<JArray>().FirstOrDefault() is { } list => list.Count,
                JObject json when json["accountId"] is not null => 2,
                JObject { Count: > 0 } => 1,
                _ => 0,
            };
        }
        catch (JsonException)
        {
            // A page instead of data; what that means is told elsewhere.
            return 0;
        }
    }
}
