using System.Collections.Concurrent;
using Itam.Sandbox.Faults;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Sources.Dell;

/// <summary>TechDirect's asset entitlements: an unknown tag is a row with "invalid", more than 100 tags are refused.</summary>
public sealed class DellEmulator(TimeProvider time) : IEmulatedSystem
{
    private const int MaxTags = 100;

    private readonly ConcurrentDictionary<string, JObject> _assets = new(StringComparer.Ordinal);

    public string Name => "dell";

    public string Product => "Dell TechDirect";

    public FaultPlan Faults { get; } = new();

    public EmulatedTokens Tokens { get; } = new();

    /// <summary>The tags of each accepted call.</summary>
    public List<string[]> Asked { get; } = [];

    /// <summary>Tags that make the whole call fail with a 400.</summary>
    public HashSet<string> Poison { get; } = [];

    /// <summary>Answered (with this status) instead of the list, one after another.</summary>
    public Queue<(int Status, string Body, string? Header, string? Value)> Instead { get; } = new();

    /// <summary>A device with one entitlement per (code, description, type, start, end); times as on the wire.</summary>
    public JObject Add(string tag, params (string Code, string? Description, string Type, string Start, string End)[] entitlements) =>
        _assets[tag] = new JObject
        {
            ["id"] = 2003316121,
            ["serviceTag"] = tag,
            ["shipDate"] = "2023-02-23T06:00:00Z",
            ["productLineDescription"] = "LATITUDE 5540",
            ["countryCode"] = "DE",
            ["invalid"] = false,
            ["duplicated"] = false,
            ["entitlements"] = new JArray(
                entitlements.Select(e => new JObject
                {
                    ["itemNumber"] = "997-8328",
                    ["startDate"] = e.Start,
                    ["endDate"] = e.End,
                    ["entitlementType"] = e.Type,
                    ["serviceLevelCode"] = e.Code,
                    ["serviceLevelDescription"] = e.Description,
                    ["serviceLevelGroup"] = 5,
                })
            ),
        };

    public IReadOnlyDictionary<string, string> ConnectionSettings(Uri sandbox) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Kind"] = "dell",
            ["TokenUrl"] = new Uri(sandbox, "/dell/auth/oauth/v2/token").AbsoluteUri,
            ["EntitlementsUrl"] = new Uri(sandbox, "/dell/PROD/sbil/eapi/v5/asset-entitlements").AbsoluteUri,
            ["ClientId"] = EmulatedTokens.ClientId,
            ["ClientSecret"] = EmulatedTokens.ClientSecret,
        };

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/auth/oauth/v2/token", (HttpRequest request) => Tokens.IssueAsync(request));
        routes.MapGet("/PROD/sbil/eapi/v5/asset-entitlements", Entitlements);
    }

    public string? ErrorBody(int status) => null;

    private IResult Entitlements(HttpRequest request, HttpResponse response)
    {
        if (!Tokens.Accepts(request))
        {
            return Results.StatusCode(401);
        }

        if (Instead.TryDequeue(out var instead))
        {
            if (instead.Header is not null)
            {
                response.Headers[instead.Header] = instead.Value;
            }

            return Results.Text(instead.Body, "application/json", statusCode: instead.Status);
        }

        var tags = request.Query["servicetags"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (tags.Length is 0 or > MaxTags || tags.Any(Poison.Contains))
        {
            return Results.Text("""{"error":"Bad request"}""", "application/json", statusCode: 400);
        }

        Asked.Add(tags);
        var rows = tags.Select(tag => _assets.TryGetValue(tag, out var asset) ? asset : Unknown(tag));
        return Results.Text(new JArray(rows).ToString(Formatting.None), "application/json");
    }

    private JObject Unknown(string tag) =>
        new()
        {
            ["id"] = 0,
            ["serviceTag"] = tag,
            ["shipDate"] = null,
            ["invalid"] = true,
            ["duplicated"] = false,
            ["entitlements"] = new JArray(),
            ["fetchedAt"] = time.GetUtcNow().ToUnixTimeSeconds(),
        };
}
