using System.Threading.Channels;

namespace Itam.Sandbox.Webhooks;

/// <summary>Sends a desk's webhooks the way the vendor does: in the background, with its retry profile, and with faults on demand.</summary>
public sealed class WebhookSender : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(20) };
    private readonly Channel<OutgoingWebhook> _queue = Channel.CreateUnbounded<OutgoingWebhook>();
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private readonly RetryProfile _retry;
    private readonly Task _pump;
    private readonly List<SentWebhook> _sent = [];
    private OutgoingWebhook? _heldBack;
    private int _onTheWay;

    public WebhookSender(RetryProfile retry, TimeProvider time)
    {
        _retry = retry;
        _time = time;
        _pump = Task.Run(PumpAsync);
    }

    /// <summary>Where the product listens: the full address of the connection's webhook. Null: nothing is sent.</summary>
    public Uri? Target { get; set; }

    /// <summary>Every webhook goes out twice.</summary>
    public bool Duplicate { get; set; }

    /// <summary>Each pair of webhooks goes out in reverse.</summary>
    public bool Reorder { get; set; }

    /// <summary>Webhooks are lost on the way.</summary>
    public bool Drop { get; set; }

    /// <summary>Webhooks whose first attempt has not ended yet.</summary>
    public int OnTheWay => Volatile.Read(ref _onTheWay);

    public IReadOnlyList<SentWebhook> Sent
    {
        get
        {
            lock (_sent)
            {
                return [.. _sent];
            }
        }
    }

    /// <summary>Queues one webhook. <paramref name="sign"/> adds the vendor's headers; it runs again on each attempt (0 is the first).</summary>
    public void Enqueue(byte[] body, string contentType, Action<HttpRequestMessage, int> sign)
    {
        if (Drop)
        {
            return;
        }

        var webhook = new OutgoingWebhook(body, contentType, sign);
        if (Reorder && _heldBack is null)
        {
            _heldBack = webhook;
            return;
        }

        Send(webhook);
        if (_heldBack is { } earlier)
        {
            _heldBack = null;
            Send(earlier);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pump;
        _http.Dispose();
        _stop.Dispose();
    }

    private void Send(OutgoingWebhook webhook)
    {
        for (var copy = 0; copy < (Duplicate ? 2 : 1); copy++)
        {
            Interlocked.Increment(ref _onTheWay);
            _queue.Writer.TryWrite(webhook);
        }
    }

    private async Task PumpAsync()
    {
        try
        {
            await foreach (var webhook in _queue.Reader.ReadAllAsync(_stop.Token))
            {
                // Vendors send in parallel; one slow receiver does not hold back the next webhook.
                _ = DeliverAsync(webhook);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task DeliverAsync(OutgoingWebhook webhook)
    {
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                var (status, retryAfter) = await TryAsync(webhook, attempt);
                lock (_sent)
                {
                    _sent.Add(new SentWebhook(status, attempt, webhook.Body));
                }

                if (attempt == 0)
                {
                    Interlocked.Decrement(ref _onTheWay);
                }

                if (attempt >= _retry.Delays.Count || !_retry.IsRetried(status))
                {
                    return;
                }

                var told = _retry.HonoursRetryAfter ? retryAfter : null;
                await Task.Delay(told ?? _retry.Delays[attempt], _time, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task<(int? Status, TimeSpan? RetryAfter)> TryAsync(OutgoingWebhook webhook, int attempt)
    {
        if (Target is not { } target)
        {
            return (null, null);
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(webhook.Body) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", webhook.ContentType);
            webhook.Sign(request, attempt);
            using var response = await _http.SendAsync(request, _stop.Token);
            return ((int)response.StatusCode, response.Headers.RetryAfter?.Delta);
        }
        catch (HttpRequestException)
        {
            return (null, null);
        }
        catch (TaskCanceledException) when (!_stop.IsCancellationRequested)
        {
            return (null, null);
        }
    }

    private sealed record OutgoingWebhook(byte[] Body, string ContentType, Action<HttpRequestMessage, int> Sign);
}

/// <param name="Status">Null: no answer.</param>
public sealed record SentWebhook(int? Status, int Attempt, byte[] Body);

/// <summary>When a vendor tries again.</summary>
/// <param name="Delays">Pause before each further attempt; empty for a vendor that never retries.</param>
/// <param name="IsRetried">Whether this status (null: no answer) is tried again.</param>
public sealed record RetryProfile(IReadOnlyList<TimeSpan> Delays, Func<int?, bool> IsRetried)
{
    /// <summary>A Retry-After of the receiver takes the place of the vendor's own pause.</summary>
    public bool HonoursRetryAfter { get; init; }

    public static readonly RetryProfile Never = new([], static _ => false);
}
