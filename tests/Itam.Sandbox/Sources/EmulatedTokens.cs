using System.Text;

namespace Itam.Sandbox.Sources;

/// <summary>A token endpoint for client credentials (RFC 6749 §4.4) and the guard that asks for its tokens.</summary>
public sealed class EmulatedTokens
{
    public const string ClientId = "sandbox-client";
    public const string ClientSecret = "sandbox-client-secret-for-tests";

    private readonly HashSet<string> _valid = new(StringComparer.Ordinal);

    /// <summary>Tokens given out so far.</summary>
    public int Issued { get; private set; }

    /// <summary>As when tokens end before their time.</summary>
    public void Revoke() => _valid.Clear();

    public bool Accepts(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header
        && header.StartsWith("Bearer ", StringComparison.Ordinal)
        && _valid.Contains(header["Bearer ".Length..]);

    public async Task<IResult> IssueAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{ClientSecret}"));
        var known = request.Headers.Authorization == basic || (form["client_id"] == ClientId && form["client_secret"] == ClientSecret);
        if (!known)
        {
            return Results.Text("""{"error":"invalid_client"}""", "application/json", statusCode: 401);
        }

        if (form["grant_type"] != "client_credentials")
        {
            return Results.Text("""{"error":"unsupported_grant_type"}""", "application/json", statusCode: 400);
        }

        Issued++;
        var token = $"token-{Issued}";
        _valid.Add(token);
        return Results.Text($$"""{"access_token":"{{token}}","token_type":"Bearer","expires_in":3600}""", "application/json");
    }
}
