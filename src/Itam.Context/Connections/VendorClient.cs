using System.Net;
using Newtonsoft.Json.Linq;
using Polly;
using Polly.Retry;
using RestSharp;

namespace Itam.Context.Connections;

/// <summary>
/// The one way to call a connected system: bounded concurrency, no redirects, a deadline, a short retry of reads, one fresh sign-in after a 401, and every
/// failure told apart as a <see cref="ConnectionException"/>. What a vendor does differently is in its <see cref="VendorClientOptions"/>.
/// </summary>
public sealed class VendorClient : IDisposable
{
    private readonly VendorClientOptions _options;
    private readonly RestClient _rest;
    private readonly SemaphoreSlim _slots;
    private readonly ResiliencePipeline<VendorResponse> _reads;
    private readonly TimeProvider _time;
    private long _pausedUntilTicks;

    public VendorClient(VendorClientOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _slots = new SemaphoreSlim(options.MaxConcurrency);
        _rest = new RestClient(
            new RestClientOptions(options.BaseUrl)
            {
                FollowRedirects = false,
                Timeout = Timeout.InfiniteTimeSpan,
                UserAgent = "Itam.Plugins/1",
                ThrowOnAnyError = false,
                ConfigureMessageHandler = handler => options.Handler ?? handler,
            }
        );
        _reads = new ResiliencePipelineBuilder<VendorResponse> { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions<VendorResponse>
                {
                    MaxRetryAttempts = 2,
                    Delay = TimeSpan.FromMilliseconds(200),
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    ShouldHandle = static outcome =>
                        ValueTask.FromResult(outcome.Outcome.Exception is ConnectionException { Failure: ConnectionFailure.Retry, RetryAfter: null }),
                }
            )
            .Build();
    }

    /// <summary>The system's name and connection for messages: "Acme Desk connection 'helpdesk'".</summary>
    public string Name => _options.Name;

    /// <summary>Reads; tried again at once on a passing failure.</summary>
    /// <exception cref="ConnectionException">The answer is not a success, or did not come.</exception>
    public async Task<VendorResponse> GetAsync(RestRequest request, CancellationToken cancellationToken) =>
        await _reads.ExecuteAsync(async token => await SendOnceSignedInAsync(Copy(request), token), cancellationToken);

    public Task<VendorResponse> GetAsync(string path, CancellationToken cancellationToken) => GetAsync(new RestRequest(path), cancellationToken);

    /// <summary>Writes; never repeated here, since the first try may have been carried out. The queue repeats after looking for our marker.</summary>
    /// <exception cref="ConnectionException">The answer is not a success, or did not come.</exception>
    public Task<VendorResponse> SendAsync(RestRequest request, CancellationToken cancellationToken) =>
        SendOnceSignedInAsync(request, cancellationToken);

    public void Dispose()
    {
        _rest.Dispose();
        _slots.Dispose();
    }

