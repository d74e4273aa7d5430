using System.Collections.Concurrent;
using Itam.Sandbox.Faults;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Sources.Lenovo;

/// <summary>Lenovo's support API: one serial is answered by an object, several (or one that is ambiguous) by a list.</summary>
public sealed class LenovoEmulator(TimeProvider time) : IEmulatedSystem
{
    public const string Token = "sandbox-lenovo-token";

    private readonly ConcurrentDictionary<string, JObject> _products = new(StringComparer.Ordinal);

    public string Name => "lenovo";

    public string Product => "Lenovo Support";

    public FaultPlan Faults { get; } = new();

    /// <summary>Each accepted call: "GET A" or "POST A,B".</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Answered with a 200 instead of the product, one after another.</summary>
    public Queue<string> Instead { get; } = new();

    /// <param name="serial">PF3ABCDE, or PF3ABCDE.21HD where one serial has several machine types.</param>
    public JObject Add(string serial, params (string Type, string Name, string Start, string End)[] warranties) =>
        _products[serial] = new JObject
        {
            ["Serial"] = serial.Split('.')[0],
            ["Product"] = "LAPTOPS-AND-NETBOOKS/THINKPAD-T-SERIES-LAPTOPS",
            ["InWarranty"] = true,
            ["Purchased"] = "2023-03-01T00:00:00Z",
            ["Shipped"] = "2023-02-20T00:00:00Z",
            ["Country"] = "DE",
            ["Warranty"] = new JArray(
                warranties.Select(w => new JObject
                {
                    ["ID"] = "3EZ",
                    ["Name"] = w.Name,
                    ["Description"] = "This product has a limited warranty.",
                    ["Type"] = w.Type,
                    ["Start"] = w.Start,
                    ["End"] = w.End,
                })
            ),
        };

    public IReadOnlyDictionary<string, string> ConnectionSettings(Uri sandbox) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Kind"] = "lenovo",
            ["WarrantyUrl"] = new Uri(sandbox, "/lenovo/v2.5/warranty").AbsoluteUri,
            ["ClientId"] = Token,
        };

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2.5/warranty", (HttpRequest request) => Answer(request, "GET", request.Query["Serial"].ToString()));
        routes.MapPost(
            "/v2.5/warranty",
            async (HttpRequest request) => Answer(request, "POST", (await request.ReadFormAsync())["Serial"].ToString())
        );
    }

    public string? ErrorBody(int status) => null;

    private IResult Answer(HttpRequest request, string method, string list)
    {
        if (request.Headers["ClientID"] != Token)
        {
            return Results.StatusCode(401);
        }

        Asked.Add($"{method} {list}");
        if (Instead.TryDequeue(out var instead))
        {
            return Results.Text(instead, "application/json");
        }

        var serials = list.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var found = serials.SelectMany(Find).ToList();
        JToken body = serials.Length == 1 && found.Count == 1 ? found[0] : new JArray(found);
        return Results.Text(body.ToString(Formatting.None), "application/json");
    }

    private IEnumerable<JObject> Find(string serial)
    {
        var found = _products.Where(p => p.Key == serial || p.Key.StartsWith(serial + ".", StringComparison.Ordinal)).Select(p => p.Value).ToList();
        return found.Count > 0
            ? found
            :
            [
                new JObject
                {
                    ["Serial"] = serial.Split('.')[0],
                    ["ErrorCode"] = 100,
                    ["ErrorMessage"] = "No warranty information",
                    ["Time"] = time.GetUtcNow().ToUnixTimeSeconds(),
                },
            ];
    }
}
