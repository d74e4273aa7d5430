using Itam.Sandbox.Faults;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Sources.Level;

/// <summary>Level's REST API: a bare key, pages of 20 unless asked, a cursor that must be a device's id, details only on request.</summary>
public sealed class LevelEmulator(TimeProvider time) : IEmulatedSystem
{
    public const string ApiKey = "sandbox-level-key";

    private static readonly string[] Details = ["operating_system", "cpus", "memory", "disks", "network_interfaces"];

    public string Name => "level";

    public string Product => "Level";

    public FaultPlan Faults { get; } = new();

    /// <summary>In the order of the list.</summary>
    public List<JToken> Devices { get; } = [];

    /// <summary>Answered (with this status) instead of a page, one after another.</summary>
    public Queue<(int Status, string Body)> Instead { get; } = new();

    /// <summary>The cursor of each page that was given out.</summary>
    public List<string?> Cursors { get; } = [];

    /// <summary>A laptop as the documented calls show it.</summary>
    public JObject Add(string id, string hostname, string? serial)
    {
        var device = new JObject
        {
            ["id"] = id,
            ["hostname"] = hostname,
            ["nickname"] = "Dana's laptop",
            ["serial_number"] = serial,
            ["online"] = true,
            ["platform"] = "Windows",
            ["role"] = "Workstation",
            ["group_id"] = null,
            ["manufacturer"] = "LENOVO",
            ["model"] = "ThinkPad T14",
            ["maintenance_mode"] = false,
            ["last_seen"] = time.GetUtcNow().AddMinutes(-5).ToString("yyyy-MM-ddTHH:mm:ssZ"),
            ["last_reboot"] = "2026-11-01T06:30:00Z",
            ["operating_system"] = new JObject { ["name"] = "Windows 11 Pro", ["version"] = "24H2" },
            ["cpus"] = new JArray(),
            ["memory"] = new JObject { ["total"] = 17_179_869_184 },
            ["disks"] = new JArray(
                new JObject
                {
                    ["partitions"] = new JArray(
                        new JObject
                        {
                            ["mount_point"] = "C:",
                            ["size"] = 256_000_000_000,
                            ["free"] = 8_000_000_000,
                        },
                        new JObject
                        {
                            ["mount_point"] = "D:",
                            ["size"] = 1_000_000_000_000,
                            ["free"] = 900_000_000_000,
                        }
                    ),
                }
            ),
            ["network_interfaces"] = new JArray(
                new JObject { ["name"] = "Wi-Fi", ["mac_address"] = "3C:52:82:11:22:33" },
                new JObject { ["name"] = "Loopback", ["mac_address"] = null }
            ),
            ["encryption"] = "encrypted",
        };
        Devices.Add(device);
        return device;
    }

    public IReadOnlyDictionary<string, string> ConnectionSettings(Uri sandbox) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Kind"] = "level",
            ["BaseUrl"] = new Uri(sandbox, "/level/v2").AbsoluteUri,
            ["ApiKey"] = ApiKey,
        };

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2/devices", Page);
        routes.MapGet("/v2/devices/{id}", One);
    }

    public string? ErrorBody(int status) => status == 401 ? """{"error":"Access denied"}""" : null;

    private IResult Page(HttpRequest request)
    {
        if (request.Headers.Authorization != ApiKey)
        {
            return Denied();
        }

        if (Instead.TryDequeue(out var instead))
        {
            return Results.Text(instead.Body, "application/json", statusCode: instead.Status);
        }

        var limit = int.TryParse(request.Query["limit"], out var asked) ? asked : 20;
        if (limit is < 1 or > 100)
        {
            return Results.Text("""{"error":"limit must be between 1 and 100"}""", "application/json", statusCode: 400);
        }

        var start = 0;
        var after = request.Query["starting_after"].FirstOrDefault();
        if (after is not null)
        {
            start = Devices.FindIndex(d => d is JObject o && (string?)o["id"] == after) + 1;
            if (start == 0)
            {
                return Results.Text("""{"error":"no such cursor"}""", "application/json", statusCode: 404);
            }
        }

        Cursors.Add(after);
        var rows = Devices.Skip(start).Take(limit).Select(d => d is JObject o ? Shown(o, request) : d);
        var body = new JObject { ["data"] = new JArray(rows), ["has_more"] = start + limit < Devices.Count };
        return Results.Text(body.ToString(Formatting.None), "application/json");
    }

    private IResult One(string id, HttpRequest request) =>
        request.Headers.Authorization != ApiKey ? Denied()
        : Devices.OfType<JObject>().FirstOrDefault(d => (string?)d["id"] == id) is { } device
            ? Results.Text(Shown(device, request).ToString(Formatting.None), "application/json")
        : Results.Text("""{"error":"Not found"}""", "application/json", statusCode: 404);

    private static JObject Shown(JObject device, HttpRequest request)
    {
        var shown = (JObject)device.DeepClone();
        foreach (var detail in Details.Where(d => request.Query["include_" + d] != "true"))
        {
            shown.Remove(detail);
        }

        return shown;
    }

    private static IResult Denied() => Results.Text("""{"error":"Access denied"}""", "application/json", statusCode: 401);
}
