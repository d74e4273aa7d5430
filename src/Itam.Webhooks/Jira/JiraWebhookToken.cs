using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Itam.Webhooks.Jira;

/// <summary>
/// The token on dynamic webhooks: a JWT signed with the OAuth app's client secret (HS256). Atlassian publishes neither issuer nor audience for it, so the
/// signature and the expiry are what is checked; the ticket is read from Jira afterwards in any case.
/// </summary>
internal sealed class JiraWebhookToken(IReadOnlyList<byte[]> secrets)
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);
    private const int MaxLength = 8_192;

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxLength };
    private readonly SecurityKey[] _keys = [.. secrets.Where(s => s.Length > 0).Select(s => new SymmetricSecurityKey(s))];

    public bool IsValid(string token, DateTimeOffset now)
    {
        if (token.Length > MaxLength)
        {
            return false;
        }

        var parameters = new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKeys = _keys,
            RequireSignedTokens = true,
            ValidateIssuer = false,
            ValidateAudience = false,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) =>
                expires is { } end
                && now < new DateTimeOffset(end, TimeSpan.Zero) + Skew
                && (notBefore is not { } start || now > new DateTimeOffset(start, TimeSpan.Zero) - Skew),
        };
        // Symmetric keys need no network: the task is complete when it is returned.
        return _handler.ValidateTokenAsync(token, parameters).GetAwaiter().GetResult().IsValid;
    }
}
