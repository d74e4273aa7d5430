using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Itam.TeamsBot.Connector;

/// <summary>
/// The limits shared by all replicas, by Redis' own clock (Redis 5 or newer). While Redis is away each process keeps to the limits by itself: that costs a
/// few 429s, which are retried, and never a message.
/// </summary>
public sealed class RedisRateBudget : IRateBudget, IAsyncDisposable
{
    private const string Script = """
        local t = redis.call('TIME')
        local now = t[1] * 1000 + math.floor(t[2] / 1000)
        local wait, at = 0, 2
        for k = 1, #KEYS do
          local longest = 0
          local windows = tonumber(ARGV[at])
          at = at + 1
          for w = 1, windows do
            local calls, span = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
            at = at + 2
            if span > longest then longest = span end
            local nth = redis.call('ZREVRANGE', KEYS[k], calls - 1, calls - 1, 'WITHSCORES')
            if #nth > 0 then
              local free = tonumber(nth[2]) + span
              if free > now and free - now > wait then wait = free - now end
            end
          end
          redis.call('ZREMRANGEBYSCORE', KEYS[k], '-inf', now - longest)
        end
        if wait > 0 then return wait end
        for k = 1, #KEYS do
          redis.call('ZADD', KEYS[k], now, ARGV[1])
          redis.call('PEXPIRE', KEYS[k], 3600000)
        end
        return 0
        """;

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(10);

    private readonly string _server;
    private readonly LocalRateBudget _alone;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lazy<Task<ConnectionMultiplexer>> _redis;
    private DateTimeOffset _awayUntil = DateTimeOffset.MinValue;

    /// <param name="server">"host:port", or a StackExchange.Redis configuration string.</param>
    public RedisRateBudget(string server, TimeProvider time, ILogger<RedisRateBudget> log)
    {
        _server = server;
        _time = time;
        _alone = new LocalRateBudget(time);
        _log = log;
        _redis = new Lazy<Task<ConnectionMultiplexer>>(ConnectAsync);
    }

    public async ValueTask<TimeSpan> TakeAsync(string app, string conversation, RateKind kind, CancellationToken cancellationToken)
    {
        if (_awayUntil <= _time.GetUtcNow())
        {
            try
            {
                var redis = await _redis.Value.WaitAsync(cancellationToken);
                // The braces keep both keys on one node of a Redis cluster.
                RedisKey[] keys = [$"itam:rate:{{{app}}}", $"itam:rate:{{{app}}}:{kind}:{conversation}"];
                RedisValue[] arguments =
                [
                    Guid.CreateVersion7(_time.GetUtcNow()).ToString("N"),
                    .. Windows(RateLimits.App),
                    .. Windows(RateLimits.Conversation(kind)),
                ];
                return TimeSpan.FromMilliseconds(
                    (long)await redis.GetDatabase().ScriptEvaluateAsync(Script, keys, arguments).WaitAsync(cancellationToken)
                );
            }
            catch (Exception away) when (away is RedisException or TimeoutException or ObjectDisposedException)
            {
                _awayUntil = _time.GetUtcNow() + TryAgainAfter;
                Log.RedisAway(_log, away.GetType().Name);
            }
        }

        return await _alone.TakeAsync(app, conversation, kind, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_redis.IsValueCreated)
        {
            (await _redis.Value).Dispose();
        }
    }

    private Task<ConnectionMultiplexer> ConnectAsync()
    {
        var options = ConfigurationOptions.Parse(_server);
        // It connects by itself as soon as the server is there.
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = 2000;
        options.SyncTimeout = 2000;
        return ConnectionMultiplexer.ConnectAsync(options);
    }

    private static IEnumerable<RedisValue> Windows(IReadOnlyList<RateWindow> windows) =>
        [windows.Count, .. windows.SelectMany(w => new RedisValue[] { w.Calls, (long)w.Span.TotalMilliseconds })];
}
