using System.Globalization;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Sources.Common;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Sources.Jamf;

/// <summary>A Jamf Pro server: sign-in of an API client, computer and mobile inventories with RSQL filters, and what real ones may do as switches.</summary>
public sealed class JamfEmulator : IEmulatedSystem
{
    public const string ClientId = "2f3d8a1c-5b7e-4f0a-9c61-3e2d1b0a9f88";

    private readonly Bearers _bearers;

    public JamfEmulator(TimeProvider time) => _bearers = new Bearers("jamf", time);

    public string Name => "jamf";

    public string Product => "Jamf Pro";

    public FaultPlan Faults { get; } = new();

    public List<JObject> Computers { get; } = [];

    public List<JObject> MobileDevices { get; } = [];

    /// <summary>The specification's example is one minute.</summary>
    public TimeSpan TokenLife { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Of <c>/computers-inventory</c>; the others answer 404.</summary>
    public HashSet<string> InventoryVersions { get; } = ["v4", "v3", "v1"];

    /// <summary>False: an older server that signs in at <c>/api/oauth/token</c> only.</summary>
    public bool VersionedSignIn { get; set; } = true;

    /// <summary>Larger page sizes are cut to this.</summary>
    public int LargestPage { get; set; } = 2000;

    /// <summary>Lists that this API role may not read: "computers", "mobile".</summary>
    public HashSet<string> Forbidden { get; } = [];

    /// <summary>Every page is the first one.</summary>
    public bool IgnoresPage { get; set; }

    public bool IgnoresFilter { get; set; }

    /// <summary>The mobile list answers 400 to a filter by date.</summary>
    public bool RefusesMobileDateFilter { get; set; }

    /// <summary>That many answers are the cloud gateway's own text about its quota.</summary>
    public int QuotaViolations { get; set; }

    /// <summary>Runs before a page of a list is answered: list and page.</summary>
    public Action<string, int>? BeforePage { get; set; }

    public int TokensIssued => _bearers.Issued;

    /// <summary>Filters that were asked, decoded.</summary>
    public List<string> Filters { get; } = [];

    public void RevokeTokens() => _bearers.Revoke();

    public IReadOnlyDictionary<string, string> ConnectionSettings(Uri sandbox) =>
        new Dictionary<string, string>
        {
            ["Kind"] = "jamf",
            ["BaseUrl"] = new Uri(sandbox, Name).ToString(),
            ["ClientId"] = ClientId,
            ["ClientSecret"] = _bearers.Secret("client secret"),
        };

    public string? ErrorBody(int status) => JamfShapes.Error(status, "FAULT", null, "Planned fault.").ToString();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/oauth/token", c => VersionedSignIn ? SignInAsync(c) : NotFoundAsync(c));
        routes.MapPost("/api/oauth/token", SignInAsync);
        routes.MapGet(
            "/api/v1/jamf-pro-version",
            c => GuardedAsync(c, () => Reply.JsonAsync(c, new JObject { ["version"] = "11.30.1-t1784555528405" }))
        );
        foreach (var version in (string[])["v1", "v3", "v4"])
        {
            routes.MapGet(
                $"/api/{version}/computers-inventory",
                c => GuardedAsync(c, () => InventoryVersions.Contains(version) ? ListAsync(c, "computers", Computers) : NotFoundAsync(c))
            );
        }

        routes.MapGet("/api/v2/mobile-devices/detail", c => GuardedAsync(c, () => ListAsync(c, "mobile", MobileDevices)));
    }

    private async Task SignInAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        if (form["grant_type"] != "client_credentials" || form["client_id"] != ClientId || form["client_secret"] != _bearers.Secret("client secret"))
        {
            await Reply.JsonAsync(context, new JObject { ["error"] = "invalid_client" }, 401);
            return;
        }

        await Reply.JsonAsync(
            context,
            new JObject
            {
                ["access_token"] = _bearers.Issue(TokenLife),
                ["token_type"] = "Bearer",
                ["scope"] = "api-role:1",
                ["expires_in"] = (int)TokenLife.TotalSeconds,
            }
        );
    }

    private Task GuardedAsync(HttpContext context, Func<Task> answer)
    {
        if (QuotaViolations > 0)
        {
            QuotaViolations--;
            context.Response.StatusCode = 500;
            return context.Response.WriteAsync(
                """{"fault":{"faultstring":"Rate limit quota violation.","detail":{"errorcode":"policies.ratelimit.QuotaViolation"}}}"""
            );
        }

        return _bearers.Accepts(context.Request)
            ? answer()
            : Reply.JsonAsync(context, JamfShapes.Error(401, "INVALID_TOKEN", null, "Unauthorized"), 401);
    }

    private Task ListAsync(HttpContext context, string list, List<JObject> all)
    {
        if (Forbidden.Contains(list))
        {
            return Reply.JsonAsync(context, JamfShapes.Error(403, "INVALID_PRIVILEGE", null, "Forbidden"), 403);
        }

        var query = context.Request.Query;
        var page = int.Parse(query["page"].ToString(), CultureInfo.InvariantCulture);
        var size = Math.Min(int.Parse(query["page-size"].ToString(), CultureInfo.InvariantCulture), LargestPage);
        BeforePage?.Invoke(list, page);
        var rows = all.AsEnumerable();
        if (query["filter"].ToString() is { Length: > 0 } filter)
        {
            lock (Filters)
            {
                Filters.Add(filter);
            }

            if (list == "mobile" && RefusesMobileDateFilter && filter.Contains("Date", StringComparison.Ordinal))
            {
                return Reply.JsonAsync(context, JamfShapes.Error(400, "INVALID_FIELD", "filter", "Field is not filterable"), 400);
            }

            rows = IgnoresFilter ? rows : rows.Where(r => Rsql.Matches(filter, r)).ToList();
        }

        var sections = query["section"].Select(s => JamfShapes.SectionName(s!)).ToHashSet(StringComparer.Ordinal);
        var result = rows.Skip(IgnoresPage ? 0 : page * size).Take(size).Select(r => JamfShapes.OnlySections(r, sections));
        return Reply.JsonAsync(context, new JObject { ["totalCount"] = rows.Count(), ["results"] = new JArray(result) });
    }

    private static Task NotFoundAsync(HttpContext context) => Reply.JsonAsync(context, JamfShapes.Error(404, "NOT_FOUND", null, "Not Found"), 404);
}
