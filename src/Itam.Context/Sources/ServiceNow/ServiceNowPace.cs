using System.Globalization;
using Itam.Context.Connections;

namespace Itam.Context.Sources.ServiceNow;

/// <summary>
/// Keeps half of an instance's hourly limit for tickets: reading in bulk stops when half is used and goes on when the hour is over. A rule is told by
/// X-RateLimit-Limit, -Reset (Unix seconds) and -Rule on every answer that it counts; how much is left is not always said (documentation: "Inbound REST API rate
/// limiting"), so our own calls are counted.
/// </summary>
internal sealed class ServiceNowPace(string name, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Window> _windows = new(StringComparer.Ordinal);

    public void Observe(VendorResponse response)
    {
        if (Number(response, "X-RateLimit-Limit") is not { } limit || Number(response, "X-RateLimit-Reset") is not { } reset)
        {
            return;
        }

        var rule = response.Header("X-RateLimit-Rule") ?? "";
        lock (_lock)
        {
            var counted = _windows.TryGetValue(rule, out var known) && known.ResetsAt == reset ? known.Used + 1 : 1;
            var told = limit - Number(response, "X-RateLimit-Remaining");
            _windows[rule] = new Window(limit, reset, Math.Max(counted, told ?? 0));
        }
    }

    /// <exception cref="ConnectionException">Half of a limit is used; says when its hour is over.</exception>
    public void ThrowIfHalfIsUsed()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            foreach (var window in _windows.Values)
            {
                // Compared as numbers: an instance may say a second that no date has.
                var left = TimeSpan.FromSeconds(Math.Clamp(window.ResetsAt - now.ToUnixTimeSeconds(), 0, 3_600));
                if (left > TimeSpan.Zero && (window.Used + 1) * 2 > window.Limit)
                {
                    throw new ConnectionException(
                        ConnectionFailure.Retry,
                        $"{name} allows {window.Limit} calls an hour. Half of them are used, the others are left to tickets; reading goes on in {Math.Ceiling(left.TotalMinutes):0} min.",
                        left
                    );
                }
            }
        }
    }

    private static long? Number(VendorResponse response, string header) =>
        long.TryParse(response.Header(header), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private sealed record Window(long Limit, long ResetsAt, long Used);
}
