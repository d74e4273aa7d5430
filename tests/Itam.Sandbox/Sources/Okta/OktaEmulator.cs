using System.Globalization;
using System.Security.Cryptography;
using Itam.Sandbox.Faults;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Sources.Okta;

/// <summary>One Okta org: users and devices with cursors, rate limit headers, an API token and a service app.</summary>
public sealed class OktaEmulator(TimeProvider time) : IEmulatedSystem
{
    public const string ApiToken = "00sandboxSandboxSandboxSandboxSandboxSand";
    public const string ClientId = "0oaSandboxServiceApp";
    public const string KeyId = "key-1";

    private readonly Lock _lock = new();
    private readonly HashSet<string> _tokens = new(StringComparer.Ordinal);
    private readonly List<string> _requests = [];
    private int _issued;

    public string Name => "okta";

    public string Product => "Okta";

    public FaultPlan Faults { get; } = new();

    public List<JObject> Devices { get; } = [];

    public List<JObject> Users { get; } = [];

    /// <summary>Public half of the service app's key; null: the org only knows the API token.</summary>
    public RSA? AppKey { get; set; }

    /// <summary>Never more rows per page, whatever limit asks for.</summary>
    public int PageSize { get; set; } = 2;

    /// <summary>What the rate limit headers say.</summary>
    public int RateLimit { get; set; } = 600;

    public int RateRemaining { get; set; } = 600;

    public TimeSpan RateResetsIn { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>That many answers are 429 with the reset time as the only hint.</summary>
    public int TooManyRequests { get; set; }

    /// <summary>Both links share one header line.</summary>
    public bool JoinsLinks { get; set; }

    /// <summary>Every next link leads to the same page.</summary>
    public bool GoesInCircles { get; set; }

    /// <summary>Where next links lead; null is this emulator.</summary>
    public string? OtherHost { get; set; }

    /// <summary>Cursors of before are refused (400).</summary>
    public bool ForgotCursors { get; set; }

    /// <summary>The next answers carry an error inside a 200.</summary>
    public int ErrorsInside200 { get; set; }

    /// <summary>The devices feature is not there (403).</summary>
    public bool WithoutDevices { get; set; }

    public int TokensIssued => _issued;

    /// <summary>Every API call as "/users?limit=200", decoded.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    public IReadOnlyDictionary<string, string> ConnectionSettings(Uri sandbox) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Kind"] = Name,
            ["BaseUrl"] = $"{sandbox.AbsoluteUri.TrimEnd('/')}/{Name}",
            ["Token"] = ApiToken,
        };

    public string? ErrorBody(int status) => Error(status == 429 ? "E0000047" : "E0000009", "A planned fault.").ToString(Formatting.None);

    /// <summary>Access tokens given out so far are refused from now on.</summary>
    public void ExpireTokens()
    {
        lock (_lock)
        {
            _tokens.Clear();
        }
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/oauth2/v1/token", SignInAsync);
        Get("/users", (context, _) => List(context, Users, expand: false));
        Get("/users/{id}", (_, id) => User(id) is { } user ? Found(user) : NotFound);
        Get("/users/{id}/devices", (_, id) => User(id) is { } user ? (200, DevicesOf(user)) : NotFound);
        Get("/devices", (context, _) => WithoutDevices ? (403, Error("E0000015", "You do not have permission to access the feature")) : List(context, Devices, true));
        Get("/devices/{id}", (_, id) => Devices.Find(d => (string?)d["id"] == id) is { } device ? Found(Bare(device)) : NotFound);

        void Get(string path, Func<HttpContext, string?, (int Status, JToken Body)> answer) =>
            routes.MapGet("/api/v1" + path, context => AnswerAsync(context, answer));
    }

    private static (int, JToken) NotFound => (404, Error("E0000007", "Not found: Resource not found"));

    private static (int, JToken) Found(JObject row) => (200, row);

    private JObject? User(string? id) =>
        Users.Find(u => (string?)u["id"] == id || string.Equals((string?)u["profile"]?["login"], id, StringComparison.OrdinalIgnoreCase));

    private JArray DevicesOf(JObject user) =>
        new(
            Devices
                .Where(d => (d["_embedded"]?["users"] as JArray ?? []).Any(u => (string?)u["user"]?["id"] == (string?)user["id"]))
                .Select(d => new JObject
                {
                    ["created"] = d["created"],
                    ["deviceUserId"] = "oDU" + d["id"],
                    ["device"] = Bare(d),
                })
        );

    private static JObject Bare(JObject device)
    {
        var bare = (JObject)device.DeepClone();
        bare.Remove("_embedded");
        return bare;
    }

