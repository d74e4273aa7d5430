using System.Globalization;
using Itam.Context.Connections;
using Itam.Context.Sources.Calls;
using Itam.Context.Sources.Warranties;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.Hp;

/// <summary>The calls of HP's warranty API: sign-in, query, and a job with its polling.</summary>
internal sealed class HpClient : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly TimeSpan _jobTimeout;
    private readonly ClientCredentialTokens _tokens;
    private readonly VendorClient _calls;
    private readonly TimeProvider _time;

    public HpClient(string name, HpSettings settings, string remedy, TimeProvider time, HttpMessageHandler? handler)
    {
        _jobTimeout = settings.JobTimeout;
        _time = time;
        var root = settings.BaseUrl.AbsoluteUri.TrimEnd('/');
        _tokens = new ClientCredentialTokens(
            name,
            new Uri(root + "/oauth/v1/token"),
            request => request.AddHeader("Authorization", BasicCredentials.Of(settings.ClientId, settings.ClientSecret)),
            "Check ClientId and ClientSecret. " + remedy,
            time,
            handler
        );
        var budget = new CallBudget(name, settings.CallsPerMinute, TimeSpan.FromMinutes(1), time);
        _calls = new VendorClient(
            new VendorClientOptions
            {
                Name = name,
                BaseUrl = new Uri(root + "/productwarranty/v2"),
                Authorization = async (request, fresh, token) =>
                {
                    await budget.WaitAsync(token);
                    request.AddOrUpdateHeader("Authorization", "Bearer " + await _tokens.GetAsync(fresh, token));
                },
                SignInAgain = true,
                Classify = budget.Classify,
                MaxConcurrency = 1,
                Timeout = TimeSpan.FromMinutes(1),
                Handler = new GunzipHandler(handler ?? GunzipHandler.Network()),
            },
            time
        );
    }

    public Task SignInAsync(CancellationToken cancellationToken) => _tokens.GetAsync(fresh: true, cancellationToken).AsTask();

    /// <summary>Answers at once; for a few serials.</summary>
    public async Task<JArray> QueryAsync(JArray devices, CancellationToken cancellationToken) =>
        Items(await _calls.SendAsync(Post("queries", devices), cancellationToken));

    /// <summary>Hands in a job and waits for its end, asking at growing distances.</summary>
    /// <exception cref="ConnectionException">The job failed or takes too long: Retry.</exception>
    public async Task<JArray> JobAsync(JArray devices, CancellationToken cancellationToken)
    {
        var handedIn = await _calls.SendAsync(Post("jobs", devices), cancellationToken);
        var job =
            (handedIn.Json as JObject)?["jobId"].Text() is { } id && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
                ? id
                : throw InTrouble("took a job but gave no number for it");
        var end = _time.GetUtcNow() + _jobTimeout;
        for (var pause = Estimate(handedIn); ; pause = Shorter(pause * 2, LongestPause))
        {
            if (_time.GetUtcNow() + pause > end)
            {
                throw InTrouble($"needs more than {_jobTimeout.TotalMinutes:0} min for a job; a smaller BatchSize may help");
            }

            await Task.Delay(pause, _time, cancellationToken);
            switch ((await JobCallAsync($"jobs/{job}", cancellationToken))?.Json is JObject state ? Status(state) : null)
            {
                case "completed" or "complete":
                    if (await JobCallAsync($"jobs/{job}/results", cancellationToken) is { } results)
                    {
                        return Items(results);
                    }

                    break;
                case "failed" or "error" or "cancelled" or "canceled" or "expired":
                    throw InTrouble("could not finish a job");
            }
        }
    }

    public void Dispose()
    {
        _calls.Dispose();
        _tokens.Dispose();
    }

    /// <returns>Null where HP is in passing trouble: the job goes on there all the same, and the end of its time is the limit.</returns>
    private async Task<VendorResponse?> JobCallAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await _calls.GetAsync(path, cancellationToken);
        }
        catch (ConnectionException passing) when (passing.Failure == ConnectionFailure.Retry)
        {
            return null;
        }
        catch (ConnectionException lost) when (lost.Status == 404)
        {
            throw InTrouble("lost a job");
        }
    }

    private static string? Status(JObject state) => state["status"].Text()?.Trim().Replace('_', ' ').ToLowerInvariant();

    /// <summary>HP estimates in seconds; whatever it says, we look within half a minute.</summary>
    private static TimeSpan Estimate(VendorResponse handedIn) =>
        double.TryParse((handedIn.Json as JObject)?["estimatedTime"].Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
        && seconds is > 0 and < 86_400
            ? Shorter(TimeSpan.FromSeconds(seconds), LongestPause)
            : FirstPause;

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    /// <summary>Anything but a list of items is an error inside a success; taking it for "no warranty" would be a lie.</summary>
    private JArray Items(VendorResponse response) => response.Json as JArray ?? throw InTrouble("answered without a list of devices");

    private ConnectionException InTrouble(string what) =>
        new(ConnectionFailure.Retry, $"{_calls.Name} {what}. It is tried again.", TimeSpan.FromMinutes(5));

    private static RestRequest Post(string path, JArray body) =>
        new RestRequest(path, Method.Post).AddStringBody(body.ToString(Formatting.None), ContentType.Json);
}
