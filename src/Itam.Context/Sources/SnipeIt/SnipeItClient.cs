using System.Globalization;
using Itam.Context.Connections;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.SnipeIt;

/// <summary>
/// Snipe-IT's REST API v1 (snipe-it.readme.io; routes/api.php of releases 8.1 to 8.5) with a personal access token of one user, whose rights apply. Lists
/// come as {"total":n,"rows":[…]} without an envelope. Every failure is a <see cref="ConnectionException"/>.
/// </summary>
internal sealed class SnipeItClient : IDisposable
{
    /// <summary>The default of MAX_RESULTS; an instance that allows less silently sends less.</summary>
    public const int PageSize = 500;
    private const int Tries = 4;

    private readonly VendorClient _calls;
    private readonly SnipeItPace _pace;

    public SnipeItClient(string connection, SnipeItSettings settings, TimeProvider time, HttpMessageHandler? handler)
    {
        var name = $"Snipe-IT connection '{connection}'";
        _pace = new SnipeItPace(settings.CallsPerMinute, name, time);
        _calls = new VendorClient(
            new VendorClientOptions
            {
                Name = name,
                BaseUrl = new Uri(settings.Address.AbsoluteUri.TrimEnd('/') + "/api/v1"),
                Authorization = (request, _, _) =>
                {
                    request.AddOrUpdateHeader("Authorization", "Bearer " + settings.Token);
                    // Without it a bad token is answered with a redirect to the sign-in page.
                    request.AddOrUpdateHeader("Accept", "application/json");
                    return ValueTask.CompletedTask;
                },
                Classify = response => SnipeItFailures.Classify(response, name, time.GetUtcNow()),
                MaxConcurrency = 3,
                Handler = handler,
            },
            time
        );
    }

    /// <summary>For messages: "Snipe-IT connection 'assets'".</summary>
    public string Name => _calls.Name;

    /// <summary>A page of a list, in the background: waits its turn, and through the pauses that the instance asks for.</summary>
    public async Task<SnipeItRows> PageAsync(string path, CancellationToken cancellationToken, params (string Name, string Value)[] parameters) =>
        Rows((await PacedAsync(Get(path, parameters), cancellationToken)).Json, path);

    /// <summary>One record, in the background.</summary>
    public Task<JObject?> RecordAsync(string path, CancellationToken cancellationToken) =>
        OrNullAsync(async () => (await PacedAsync(Get(path), cancellationToken)).Json as JObject);

    /// <summary>A list, at once; empty where there is none.</summary>
    public async Task<IReadOnlyList<JObject>> LiveRowsAsync(
        string path,
        CancellationToken cancellationToken,
        params (string Name, string Value)[] parameters
    )
    {
        var body = await OrNullAsync(async () => (await LiveAsync(Get(path, parameters), cancellationToken)).Json as JObject);
        return body is null ? []
            // One object where the look-up can only find one, a list where it may find several.
            : body["rows"] is null && body["id"] is not null ? [body]
            : [.. Rows(body, path).Rows.OfType<JObject>()];
    }

    /// <summary>One record, at once; null where there is none.</summary>
    public Task<JObject?> LiveRecordAsync(string path, CancellationToken cancellationToken) =>
        OrNullAsync(async () => (await LiveAsync(Get(path), cancellationToken)).Json as JObject);

    /// <summary>One call of a list, to see whether it may be read and how long it is.</summary>
    public async Task<int> CountAsync(string path, CancellationToken cancellationToken) =>
        Rows((await LiveAsync(Get(path, ("limit", "1")), cancellationToken)).Json, path).Total;

    public Task PostAsync(string path, JObject body, CancellationToken cancellationToken) =>
        LiveAsync(new RestRequest(path, Method.Post).AddStringBody(body.ToString(Formatting.None), ContentType.Json), cancellationToken);

    public void Dispose() => _calls.Dispose();

    private async Task<VendorResponse> PacedAsync(RestRequest request, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            await _pace.WaitAsync(cancellationToken);
            try
            {
                return await _calls.GetAsync(request, cancellationToken);
            }
            catch (ConnectionException busy) when (busy is { Status: 429, RetryAfter: { } pause })
            {
                _pace.Close(pause);
                if (tried >= Tries)
                {
                    throw;
                }
            }
        }
    }

    private async Task<VendorResponse> LiveAsync(RestRequest request, CancellationToken cancellationToken)
    {
        _pace.CountLive();
        try
        {
            return request.Method == Method.Get
                ? await _calls.GetAsync(request, cancellationToken)
                : await _calls.SendAsync(request, cancellationToken);
        }
        catch (ConnectionException busy) when (busy is { Status: 429, RetryAfter: { } pause })
        {
            _pace.Close(pause);
            throw;
        }
    }

    private static async Task<JObject?> OrNullAsync(Func<Task<JObject?>> call)
    {
        try
        {
            return await call();
        }
        catch (ConnectionException missing) when (missing.FoundNothing())
        {
            return null;
        }
    }

    private SnipeItRows Rows(JToken json, string path) =>
        json is JObject body
        && body["rows"] is JArray rows
        && int.TryParse(body["total"].Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var total)
            ? new SnipeItRows(total, rows)
            // Taking an answer without its list for an empty list would make everything in it missing.
            : throw new ConnectionException(ConnectionFailure.Retry, $"{Name} gave an answer without rows for {path}. It is tried again.");

    private static RestRequest Get(string path, params (string Name, string Value)[] parameters)
    {
        var request = new RestRequest(path);
        foreach (var (name, value) in parameters)
        {
            request.AddQueryParameter(name, value);
        }

        return request;
    }
}

internal sealed record SnipeItRows(int Total, JArray Rows);
