using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Jira;

/// <summary>The site's edge: who is calling, in which way, how often. The site's own address takes API tokens, the gateway takes bearer tokens.</summary>
internal sealed class JiraGate(JiraEmulator site, TimeProvider time)
{
    private const string LoginPage =
        "<!doctype html><html><head><title>Log in - Jira</title></head><body><form id=\"login-form\">Username Password</form></body></html>";
    private const int Quota = 65_000;
    private readonly Dictionary<string, DateTimeOffset> _issued = new(StringComparer.Ordinal);
    private int _nextToken = 1;

    public RequestDelegate Handle(Func<Call, Answer> handler, bool gateway, bool agentsOnly = false) =>
        async context =>
        {
            var body = await BodyAsync(context);
            Answer answer;
            lock (site.State.Gate)
            {
                answer = body is null
                    ? Answer.Error(400, "There was an error parsing JSON. Check that your request body is valid.")
                    : Answered(context, body, handler, gateway, agentsOnly);
            }

            var quota = gateway ? site.PointsLeft : null;
            context.Response.Headers["X-RateLimit-Limit"] = quota is null ? "100" : $"{Quota}";
            context.Response.Headers["X-RateLimit-Remaining"] = quota is { } left ? $"{Math.Max(0, left)}" : "97";
            if (quota < Quota / 5)
            {
                context.Response.Headers["X-RateLimit-NearLimit"] = "true";
            }

            await answer.WriteAsync(context);
        };

    public RequestDelegate Token() =>
        async context =>
        {
            var body = await BodyAsync(context);
            var right =
                (string?)body?["grant_type"] == "client_credentials"
                && (string?)body["client_id"] == JiraEmulator.ClientId
                && (string?)body["client_secret"] == JiraEmulator.ClientSecret;
            Answer answer;
            lock (site.State.Gate)
            {
                answer = right
                    ? Answer.Ok(
                        new JObject
                        {
                            ["access_token"] = Issue(),
                            ["expires_in"] = 3600,
                            ["token_type"] = "Bearer",
                            ["scope"] = "read:jira-work write:jira-work",
                        }
                    )
                    : new Answer(401, new JObject { ["error"] = "access_denied", ["error_description"] = "Unauthorized" });
            }

            await answer.WriteAsync(context);
        };

    /// <summary>All tokens given out so far stop working.</summary>
    public void ExpireTokens() => _issued.Clear();

    private string Issue()
    {
        var token = $"sandbox-access-{_nextToken++}";
        _issued[token] = time.GetUtcNow().AddHours(1);
        return token;
    }

    private Answer Answered(HttpContext context, JObject body, Func<Call, Answer> handler, bool gateway, bool agentsOnly)
    {
        var (caller, refused) = Caller(context, gateway);
        if (refused is not null)
        {
            return refused;
        }

        if (caller is null)
        {
            return Stranger(context.Request.Path.Value!) with
            {
                Headers = site.Credentials == JiraCredentials.ExpiredAndSaid ? [("X-Seraph-LoginReason", "AUTHENTICATED_FAILED")] : [],
            };
        }

        if (agentsOnly && !site.IsAgent)
        {
            return new Answer(403);
        }

        // Seen on the real service: a DELETE without a content type.
        if (context.Request is { Method: "DELETE", ContentType: null })
        {
            return new Answer(415);
        }

        if (gateway && site.PointsLeft is { } points)
        {
            if (points <= 0)
            {
                return Answer.Error(429, "Rate limit exceeded.") with
                {
                    Headers = site.QuotaSaysReset
                        ?
                        [
                            ("Retry-After", "1200"),
                            ("RateLimit-Reason", "jira-quota-tenant-based"),
                            ("X-RateLimit-Reset", time.GetUtcNow().AddMinutes(20).ToString("yyyy-MM-dd'T'HH:mm'Z'")),
                        ]
                        : [("RateLimit-Reason", "jira-quota-tenant-based")],
                };
            }
        }

        try
        {
            var answer = handler(new Call(context, body, caller));
            site.PointsLeft -= gateway ? Cost(answer.Body) : 0;
            return answer;
        }
        catch (QueryException wrong)
        {
            return Answer.Error(400, $"Error in the JQL Query: {wrong.Message}");
        }
    }

    private static int Cost(JToken? body) =>
        1
        + body switch
        {
            JArray list => list.Count,
            JObject json
                when new[] { "issues", "values", "comments", "tickets" }.Select(n => json[n]).OfType<JArray>().FirstOrDefault() is { } list =>
                list.Count,
            JObject json when json["accountId"] is not null => 2,
            JObject { Count: > 0 } => 1,
            _ => 0,
        };

    /// <summary>Many calls allow anonymous callers, who then see nothing.</summary>
    private static Answer Stranger(string path) =>
        path.Contains("/issue/", StringComparison.Ordinal) ? Answer.NoIssue()
        : path.Contains("/search", StringComparison.Ordinal) && !path.Contains("/user/", StringComparison.Ordinal)
            ? Answer.Ok(new JObject { ["issues"] = new JArray(), ["isLast"] = true })
        : path.EndsWith("/field", StringComparison.Ordinal) ? Answer.Ok(new JArray())
        : new Answer(401);

    private (JiraUser? Caller, Answer? Refused) Caller(HttpContext context, bool gateway)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0 || site.Credentials != JiraCredentials.Good)
        {
            return (null, null);
        }

        var right =
            site.Flavour == JiraFlavour.DataCenter ? header == $"Bearer {JiraEmulator.PersonalToken}"
            : gateway
                ? header.StartsWith("Bearer ", StringComparison.Ordinal)
                    && _issued.TryGetValue(header["Bearer ".Length..], out var until)
                    && time.GetUtcNow() < until
            : header == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{JiraState.Us.Email}:{JiraEmulator.ApiToken}"));
        return right
            ? (site.State.Account, null)
            : (null, site.Flavour == JiraFlavour.DataCenter ? new Answer(200, Html: LoginPage) : new Answer(401));
    }

    private static async Task<JObject?> BodyAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        if (text.Length == 0)
        {
            return [];
        }

        try
        {
            await using var json = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None };
            return JToken.ReadFrom(json) as JObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
