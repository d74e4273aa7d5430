using System.Globalization;
using Itam.Context.Connections;
using RestSharp;

namespace Itam.Context.Sources.Freshservice;

/// <summary>
/// Leaves the account some air. Its limits count credits per minute and are shared by every app and key; listing, viewing and updating have limits of their own,
/// and on those routes X-Ratelimit-Total and -Remaining speak of that smaller limit (api.freshservice.com, Rate limit).
/// </summary>
internal sealed class FreshservicePace(TimeProvider time)
{
    private const string Overall = "other";
    private const string Everything = "everything";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Reading in the background leaves half of each limit to the tickets; a ticket leaves a tenth to other apps.</summary>
    private const int BulkLeaves = 2;
    private const int TicketLeaves = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Reading> _readings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _credits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _closedUntil = new(StringComparer.Ordinal);

    /// <summary>The limit that a call counts against: "GET tickets" and "GET tickets/*" are two; what has no limit of its own shares the overall one.</summary>
    public static string RouteOf(RestRequest request)
    {
        var path = request.Resource.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return path switch
        {
            ["tickets" or "assets" or "agents" or "requesters"] => $"{request.Method} {path[0]}",
            ["tickets" or "assets", _] => $"{request.Method} {path[0]}/*",
            _ => Overall,
        };
    }

    /// <param name="bulk">True: waits until the call fits into the half of the limit that is not the tickets', a minute at most for each window.</param>
    /// <exception cref="ConnectionException">The account asked us to wait, and the time is not over. Calls that fail count too, so none is made.</exception>
    public async ValueTask WaitAsync(RestRequest request, string name, bool bulk, CancellationToken cancellationToken)
    {
        while (PauseBefore(request, name, bulk) is { Ticks: > 0 } pause)
        {
            await Task.Delay(pause, time, cancellationToken);
            if (!bulk)
            {
                return;
            }
        }
    }

    public void Observe(RestRequest request, VendorResponse response)
    {
        var route = RouteOf(request);
        var used = Number(response, "X-Ratelimit-Used-CurrentRequest");
        lock (_lock)
        {
            if (used is { } credits)
            {
                _credits[ShapeOf(request)] = credits;
            }

            if (route != Overall && _readings.TryGetValue(Overall, out var all))
            {
                // What a smaller limit counts, the overall one counts too, but the answer does not tell how much of that is left.
                _readings[Overall] = all with
                {
                    Remaining = all.Remaining - (used ?? Estimate(request)),
                };
            }

            if (Number(response, "X-Ratelimit-Total") is { } total && Number(response, "X-Ratelimit-Remaining") is { } remaining)
            {
                _readings[route] = Reading.After(_readings.GetValueOrDefault(route), total, remaining, time.GetUtcNow());
            }
        }
    }

    /// <summary>After a 429. A list that is read in the background closes itself only: the tickets find out on their own whether they are meant.</summary>
    public void Close(RestRequest request, bool bulk, TimeSpan length)
    {
        var route = RouteOf(request);
        lock (_lock)
        {
            _closedUntil[bulk && route != Overall ? route : Everything] = time.GetUtcNow() + length;
        }
    }

    private TimeSpan PauseBefore(RestRequest request, string name, bool bulk)
    {
        var route = RouteOf(request);
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var open = new[] { route, Everything }.Max(c => _closedUntil.GetValueOrDefault(c));
            if (open > now)
            {
                throw new ConnectionException(
                    ConnectionFailure.Retry,
                    $"{name} asked for a pause (429). It is tried again when that is over.",
                    open - now
                )
                {
                    Status = 429,
                };
            }

            if (!bulk)
            {
                return _readings.GetValueOrDefault(route)?.Pause(now) ?? TimeSpan.Zero;
            }

            var credits = _credits.GetValueOrDefault(ShapeOf(request), Estimate(request));
            return new[] { route, Overall }.Max(r => _readings.GetValueOrDefault(r)?.UntilRoomFor(credits, now) ?? TimeSpan.Zero);
        }
    }

    /// <summary>Calls that cost the same.</summary>
    private static string ShapeOf(RestRequest request) => $"{RouteOf(request)} {Includes(request)}";

    /// <summary>Until an answer tells: one credit, and for each embed two more in a list, one more in a single read.</summary>
    private static int Estimate(RestRequest request) =>
        1
        + (
            Includes(request).Split(',', StringSplitOptions.RemoveEmptyEntries).Length
            * (request.Resource.Contains('/', StringComparison.Ordinal) ? 1 : 2)
        );

    private static string Includes(RestRequest request) => request.Parameters.TryFind("include")?.Value as string ?? "";

    private static int? Number(VendorResponse response, string header) =>
        int.TryParse(response.Header(header), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <param name="Since">When the current minute was first seen; it ends within a minute of this.</param>
    internal sealed record Reading(int Total, int Remaining, DateTimeOffset Since)
    {
        public static Reading After(Reading? before, int total, int remaining, DateTimeOffset now)
        {
            var sameMinute = before is not null && before.Total == total && remaining <= before.Remaining && now - before.Since < Window;
            return new Reading(total, remaining, sameMinute ? before!.Since : now);
        }

        /// <summary>Nothing while the tenth part of the limit is left; then the rest of the minute is shared out among the calls that are left.</summary>
        public TimeSpan Pause(DateTimeOffset now)
        {
            var left = Window - (now - Since);
            if (left <= TimeSpan.Zero || Remaining > Math.Max(2, Total / TicketLeaves))
            {
                return TimeSpan.Zero;
            }

            var share = left / (Remaining + 1);
            return share < LongestPause ? share : LongestPause;
        }

        /// <summary>Nothing while the call leaves half of the limit; then the rest of the minute.</summary>
        public TimeSpan UntilRoomFor(int credits, DateTimeOffset now)
        {
            var left = Window - (now - Since);
            return left <= TimeSpan.Zero || (Remaining - credits) * BulkLeaves >= Total ? TimeSpan.Zero : left;
        }
    }
}
