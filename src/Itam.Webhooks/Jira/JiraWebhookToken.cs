using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Itam.Webhooks.Receiving;
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

    public bool IsValid(string token, DateTimeOffset now) => token.Length <= MaxLength && IsSigned(token) && IsCurrent(token, now);

    /// <summary>The signature covers <c>header.payload</c> as sent (RFC 7515 §5.2), and is proven before either is parsed.</summary>
    private bool IsSigned(string token)
    {
        var dot = token.LastIndexOf('.');
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return dot > 0
            && Base64Url.IsValid(token.AsSpan(dot + 1), out var length)
            && length == mac.Length
            && Base64Url.TryDecodeFromChars(token.AsSpan(dot + 1), mac, out _)
            && SharedSecret.IsHmacSha256(mac, Encoding.UTF8.GetBytes(token[..dot]), secrets);
    }

    private static bool IsCurrent(string token, DateTimeOffset now)
    {
        try
        {
            var jwt = new JsonWebToken(token);
            // A claim that is missing reads as the year 1: no expiry has passed long ago, no start lies behind us.
            return jwt.Alg == SecurityAlgorithms.HmacSha256
                && now - Skew < new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero)
                && now + Skew > new DateTimeOffset(jwt.ValidFrom, TimeSpan.Zero);
        }
        catch (Exception malformed) when (malformed is ArgumentException or SecurityTokenException or FormatException)
        {
            return false;
        }
    }
}
