using Itam.Context.Connections;

namespace Itam.Context.Sources.Calls;

/// <summary>
/// Keeps a connection below its vendor's limit: at most so many calls in any window, and none while a pause that the vendor asked for lasts. Belongs into
/// <see cref="VendorClientOptions.Authorization"/> and <see cref="VendorClientOptions.Classify"/>, so that retries and repeated sign-ins count too.
/// </summary>
internal sealed class CallBudget(string name, int calls, TimeSpan window, TimeProvider time)
{
    /// <summary>The pause after a 429 that names none; vendors count by the minute.</summary>
    private static readonly TimeSpan UsualPause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Queue<DateTimeOffset> _made = new();
    private DateTimeOffset _closedUntil;

    /// <summary>Waits until a call fits the window, and counts it.</summary>
    /// <exception cref="ConnectionException">The vendor asked for a pause and it is not over.</exception>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        while (Take() is { } pause)
        {
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    /// <summary>A 429 becomes a failure that tells how long to wait (from headers, else the body, else a minute), and closes the connection for that long.</summary>
    /// <returns>Null for every other answer.</returns>
    public ConnectionException? Classify(VendorResponse response)
    {
        if ((int)response.Status != 429)
        {
            return null;
        }

        var pause = HttpFailures.RetryAfter(response, time.GetUtcNow()) ?? InBody(response) ?? UsualPause;
        lock (_lock)
        {
            _closedUntil = time.GetUtcNow() + pause;
        }

        return Busy(pause);
    }

    private TimeSpan? Take()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_closedUntil > now)
            {
                throw Busy(_closedUntil - now);
            }

            while (_made.TryPeek(out var oldest) && oldest + window <= now)
            {
                _made.Dequeue();
            }

            if (_made.Count >= calls)
            {
                return _made.Peek() + window - now;
            }

            _made.Enqueue(now);
            return null;
        }
    }

    private ConnectionException Busy(TimeSpan pause) =>
        new(ConnectionFailure.Retry, $"{name} asked for a pause (429). It is tried again when that is over.", pause) { Status = 429 };

    private static TimeSpan? InBody(VendorResponse response)
    {
        try
        {
            var body = response.Json as Newtonsoft.Json.Linq.JObject;
            var text = (body?["retry_after"] ?? body?["retryAfter"]).Text();
            return double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 86_400
                ? TimeSpan.FromSeconds(seconds)
                : null;
        }
        catch (Newtonsoft.Json.JsonException)
        {
            // A busy gateway often answers with a page; then the usual pause applies.
            return null;
        }
    }
}
