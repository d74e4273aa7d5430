using System.Security.Cryptography.X509Certificates;
using Itam.Sandbox.Faults;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Sources.MicrosoftGraph;

/// <summary>What @odata.count says.</summary>
public enum GraphCount
{
    None,
    Total,
    Page,

    /// <summary>One more than there is.</summary>
    Wrong,
}

/// <summary>One Entra tenant: sign-in, Intune devices, people with delta, subscriptions.</summary>
public sealed class MicrosoftGraphEmulator(TimeProvider time) : IEmulatedSystem
{
    public const string DirectoryTenant = "contoso.onmicrosoft.com";
    public const string ClientId = "11111111-2222-3333-4444-555555555555";
    public const string ClientSecret = "sandbox~secret~of~the~app~registration";

    private readonly Lock _lock = new();
    private readonly HashSet<string> _tokens = new(StringComparer.Ordinal);
    private readonly List<string> _requests = [];
    private int _issued;

    public string Name => "microsoft-graph";

    public string Product => "Microsoft Graph";

    public FaultPlan Faults { get; } = new();

    public List<JObject> Devices { get; } = [];

    public List<JObject> Users { get; } = [];

    /// <summary>What /users/delta tells from a delta link on.</summary>
    public List<JObject> ChangedUsers { get; } = [];

    public List<JObject> Subscriptions { get; } = [];

    /// <summary>Rows of licenseDetails by the user's id; who is not in it has none.</summary>
    public Dictionary<string, List<JObject>> LicenseDetails { get; } = [];

    /// <summary>Set: the client proves itself by this certificate only.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Never more rows per page, whatever $top asks for.</summary>
    public int PageSize { get; set; } = 2;

    public GraphCount Count { get; set; } = GraphCount.Total;

    /// <summary>Every page of devices points back to the first one.</summary>
    public bool GoesInCircles { get; set; }

    /// <summary>Where next links lead; null is this emulator.</summary>
    public string? OtherHost { get; set; }

    /// <summary>The first page of devices is empty although more follows.</summary>
    public bool FirstPageIsEmpty { get; set; }

    /// <summary>The last page of the delta carries no link.</summary>
    public bool ForgetsDeltaLink { get; set; }

    /// <summary>Delta and skip tokens of before are gone (410).</summary>
    public bool ForgotTokens { get; set; }

    /// <summary>$filter on devices and on licenses is refused.</summary>
    public bool RefusesFilters { get; set; }

    /// <summary>The next answers carry an error inside a 200.</summary>
    public int ErrorsInside200 { get; set; }

    public int TokensIssued => _issued;

    /// <summary>Every API call as "/deviceManagement/managedDevices?$select=id", decoded.</summary>
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