    private async Task SignInAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var endpoint = $"{Root(context.Request)}/oauth2/v1/token";
        if (AppKey is null || form["grant_type"] != "client_credentials" || !OktaAssertion.Accepts(form, AppKey, ClientId, KeyId, endpoint, time.GetUtcNow()))
        {
            await WriteAsync(
                context,
                401,
                new JObject { ["error"] = "invalid_client", ["error_description"] = "The client_assertion signature is invalid." }
            );
            return;
        }

        string token;
        lock (_lock)
        {
            token = $"token-{++_issued}";
            _tokens.Add(token);
        }

        await WriteAsync(
            context,
            200,
            new JObject
            {
                ["token_type"] = "Bearer",
                ["expires_in"] = 3600,
                ["access_token"] = token,
                ["scope"] = form["scope"].ToString(),
            }
        );
    }

    private async Task AnswerAsync(HttpContext context, Func<HttpContext, string?, (int Status, JToken Body)> answer)
    {
        (int Status, JToken Body) reply;
        lock (_lock)
        {
            _requests.Add(context.Request.Path.Value!["/api/v1".Length..] + Uri.UnescapeDataString(context.Request.QueryString.Value ?? ""));
            var now = time.GetUtcNow();
            var headers = context.Response.Headers;
            headers.Date = now.ToString("R", CultureInfo.InvariantCulture);
            headers["x-rate-limit-limit"] = RateLimit.ToString(CultureInfo.InvariantCulture);
            headers["x-rate-limit-remaining"] = RateRemaining.ToString(CultureInfo.InvariantCulture);
            headers["x-rate-limit-reset"] = (now + RateResetsIn).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var proof = context.Request.Headers.Authorization.ToString();
            if (proof != "SSWS " + ApiToken && !_tokens.Contains(proof.Replace("Bearer ", "", StringComparison.Ordinal)))
            {
                reply = (401, Error("E0000011", "Invalid token provided"));
            }
            else if (TooManyRequests > 0)
            {
                TooManyRequests--;
                reply = (429, Error("E0000047", "API call exceeded rate limit due to too many requests."));
            }
            else if (ErrorsInside200 > 0)
            {
                ErrorsInside200--;
                reply = (200, Error("E0000009", "Internal Server Error"));
            }
            else
            {
                reply = answer(context, (string?)context.Request.RouteValues["id"]);
            }
        }

        await WriteAsync(context, reply.Status, reply.Body);
    }

    private (int, JToken) List(HttpContext context, List<JObject> all, bool expand)
    {
        var request = context.Request;
        var asked = request.Query["search"].ToString() is { Length: > 0 } search ? search : request.Query["filter"].ToString();
        var found = asked.Length > 0 ? all.Where(OktaQuery.Of(asked)).ToList() : [.. all.Where(u => (string?)u["status"] != "DEPROVISIONED")];
        var at = 0;
        if (request.Query.ContainsKey("after"))
        {
            // Cursors only work as they were given: encoded once.
            var raw = request.QueryString.Value!.TrimStart('?').Split('&').First(p => p.StartsWith("after=", StringComparison.Ordinal))["after=".Length..];
            if (ForgotCursors || !raw.StartsWith("c%3A", StringComparison.Ordinal) || !int.TryParse(raw[4..], CultureInfo.InvariantCulture, out at))
            {
                return (400, Error("E0000031", "Invalid search criteria."));
            }
        }

        var size = Math.Min(PageSize, int.Parse(request.Query["limit"].ToString(), CultureInfo.InvariantCulture));
        AddLinks(context, at + size < found.Count || GoesInCircles ? (GoesInCircles ? 0 : at + size) : null);
        var keeps = !expand || request.Query["expand"] == "user";
        return (200, new JArray(found.Skip(at).Take(size).Select(row => (JToken)(keeps ? row.DeepClone() : Bare(row)))));
    }

    private void AddLinks(HttpContext context, int? next)
    {
        var request = context.Request;
        var kept = request.Query.Where(q => q.Key != "after").Select(q => $"{q.Key}={Uri.EscapeDataString(q.Value.ToString())}").ToList();
        var self = $"<{Root(request)}{request.Path}?{string.Join('&', kept)}>; rel=\"self\"";
        var links = next is null
            ? [self]
            : new[] { self, $"<{OtherHost ?? Root(request)}{request.Path}?{string.Join('&', [.. kept, $"after=c%3A{next}"])}>; rel=\"next\"" };
        context.Response.Headers.Link = JoinsLinks ? string.Join(", ", links) : new Microsoft.Extensions.Primitives.StringValues(links);
    }

    private static string Root(HttpRequest request) => $"{request.Scheme}://{request.Host}{request.PathBase}";

    private static JObject Error(string code, string summary) =>
        new()
        {
            ["errorCode"] = code,
            ["errorSummary"] = summary,
            ["errorLink"] = code,
            ["errorId"] = "oaeSandbox",
            ["errorCauses"] = new JArray(),
        };

    private static Task WriteAsync(HttpContext context, int status, JToken body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToString(Formatting.None));
    }
}
