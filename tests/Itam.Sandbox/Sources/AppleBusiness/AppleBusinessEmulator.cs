using System.Globalization;
using System.Security.Cryptography;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Sources.Common;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Sources.AppleBusiness;

/// <summary>Apple's account server (checks the assertion's signature and claims) and the organisation's devices with their coverage.</summary>
public sealed class AppleBusinessEmulator : IEmulatedSystem, IDisposable
{
    public const string ClientId = "BUSINESSAPI.7d1e2c3b-4a59-4687-9b0c-d1e2f3a4b5c6";
    public const string KeyId = "a1b2c3d4-0001";
    public const string Audience = "https://account.apple.com/auth/oauth2/v2/token";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly HashSet<string> _assertions = [];
    private readonly TimeProvider _time;
    private readonly Bearers _bearers;

    public AppleBusinessEmulator(TimeProvider time)
    {
        _time = time;
        _bearers = new Bearers("apple", time);
    }

    public string Name => "apple-business";

    public string Product => "Apple Business";

    public FaultPlan Faults { get; } = new();

    public List<JObject> Devices { get; } = [];

    /// <summary>Coverage rows (attributes) by serial.</summary>
    public Dictionary<string, JObject[]> Coverage { get; } = [];

    /// <summary>False: the answer has no meta.paging.total.</summary>
    public bool Counts { get; set; } = true;

    /// <summary>Every page links to this cursor.</summary>
    public string? StuckCursor { get; set; }

    /// <summary>Links to the next page name this address instead of our own.</summary>
    public string? LinkHost { get; set; }

    /// <summary>That many answers are 429 RATE_LIMIT_EXCEEDED without Retry-After.</summary>
    public int RateLimited { get; set; }

    /// <summary>What is not there is a bare 404, as from a server that is not Apple's.</summary>
    public bool AnswersWithoutErrorDocuments { get; set; }

    /// <summary>Runs before a page of devices is answered, with how many were given before it.</summary>
    public Action<int>? BeforePage { get; set; }

    public int TokensIssued => _bearers.Issued;

    /// <summary>Why the last sign-in was refused; null where none was.</summary>
    public string? RefusedBecause { get; private set; }

    public void RevokeTokens() => _bearers.Revoke();

    public IReadOnlyDictionary<string, string> ConnectionSettings(Uri sandbox) =>
        new Dictionary<string, string>
        {
            ["Kind"] = "apple-business",
            ["BaseUrl"] = new Uri(sandbox, Name).ToString(),
            ["TokenUrl"] = new Uri(sandbox, $"{Name}/auth/oauth2/token").ToString(),
            ["ClientId"] = ClientId,
            ["KeyId"] = KeyId,
            ["PrivateKey"] = _key.ExportPkcs8PrivateKeyPem(),
        };