    private async Task<VendorResponse> SendOnceSignedInAsync(RestRequest request, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            ThrowWhilePaused();
            try
            {
                return await SendAsync(request, fresh: false, cancellationToken);
            }
            catch (ConnectionException refused) when (refused.Status == 401 && _options.SignInAgain)
            {
                return await SendAsync(Copy(request), fresh: true, cancellationToken);
            }
        }
        catch (ConnectionException busy) when (busy is { Failure: ConnectionFailure.Retry, RetryAfter: { } pause })
        {
            Interlocked.Exchange(ref _pausedUntilTicks, (_time.GetUtcNow() + pause).UtcTicks);
            throw;
        }
        finally
        {
            _slots.Release();
        }
    }

    private void ThrowWhilePaused()
    {
        var left = new DateTimeOffset(Interlocked.Read(ref _pausedUntilTicks), TimeSpan.Zero) - _time.GetUtcNow();
        if (_options.KeepsPauses && left > TimeSpan.Zero)
        {
            throw new ConnectionException(ConnectionFailure.Retry, $"{Name} asked for a pause. It is asked again when that is over.", left)
            {
                Status = 429,
            };
        }
    }

    private async Task<VendorResponse> SendAsync(RestRequest request, bool fresh, CancellationToken cancellationToken)
    {
        if (_options.Authorization is { } authorization)
        {
            await authorization(request, fresh, cancellationToken);
        }

        using var deadline = new CancellationTokenSource(_options.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        RestResponse answer;
        try
        {
            answer = await _rest.ExecuteAsync(request, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw TooSlow();
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (answer.StatusCode == default)
        {
            throw deadline.IsCancellationRequested
                ? TooSlow()
                : new ConnectionException(
                    ConnectionFailure.Retry,
                    $"{Name} cannot be reached ({answer.ErrorException?.GetBaseException().Message}). It is tried again; if it stays, check the address and the network.",
                    inner: answer.ErrorException
                );
        }

        var response = new VendorResponse(answer);
        if (_options.Classify?.Invoke(response) is { } own)
        {
            throw own;
        }

        return HttpFailures.Of(response, Name, _time.GetUtcNow()) is { } failure ? throw failure : response;
    }

    private ConnectionException TooSlow() =>
        new(ConnectionFailure.Retry, $"{Name} did not answer within {_options.Timeout.TotalSeconds:0} s. It is tried again.");

    private static RestRequest Copy(RestRequest request)
    {
        var copy = new RestRequest(request.Resource, request.Method);
        foreach (var parameter in request.Parameters)
        {
            if (!string.Equals(parameter.Name, "Authorization", StringComparison.OrdinalIgnoreCase))
            {
                copy.AddParameter(parameter);
            }
        }

        return copy;
    }
}

/// <summary>What differs between vendors.</summary>
public sealed record VendorClientOptions
{
    /// <summary>For messages: "Acme Desk connection 'helpdesk'".</summary>
    public required string Name { get; init; }
    public required Uri BaseUrl { get; init; }

    /// <summary>Adds credentials to a request; <c>fresh</c> asks for a new sign-in because the last one was refused.</summary>
    public Func<RestRequest, bool, CancellationToken, ValueTask>? Authorization { get; init; }

    /// <summary>True where a 401 may only mean an expired token.</summary>
    public bool SignInAgain { get; init; }

    /// <summary>While a pause that the system asked for lasts, nothing is sent, and each call fails at once with what is left of the pause.</summary>
    public bool KeepsPauses { get; init; }

    /// <summary>Recognises what the HTTP status does not say (an error inside a 200, a status with a special meaning); null leaves it to the status.</summary>
    public Func<VendorResponse, ConnectionException?>? Classify { get; init; }

    /// <summary>Calls at a time, over all tickets of this connection.</summary>
    public int MaxConcurrency { get; init; } = 4;
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For tests and proxies; null is the ordinary handler.</summary>
    public HttpMessageHandler? Handler { get; init; }
}

/// <summary>An answer, whatever its status.</summary>
public sealed class VendorResponse(RestResponse answer)
{
    private JToken? _json;

    public HttpStatusCode Status => answer.StatusCode;
    public string Text => answer.Content ?? "";
    public string ContentType => answer.ContentType ?? "";

    /// <summary>The body as JSON. Dates stay text; an empty body is an empty object.</summary>
    /// <exception cref="Newtonsoft.Json.JsonException">The body is not JSON (never after <see cref="VendorClient"/> returned it).</exception>
    public JToken Json => _json ??= VendorJson.Parse(Text);

    /// <summary>First value of a response header, or null.</summary>
    public string? Header(string name) =>
        answer.Headers?.FirstOrDefault(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase))?.Value
        ?? answer.ContentHeaders?.FirstOrDefault(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;

    /// <summary>Every value of a response header.</summary>
    public IEnumerable<string> HeaderValues(string name) =>
        (answer.Headers ?? []).Where(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value);
}
