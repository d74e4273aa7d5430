using System.Security.Cryptography;
using System.Text;

namespace Itam.Sandbox.ServiceNow;

/// <summary>Who may call: OAuth client credentials with short-lived tokens, Basic (unless restricted), API key. All are the one integration account.</summary>
internal sealed class SignIns(TimeProvider time)
{
    public const string User = "itam.integration";
    public const string ClientId = "5f0c2f6a9d4e4b7fb1d0c3a8e7f61234";

    public static readonly string ClientSecret = Secret("client secret");
    public static readonly string Password = Secret("password");
    public static readonly string ApiKey = Secret("api key");

    private readonly Dictionary<string, DateTimeOffset> _tokens = [];

    public TimeSpan TokenLife { get; set; } = TimeSpan.FromSeconds(1799);

    public bool BasicRestricted { get; set; }

    public int TokensIssued { get; private set; }

    /// <summary>The same on every start, so that settings can be written down.</summary>
    public static string Secret(string purpose) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"servicenow sandbox, {purpose}")));

    public string Issue()
    {
        var token = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"token {++TokensIssued}")));
        _tokens[token] = time.GetUtcNow() + TokenLife;
        return token;
    }

    public void RevokeTokens() => _tokens.Clear();

    public bool Accepts(HttpRequest request)
    {
        if (request.Headers.TryGetValue("x-sn-apikey", out var key))
        {
            return key == ApiKey;
        }

        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith("Bearer ", StringComparison.Ordinal)
            ? _tokens.TryGetValue(authorization["Bearer ".Length..], out var until) && until > time.GetUtcNow()
            : !BasicRestricted && authorization == $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"))}";
    }
}
