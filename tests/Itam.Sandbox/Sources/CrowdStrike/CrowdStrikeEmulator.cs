using System.Globalization;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Sources.Common;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Sources.CrowdStrike;

/// <summary>A Falcon cloud: OAuth, the scroll through host ids with a pointer that dies, details by id, and the envelope that hides errors.</summary>
public sealed class CrowdStrikeEmulator : IEmulatedSystem
{
    public const string ClientId = "5c0ffee5c0ffee5c0ffee5c0ffee5c0f";

    private static readonly TimeSpan PointerLife = TimeSpan.FromMinutes(2);

    private readonly TimeProvider _time;
    private readonly Bearers _bearers;

    public CrowdStrikeEmulator(TimeProvider time)
    {
        _time = time;
        _bearers = new Bearers("crowdstrike", time);
    }

    public string Name => "crowdstrike";

    public string Product => "CrowdStrike Falcon";

    public FaultPlan Faults { get; } = new();

    public List<JObject> Hosts { get; } = [];

    /// <summary>Ids that are listed, but whose details come with an error and without a row.</summary>
    public HashSet<string> Undescribed { get; } = [];

    public TimeSpan TokenLife { get; set; } = TimeSpan.FromSeconds(1799);

    /// <summary>The sign-in answers with a redirect there.</summary>
    public string? OtherCloud { get; set; }

    /// <summary>A refused client comes as a 500 that wraps a 400, as has been recorded.</summary>
    public bool RefusesWith500 { get; set; }

    /// <summary>Code of an error that the next answers carry under status 200, with nothing else in them.</summary>
    public Queue<int> ErrorsInside { get; } = new();

    /// <summary>That many answers are 429 with X-RateLimit-RetryAfter at this moment from now.</summary>
    public (int Times, TimeSpan After) Busy { get; set; }

    public bool IgnoresPointer { get; set; }

    public bool IgnoresFilter { get; set; }

    public int TokensIssued => _bearers.Issued;

    public List<string> Filters { get; } = [];

    /// <summary>Runs before a page of ids is answered, with how many ids were given before it.</summary>
    public Action<int>? BeforePage { get; set; }

    public void RevokeTokens() => _bearers.Revoke();

    public IReadOnlyDictionary<string, string> ConnectionSettings(Uri sandbox) =>
        new Dictionary<string, string>
        {
            ["Kind"] = "crowdstrike",
            ["BaseUrl"] = new Uri(sandbox, Name).ToString(),
            ["ClientId"] = ClientId,
            ["ClientSecret"] = _bearers.Secret("client secret"),
        };

    public string? ErrorBody(int status) => Envelope([], Error(status, "Planned fault.")).ToString();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/oauth2/token", SignInAsync);
        routes.MapGet("/devices/queries/devices-scroll/v1", c => GuardedAsync(c, () => ScrollAsync(c)));
        routes.MapGet("/devices/queries/devices/v1", c => GuardedAsync(c, () => FindAsync(c)));
        routes.MapPost("/devices/entities/devices/v2", c => GuardedAsync(c, () => DetailsAsync(c)));
    }

    private async Task SignInAsync(HttpContext context)
    {
        if (OtherCloud is not null)
        {
            context.Response.StatusCode = 308;
            context.Response.Headers.Location = OtherCloud + "/oauth2/token";
            return;
        }

        var form = await context.Request.ReadFormAsync();
        if (form["client_id"] != ClientId || form["client_secret"] != _bearers.Secret("client secret"))
        {
            await (
                RefusesWith500
                    ? Reply.JsonAsync(context, Envelope([], Error(400, "invalid client id")), 500)
                    : Reply.JsonAsync(context, Envelope([], Error(403, "access denied, authorization failed")), 403)
            );
            return;
        }

        context.Response.Headers["X-RateLimit-Limit"] = "300";
        await Reply.JsonAsync(
            context,
            new JObject
            {
                ["access_token"] = _bearers.Issue(TokenLife),
                ["token_type"] = "bearer",
                ["expires_in"] = (int)TokenLife.TotalSeconds,
            },
            201
        );
    }

    private Task GuardedAsync(HttpContext context, Func<Task> answer)
    {
        if (Busy.Times > 0)
        {
            Busy = Busy with { Times = Busy.Times - 1 };
            context.Response.Headers["X-RateLimit-RetryAfter"] = (_time.GetUtcNow() + Busy.After).ToUnixTimeSeconds().ToString();
            return Reply.JsonAsync(context, Envelope([], Error(429, "API rate limit exceeded.")), 429);
        }

        if (!_bearers.Accepts(context.Request))
        {
            return Reply.JsonAsync(context, Envelope([], Error(401, "access denied, invalid bearer token")), 401);
        }

        return ErrorsInside.TryDequeue(out var code) ? Reply.JsonAsync(context, Envelope([], Error(code, "An error inside."))) : answer();
    }

    private Task ScrollAsync(HttpContext context)
    {
        var (from, until) = context.Request.Query["offset"].ToString().Split('.') is [var position, var end]
            ? (int.Parse(position), DateTimeOffset.FromUnixTimeSeconds(long.Parse(end)))
            : (0, DateTimeOffset.MaxValue);
        if (until < _time.GetUtcNow())
        {
            return Reply.JsonAsync(context, Envelope([], Error(404, "Scroll has expired.")), 404);
        }

        BeforePage?.Invoke(from);
        var found = Found(context);
        var page = found.Skip(IgnoresPointer ? 0 : from).Take(Limit(context)).ToList();
        var next = from + page.Count;
        var body = Envelope(page.Select(h => h["device_id"]!));
        body["meta"]!["pagination"] = new JObject
        {
            ["total"] = found.Count,
            ["offset"] = next < found.Count ? $"{next}.{(_time.GetUtcNow() + PointerLife).ToUnixTimeSeconds()}" : "",
            ["expires_at"] = 0,
        };
        return Reply.JsonAsync(context, body);
    }

    private Task FindAsync(HttpContext context) =>
        Reply.JsonAsync(context, Envelope(Found(context).Take(Limit(context)).Select(h => h["device_id"]!)));

    private async Task DetailsAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var ids = JObject.Parse(await reader.ReadToEndAsync())["ids"]!.Select(i => i.ToString()).ToHashSet();
        var rows = Hosts.Where(h => ids.Contains(h["device_id"]!.ToString()) && !Undescribed.Contains(h["device_id"]!.ToString()));
        var missing = ids.Where(Undescribed.Contains).Select(id => Error(404, $"{id} not found")).ToArray();
        await Reply.JsonAsync(context, Envelope(rows, missing));
    }

    private List<JObject> Found(HttpContext context)
    {
        var filter = context.Request.Query["filter"].ToString();
        if (filter.Length > 0)
        {
            Filters.Add(filter);
        }

        return filter.Length == 0 || IgnoresFilter ? [.. Hosts] : [.. Hosts.Where(h => Fql.Matches(filter, h))];
    }

    private static int Limit(HttpContext context) => int.Parse(context.Request.Query["limit"].ToString(), CultureInfo.InvariantCulture);

    private static JObject Error(int code, string message) => new() { ["code"] = code, ["message"] = message };

    private static JObject Envelope(IEnumerable<JToken> resources, params JObject[] errors) =>
        new()
        {
            ["meta"] = new JObject
            {
                ["query_time"] = 0.01,
                ["powered_by"] = "device-api",
                ["trace_id"] = "00000000-0000-4000-8000-000000000001",
            },
            ["resources"] = new JArray(resources.Select(r => r.DeepClone())),
            ["errors"] = new JArray(errors.Cast<object>().ToArray()),
        };
}
