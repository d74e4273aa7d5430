using System.Text.Json;
using Itam.TeamsBot.Protocol;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Itam.TeamsBot.Authentication;

/// <summary>What a token proves: the bot it is meant for, where answers may go, and for which channels its key speaks.</summary>
/// <param name="Candidates">Connections of that bot; the tenant of the activity decides between them.</param>
internal sealed record ProvenToken(IReadOnlyList<TeamsConnection> Candidates, string ServiceUrl, IReadOnlyList<string> Endorsements);

internal abstract record TokenVerdict
{
    private TokenVerdict() { }

    public sealed record Proven(ProvenToken Token) : TokenVerdict;

    /// <param name="Reason">A sentence for our log; the sender sees only 401.</param>
    public sealed record Refused(string Reason, string Kid = "-", string Issuer = "-", string Audience = "-") : TokenVerdict;
}

/// <summary>
/// Proves that an activity comes from the channel, for us, from a tenant we serve: learn.microsoft.com/azure/bot-service/rest-api/
/// bot-framework-rest-connector-authentication, "Connector to Bot". There is no way to switch any of it off.
/// </summary>
internal sealed class ChannelTokenValidator(IReadOnlyList<TeamsConnection> connections, ChannelKeys keys, TimeProvider time)
{
    public const string Channel = "msteams";
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private const int LongestToken = 16 * 1024;

    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = LongestToken };

    /// <summary>The token alone, before anything of the body is parsed.</summary>
    /// <exception cref="Itam.Context.Connections.ConnectionException">The channel's keys cannot be read.</exception>
    public async Task<TokenVerdict> ProveAsync(StringValues authorization, CancellationToken cancellationToken)
    {
        if (authorization.Count != 1 || authorization[0]?.Split(' ') is not ["Bearer", { Length: > 0 and <= LongestToken } text])
        {
            return new TokenVerdict.Refused("The Authorization header is not 'Bearer' and one token.");
        }

        if (!Handler.CanReadToken(text) || ReadToken(text) is not { } token)
        {
            return new TokenVerdict.Refused("The token is no JWT.");
        }

        // Unproven so far: these only choose the keys and what to compare with.
        var candidates = connections.Where(c => token.Audiences.Contains(c.AppId, StringComparer.OrdinalIgnoreCase)).ToList();
        var trusted = candidates.Where(c => string.Equals(c.Cloud.Issuer, token.Issuer, StringComparison.Ordinal)).ToList();
        if (trusted.Count == 0)
        {
            return Refuse(token, candidates.Count == 0 ? "It is meant for another bot." : "Its issuer is not the channel of our cloud.");
        }

        if (token.Alg != SecurityAlgorithms.RsaSha256 || string.IsNullOrEmpty(token.Kid))
        {
            return Refuse(token, "It is not signed with RS256 by a named key.");
        }

        var metadata = trusted[0].Cloud.Metadata;
        if (await keys.FindAsync(metadata, token.Kid, cancellationToken) is not { } key)
        {
            return Refuse(token, "The channel knows no such key.");
        }

        var result = await Handler.ValidateTokenAsync(text, Parameters(trusted[0], key));
        if (!result.IsValid)
        {
            return Refuse(token, $"It does not hold ({result.Exception.GetType().Name}).");
        }

        return ServiceUrlOf(token) is { Length: > 0 } serviceUrl
            ? new TokenVerdict.Proven(
                new ProvenToken([.. trusted.Where(c => c.Cloud.Metadata == metadata && c.AppId == trusted[0].AppId)], serviceUrl, Endorsements(key))
            )
            : Refuse(token, "It names no service URL.");
    }

    /// <summary>The activity against its proven token: same service URL, a channel the key speaks for, an allowed host, a tenant we serve, and us as recipient.</summary>
    /// <returns>The connection it belongs to; null with the reason when it is refused.</returns>
    public static TeamsConnection? Match(ProvenToken token, Activity activity, out string refusal)
    {
        var connection = activity.EntraTenant() is { } tenant ? token.Candidates.FirstOrDefault(c => c.EntraTenants.Contains(tenant)) : null;
        refusal =
            !string.Equals(activity.ServiceUrl, token.ServiceUrl, StringComparison.Ordinal) ? "Its service URL is not that of the activity."
            : activity.ChannelId != Channel ? "The activity does not come from Teams."
            : !token.Endorsements.Contains(Channel, StringComparer.Ordinal) ? "Its key does not speak for Teams."
            : !token.Candidates.Any(c => c.Hosts.Allows(activity.ServiceUrl))
                ? "The service URL's host is not allowed. If it is Microsoft's, add it to ServiceHosts."
            : connection is null ? "The activity's tenant is not served. If it should be, add it to EntraTenants."
            : !connection.Hosts.Allows(activity.ServiceUrl) ? "The service URL's host is not allowed for this connection."
            : !string.Equals(activity.Recipient?.Id, connection.BotId, StringComparison.OrdinalIgnoreCase) ? "The activity is meant for another bot."
            : "";
        return refusal.Length == 0 ? connection : null;
    }

    private TokenValidationParameters Parameters(TeamsConnection connection, JsonWebKey key) =>
        new()
        {
            IssuerSigningKey = key,
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            RequireSignedTokens = true,
            ValidIssuer = connection.Cloud.Issuer,
            ValidAudience = connection.AppId,
            AudienceValidator = (audiences, _, _) => audiences.Contains(connection.AppId, StringComparer.OrdinalIgnoreCase),
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) => IsAlive(notBefore, expires),
        };

    /// <summary>As the library would, but by the injected clock.</summary>
    private bool IsAlive(DateTime? notBefore, DateTime? expires)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + Skew && !(notBefore > now + Skew);
    }

    private static JsonWebToken? ReadToken(string text)
    {
        try
        {
            return Handler.ReadJsonWebToken(text);
        }
        catch (Exception broken) when (broken is ArgumentException or SecurityTokenException or JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The claim is lower-case in real tokens; the documents spell it serviceUrl.</summary>
    private static string? ServiceUrlOf(JsonWebToken token) => token.TryGetPayloadValue<string>("serviceurl", out var url) ? url : null;

    private static IReadOnlyList<string> Endorsements(JsonWebKey key) =>
        key.AdditionalData.TryGetValue("endorsements", out var value) && value is JsonElement { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!)]
            : [];

    private static TokenVerdict.Refused Refuse(JsonWebToken token, string reason) =>
        new(reason, ForLog(token.Kid), ForLog(token.Issuer), ForLog(string.Join(' ', token.Audiences)));

    /// <summary>Anybody can put anything into a token; a log line stays one short line.</summary>
    private static string ForLog(string? text) =>
        string.IsNullOrEmpty(text) ? "-" : string.Concat(text.Take(120).Select(static c => c is > ' ' and < '\u007f' ? c : '?'));
}
