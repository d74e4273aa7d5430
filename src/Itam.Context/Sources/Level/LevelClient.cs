using System.Globalization;
using Itam.Context.Connections;
using Itam.Context.Sources.Calls;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.Level;

/// <summary>Level's REST API, version 2: a bare key in Authorization, pages by the id of the last device. Only reads.</summary>
internal sealed class LevelClient : IDisposable
{
    private static readonly string[] Details =
    [
        "include_operating_system",
        "include_cpus",
        "include_memory",
        "include_disks",
        "include_network_interfaces",
    ];

    private readonly VendorClient _calls;

    public LevelClient(string name, LevelSettings settings, TimeProvider time, HttpMessageHandler? handler)
    {
        var budget = new CallBudget(name, settings.CallsPerMinute, TimeSpan.FromMinutes(1), time);
        _calls = new VendorClient(
            new VendorClientOptions
            {
                Name = name,
                BaseUrl = settings.BaseUrl,
                Authorization = async (request, _, token) =>
                {
                    await budget.WaitAsync(token);

                    // The key alone: Level refuses "Bearer".
                    request.AddOrUpdateHeader("Authorization", settings.ApiKey);
                },
                Classify = budget.Classify,
                MaxConcurrency = 2,
                Handler = handler,
            },
            time
        );
    }

    public string Name => _calls.Name;

    /// <param name="after">Id of the last device of the page before; null for the first page.</param>
    /// <returns>The rows, and whether there are more; null where the answer does not say.</returns>
    public async Task<(JArray Rows, bool? HasMore)> PageAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var request = WithDetails("devices").AddQueryParameter("limit", limit.ToString(CultureInfo.InvariantCulture));
        if (after is not null)
        {
            request.AddQueryParameter("starting_after", after);
        }

        var body = (await _calls.GetAsync(request, cancellationToken)).Json as JObject;
        return body?["data"] is JArray rows
            ? (rows, bool.TryParse(body["has_more"].Text(), out var more) ? more : null)
            : throw new ConnectionException(
                ConnectionFailure.Retry,
                $"{Name} answered without a list of devices{Says(body)}. It is tried again; if it stays, check BaseUrl."
            );
    }

    /// <returns>Null: there is no such device.</returns>
    public async Task<JObject?> DeviceAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var body = (await _calls.GetAsync(WithDetails("devices/" + Uri.EscapeDataString(id)), cancellationToken)).Json as JObject;
            return body?["data"] as JObject ?? body;
        }
        catch (ConnectionException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    public void Dispose() => _calls.Dispose();

    private static RestRequest WithDetails(string path)
    {
        var request = new RestRequest(path);
        foreach (var detail in Details)
        {
            request.AddQueryParameter(detail, "true");
        }

        return request;
    }

    private static string Says(JObject? body) => body?["error"].Text() is { } words ? $" ({Enrichment.ReportText.Clean(words)})" : "";
}
