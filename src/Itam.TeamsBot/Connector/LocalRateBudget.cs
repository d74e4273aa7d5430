namespace Itam.TeamsBot.Connector;

/// <summary>The limits within one process.</summary>
public sealed class LocalRateBudget(TimeProvider time) : IRateBudget
{
    /// <summary>Conversations that were quiet for an hour are forgotten when there are more than this.</summary>
    private const int ManyConversations = 10_000;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<DateTimeOffset>> _calls = new(StringComparer.Ordinal);

    public ValueTask<TimeSpan> TakeAsync(string app, string conversation, RateKind kind, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var now = time.GetUtcNow();
            Forget(now);
            var ofApp = Calls($"app/{app}", now);
            var ofConversation = Calls($"{kind}/{app}/{conversation}", now);
            var wait = Max(Wait(ofApp, RateLimits.App, now), Wait(ofConversation, RateLimits.Conversation(kind), now));
            if (wait == TimeSpan.Zero)
            {
                ofApp.Add(now);
                ofConversation.Add(now);
            }

            return ValueTask.FromResult(wait);
        }
    }

    private List<DateTimeOffset> Calls(string key, DateTimeOffset now)
    {
        if (!_calls.TryGetValue(key, out var calls))
        {
            _calls[key] = calls = [];
        }

        var old = calls.FindIndex(at => at + Longest > now);
        calls.RemoveRange(0, old < 0 ? calls.Count : old);
        return calls;
    }

    private static TimeSpan Wait(List<DateTimeOffset> calls, IReadOnlyList<RateWindow> windows, DateTimeOffset now) =>
        windows.Aggregate(
            TimeSpan.Zero,
            (longest, window) =>
                calls.Count >= window.Calls && calls[^window.Calls] + window.Span is var free && free > now ? Max(longest, free - now) : longest
        );

    private void Forget(DateTimeOffset now)
    {
        if (_calls.Count > ManyConversations)
        {
            foreach (var quiet in _calls.Where(c => c.Value.Count == 0 || c.Value[^1] + Longest <= now).Select(c => c.Key).ToList())
            {
                _calls.Remove(quiet);
            }
        }
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
