using System.Collections.Concurrent;
using System.Globalization;
using Itam.Context.Connections;
using RestSharp;

namespace Itam.Context.Sources.Freshservice;

/// <summary>
/// Leaves the account some air. Its limits are per minute and shared by every app and key; listing, viewing and updating have limits of their own, and on
/// those routes X-Ratelimit-Total and -Remaining speak of that smaller limit (api.freshservice.com, Rate limit).
/// </summary>
internal sealed class FreshservicePace(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Reading everything leaves half of each limit to the tickets; a ticket leaves a tenth to other apps.</summary>
    private const int BulkLeaves = 2;
    private const int TicketLeaves = 10;

    private readonly ConcurrentDictionary<string, Reading> _readings = new(StringComparer.Ordinal);
    private long _closedUntil;

    /// <summary>The limit that a call counts against: "GET tickets" and "GET tickets/*" are two.</summary>
    public static string RouteOf(RestRequest request)
    {
        var path = request.Resource.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return path switch
        {
            [var list] => $"{request.Method} {list}",
            ["tickets" or "assets", _] => $"{request.Method} {path[0]}/*",
            _ => "other",
        };
    }

    /// <exception cref="ConnectionException">The account asked us to wait, and the time is not over. Calls that fail count too, so none is made.</exception>
    public async ValueTask WaitAsync(string route, string name, bool bulk, CancellationToken cancellationToken)
    {
        var closed = new DateTimeOffset(Interlocked.Read(ref _closedUntil), TimeSpan.Zero) - time.GetUtcNow();
        if (closed > TimeSpan.Zero)
        {
            throw new ConnectionException(ConnectionFailure.Retry, $"{name} asked for a pause (429). It is tried again when that is over.", closed)
            {
                Status = 429,
            };
        }

        if (
            _readings.TryGetValue(route, out var reading) && reading.Pause(time.GetUtcNow(), bulk ? BulkLeaves : TicketLeaves) is { Ticks: > 0 } pause
        )
        {
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    public void Observe(string route, VendorResponse response)
    {
        if (Number(response, "X-Ratelimit-Total") is { } total && Number(response, "X-Ratelimit-Remaining") is { } remaining)
        {
            _readings[route] = new Reading(total, remaining, time.GetUtcNow());
        }
    }

    public void Close(TimeSpan length) => Interlocked.Exchange(ref _closedUntil, (time.GetUtcNow() + length).UtcTicks);

    private static int? Number(VendorResponse response, string header) =>
        int.TryParse(response.Header(header), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    internal sealed record Reading(int Total, int Remaining, DateTimeOffset At)
    {
        /// <summary>Nothing while the n-th part of the limit is left; then the rest of the minute is shared out among the calls that are left.</summary>
        public TimeSpan Pause(DateTimeOffset now, int part = TicketLeaves)
        {
            var left = Window - (now - At);
            if (left <= TimeSpan.Zero || Remaining > Math.Max(2, Total / part))
            {
                return TimeSpan.Zero;
            }

            var share = left / (Remaining + 1);
            return share < LongestPause ? share : LongestPause;
        }
    }
}