    public IReadOnlyDictionary<string, string> ConnectionSettings(Uri sandbox)
    {
        var root = $"{sandbox.AbsoluteUri.TrimEnd('/')}/{Name}";
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Kind"] = Name,
            ["BaseUrl"] = root + "/v1.0",
            ["LoginUrl"] = root + "/login",
            ["DirectoryTenant"] = DirectoryTenant,
            ["ClientId"] = ClientId,
            ["ClientSecret"] = ClientSecret,
        };
    }

    public string? ErrorBody(int status) => Error(status == 429 ? "TooManyRequests" : "UnknownError", "A planned fault.").ToString(Formatting.None);

    /// <summary>Groups with all their members, those of groups within them too.</summary>
    public List<(string Id, IReadOnlyCollection<string?> Members)> Groups { get; } = [];

    /// <summary>Tokens given out so far are refused from now on.</summary>
    public void ExpireTokens()
    {
        lock (_lock)
        {
            _tokens.Clear();
        }
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/login/{tenant}/oauth2/v2.0/token", SignInAsync);
        Get("/deviceManagement/managedDevices", (request, _) => Filtered(request, Devices));
        Get("/deviceManagement/managedDevices/{id}", (_, id) => Single(Devices.Find(d => (string?)d["id"] == id)));
        Get("/users", (request, _) => Filtered(request, Users));
        Get("/users/delta", (request, _) => Delta(request));
        Get(
            "/users/{id}/managedDevices",
            (request, id) =>
                Users.Exists(u => (string?)u["id"] == id || (string?)u["userPrincipalName"] == id)
                    ? Page(request, [.. Devices.Where(d => (string?)d["userId"] == id || (string?)d["userPrincipalName"] == id)])
                    : NotFound
        );
        Get(
            "/users/{id}/licenseDetails",
            (_, id) =>
                Users.Find(u => (string?)u["id"] == id || (string?)u["userPrincipalName"] == id) is { } user
                    ? (200, new JObject { ["value"] = new JArray(LicenseDetails.GetValueOrDefault((string)user["id"]!) ?? []) })
                    : NotFound
        );
        Get(
            "/users/{id}/transitiveMemberOf/microsoft.graph.group",
            (request, id) =>
                Users.Exists(u => (string?)u["id"] == id)
                    ? Page(request, [.. Groups.Where(g => g.Members.Contains(id)).Select(g => new JObject { ["id"] = g.Id })])
                    : NotFound
        );
        Get("/subscribedSkus", (_, _) => (200, new JObject { ["value"] = new JArray(Subscriptions) }));

        void Get(string path, Func<HttpRequest, string?, (int Status, JObject Body)> answer) =>
            routes.MapGet("/v1.0" + path, context => AnswerAsync(context, answer));
    }

    private static (int, JObject) NotFound => (404, Error("Request_ResourceNotFound", "Resource does not exist."));

    private async Task SignInAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var proven = Certificate is null
            ? form["client_secret"] == ClientSecret
            : AssertionJudge.Accepts(
                form,
                Certificate,
                ClientId,
                $"{Root(context.Request)}/login/{DirectoryTenant}/oauth2/v2.0/token",
                time.GetUtcNow()
            );
        if (
            !proven
            || form["client_id"] != ClientId
            || form["grant_type"] != "client_credentials"
            || form["scope"] != $"{context.Request.Scheme}://{context.Request.Host}/.default"
            || (string?)context.Request.RouteValues["tenant"] != DirectoryTenant
        )
        {
            var refusal = new JObject
            {
                ["error"] = "invalid_client",
                ["error_description"] = "AADSTS7000215: Invalid client secret provided.\r\nTrace ID: 1",
            };
            await WriteAsync(context, 401, refusal);
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
                ["expires_in"] = 3599,
                ["access_token"] = token,
            }
        );
    }

    private async Task AnswerAsync(HttpContext context, Func<HttpRequest, string?, (int Status, JObject Body)> answer)
    {
        (int Status, JObject Body) reply;
        lock (_lock)
        {
            var request = context.Request;
            _requests.Add(request.Path.Value!["/v1.0".Length..] + Uri.UnescapeDataString(request.QueryString.Value ?? ""));
            if (!_tokens.Contains(request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal)))
            {
                reply = (401, Error("InvalidAuthenticationToken", "Lifetime validation failed, the token is expired."));
            }
            else if (ErrorsInside200 > 0)
            {
                ErrorsInside200--;
                reply = (200, Error("ServiceUnavailable", "Something went wrong."));
            }
            else
            {
                reply = answer(request, (string?)request.RouteValues["id"]);
            }
        }

        await WriteAsync(context, reply.Status, reply.Body);
    }

    private (int, JObject) Filtered(HttpRequest request, List<JObject> all)
    {
        if (request.Query["$filter"].ToString() is not { Length: > 0 } filter)
        {
            return Page(request, all);
        }

        return RefusesFilters ? (400, Error("BadRequest", "Filter is not supported.")) : Page(request, [.. all.Where(GraphFilter.Of(filter))]);
    }

    private (int, JObject) Single(JObject? row) => row is null ? NotFound : (200, row);

    private (int, JObject) Page(HttpRequest request, List<JObject> all)
    {
        if (!TryToken(request, out var at))
        {
            return (410, Error("syncStateNotFound", "The token is not known any more."));
        }

        var empty = FirstPageIsEmpty && at == 0 && !request.Query.ContainsKey("$skiptoken");
        var rows = empty ? [] : all.Skip(at).Take(PageSize).Select(row => Select(request, row)).ToList();
        var body = new JObject { ["value"] = new JArray(rows) };
        AddCount(body, all.Count, rows.Count);
        if (empty || at + PageSize < all.Count || GoesInCircles)
        {
            body["@odata.nextLink"] = Link(request, GoesInCircles ? 0 : at + rows.Count);
        }

        return (200, body);
    }

    private (int, JObject) Delta(HttpRequest request)
    {
        var changes = request.Query.ContainsKey("$deltatoken") || request.Query["$skiptoken"].ToString().StartsWith("c+", StringComparison.Ordinal);
        if (!TryToken(request, out var at) || (changes && ForgotTokens))
        {
            return (410, Error("syncStateNotFound", "The token is not known any more."));
        }

        var all = changes ? ChangedUsers.ConvertAll(Change) : Users;
        var body = new JObject { ["value"] = new JArray(all.Skip(at).Take(PageSize).Select(row => (JToken)row.DeepClone())) };
        if (at + PageSize < all.Count)
        {
            body["@odata.nextLink"] = Link(request, at + PageSize, changes ? "c" : "s");
        }
        else if (!ForgetsDeltaLink)
        {
            body["@odata.deltaLink"] = $"{Root(request)}/v1.0/users/delta?$deltatoken=d%2B{_requests.Count}%3D";
        }

        return (200, body);
    }

    /// <summary>A change names the manager only where that is what changed.</summary>
    private JObject Change(JObject row)
    {
        var told = (JObject)row.DeepClone();
        var before = Users.Find(u => (string?)u["id"] == (string?)row["id"]);
        if (JToken.DeepEquals(before?["manager@delta"], row["manager@delta"]))
        {
            told.Remove("manager@delta");
        }

        return told;
    }

    /// <summary>Tokens look like "s+12=" and only work when they come back exactly as they were given: encoded once.</summary>
    private bool TryToken(HttpRequest request, out int at)
    {
        at = 0;
        var raw = (request.QueryString.Value ?? "")
            .TrimStart('?')
            .Split('&')
            .FirstOrDefault(p => p.StartsWith("$skiptoken=", StringComparison.Ordinal));
        return !request.Query.ContainsKey("$skiptoken")
            || (
                raw is not null
                && raw.EndsWith("%3D", StringComparison.Ordinal)
                && raw.Contains("%2B", StringComparison.Ordinal)
                && int.TryParse(raw[(raw.IndexOf("%2B", StringComparison.Ordinal) + 3)..^3], out at)
                && !ForgotTokens
            );
    }

    private string Link(HttpRequest request, int at, string series = "s")
    {
        var kept = request
            .Query.Where(q => q.Key is not ("$skiptoken" or "$deltatoken"))
            .Select(q => $"{q.Key}={Uri.EscapeDataString(q.Value.ToString())}");
        return $"{OtherHost ?? Root(request)}{request.Path}?{string.Join('&', [.. kept, $"$skiptoken={series}%2B{at}%3D"])}";
    }

    private void AddCount(JObject body, int total, int page)
    {
        if (Count != GraphCount.None)
        {
            body["@odata.count"] = Count switch
            {
                GraphCount.Page => page,
                GraphCount.Wrong => total + 1,
                _ => total,
            };
        }
    }

    private static JToken Select(HttpRequest request, JObject row)
    {
        var fields = request.Query["$select"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 0 ? row.DeepClone() : new JObject(row.Properties().Where(p => fields.Contains(p.Name, StringComparer.Ordinal)));
    }

    private static string Root(HttpRequest request) => $"{request.Scheme}://{request.Host}{request.PathBase}";

    private static JObject Error(string code, string message) =>
        new()
        {
            ["error"] = new JObject
            {
                ["code"] = code,
                ["message"] = message,
                ["innerError"] = new JObject { ["request-id"] = "00000000-aaaa-bbbb-cccc-000000000000" },
            },
        };

    private static Task WriteAsync(HttpContext context, int status, JObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; odata.metadata=minimal";
        return context.Response.WriteAsync(body.ToString(Formatting.None));
    }
}
