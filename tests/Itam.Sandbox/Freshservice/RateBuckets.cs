namespace Itam.Sandbox.Freshservice;

/// <summary>The per-minute limits of the whole account. Listing, viewing, creating and updating have limits of their own; includes cost more.</summary>
internal sealed class RateBuckets(TimeProvider time)
{
    private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal);
    private DateTimeOffset _windowStart;

    /// <summary>Enterprise by default.</summary>
    public int Overall { get; set; } = 500;
    public int List { get; set; } = 140;
    public int Single { get; set; } = 160;

    /// <summary>The smallest part of any limit that was ever left.</summary>
    public double LeastLeft { get; private set; } = 1;

    /// <returns>Headers to show, and the seconds to wait when the limit is used up.</returns>
    public (int Total, int Remaining, int? RetryAfter) Take(HttpRequest request, string path, int credits)
    {
        var now = time.GetUtcNow();
        if (now - _windowStart >= TimeSpan.FromMinutes(1))
        {
            _windowStart = now;
            _used.Clear();
        }

        var overall = Use("overall", credits);
        var (family, limit) = Family(request.Method, path);
        var used = family is null ? overall : Use(family, credits);
        var total = family is null ? Overall : limit;
        LeastLeft = Math.Min(LeastLeft, Math.Min((double)(Overall - overall) / Overall, (double)(total - used) / total));
        var over = overall > Overall || used > total;
        return (
            total,
            Math.Max(0, Math.Min(total - used, Overall - overall)),
            over ? (int)Math.Ceiling((_windowStart.AddMinutes(1) - now).TotalSeconds) : null
        );
    }

    private (string? Family, int Limit) Family(string method, string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [var list] when method == "GET" && list is "tickets" or "assets" or "agents" or "requesters" => ("list " + list, List),
            ["tickets"] => (method + " ticket", Single),
            ["tickets" or "assets", _] => ($"{method} {path.Split('/', StringSplitOptions.RemoveEmptyEntries)[0]}", Single),
            _ => (null, 0),
        };

    private int Use(string name, int credits) => _used[name] = _used.GetValueOrDefault(name) + credits;
}