    public string? ErrorBody(int status) => Errors(status, "FAULT", "Planned fault.").ToString();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/auth/oauth2/token", SignInAsync);
        routes.MapGet("/v1/orgDevices", c => GuardedAsync(c, () => ListAsync(c)));
        routes.MapGet("/v1/orgDevices/{serial}/appleCareCoverage", c => GuardedAsync(c, () => CoverageAsync(c)));
    }

    public void Dispose() => _key.Dispose();

    private async Task SignInAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        RefusedBecause = await WhatIsWrongAsync(form);
        if (RefusedBecause is not null)
        {
            await Reply.JsonAsync(context, new JObject { ["error"] = "invalid_client" }, 400);
            return;
        }

        await Reply.JsonAsync(
            context,
            new JObject
            {
                ["access_token"] = _bearers.Issue(TimeSpan.FromHours(1)),
                ["token_type"] = "Bearer",
                ["expires_in"] = 3600,
                ["scope"] = "business.api",
            }
        );
    }

    private async Task<string?> WhatIsWrongAsync(IFormCollection form)
    {
        if (form["grant_type"] != "client_credentials" || form["client_id"] != ClientId || form["scope"] != "business.api")
        {
            return "form";
        }

        if (form["client_assertion_type"] != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        {
            return "assertion type";
        }

        var text = form["client_assertion"].ToString();
        var now = _time.GetUtcNow().UtcDateTime;
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(
            text,
            new TokenValidationParameters
            {
                ValidAlgorithms = ["ES256"],
                ValidAudience = Audience,
                ValidIssuer = ClientId,
                IssuerSigningKey = new ECDsaSecurityKey(_key) { KeyId = KeyId },
                LifetimeValidator = (_, expires, _, _) => expires > now && expires <= now.AddDays(180),
            }
        );
        if (!result.IsValid)
        {
            return result.Exception.GetType().Name;
        }

        var token = (JsonWebToken)result.SecurityToken;
        return token.Subject != ClientId || token.Kid != KeyId ? "subject or key id"
            : !_assertions.Add(token.Id) ? "assertion used twice"
            : null;
    }

    private Task GuardedAsync(HttpContext context, Func<Task> answer)
    {
        if (RateLimited > 0)
        {
            RateLimited--;
            return Reply.JsonAsync(context, Errors(429, "RATE_LIMIT_EXCEEDED", "Rate limit exceeded."), 429);
        }

        return _bearers.Accepts(context.Request) ? answer() : Reply.JsonAsync(context, Errors(401, "UNAUTHORIZED", "Unauthorized"), 401);
    }

    private Task ListAsync(HttpContext context)
    {
        var limit = int.Parse(context.Request.Query["limit"].ToString(), CultureInfo.InvariantCulture);
        var from = context.Request.Query["cursor"].ToString() is { Length: > 0 } cursor && cursor != StuckCursor ? int.Parse(cursor[1..]) : 0;
        BeforePage?.Invoke(from);
        // A released device is shown only where it is asked for by its serial.
        var listed = Devices.Where(d => d.SelectToken("attributes.releasedFromOrgDateTime")?.Value<string>() is null).ToList();
        var page = listed.Skip(from).Take(limit).ToList();
        var next = from + page.Count < listed.Count ? $"c{from + page.Count}" : null;
        next = StuckCursor ?? next;
        var host = LinkHost ?? $"{context.Request.Scheme}://{context.Request.Host}/{Name}";
        var body = new JObject
        {
            ["data"] = new JArray(page.Select(d => d.DeepClone())),
            ["links"] = new JObject { ["self"] = $"{host}/v1/orgDevices" },
            ["meta"] = new JObject { ["paging"] = new JObject { ["limit"] = limit } },
        };
        if (next is not null)
        {
            body["links"]!["next"] = $"{host}/v1/orgDevices?limit={limit}&cursor={next}";
        }

        if (Counts)
        {
            body["meta"]!["paging"]!["total"] = listed.Count;
        }

        return Reply.JsonAsync(context, body);
    }

    private Task CoverageAsync(HttpContext context)
    {
        return Coverage.TryGetValue((string)context.Request.RouteValues["serial"]!, out var rows)
            ? Reply.JsonAsync(
                context,
                new JObject
                {
                    ["data"] = new JArray(
                        rows.Select(
                            (row, i) =>
                                new JObject
                                {
                                    ["type"] = "appleCareCoverage",
                                    ["id"] = $"coverage-{i}",
                                    ["attributes"] = row.DeepClone(),
                                }
                        )
                    ),
                }
            )
            : Reply.JsonAsync(context, AnswersWithoutErrorDocuments ? new JObject() : Errors(404, "NOT_FOUND", "No such device."), 404);
    }

    private static JObject Errors(int status, string code, string title) =>
        new()
        {
            ["errors"] = new JArray(
                new JObject
                {
                    ["id"] = "e1",
                    ["status"] = status.ToString(CultureInfo.InvariantCulture),
                    ["code"] = code,
                    ["title"] = title,
                }
            ),
        };
}
