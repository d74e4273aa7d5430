using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Teams;

/// <summary>The channel as issuer of tokens: metadata, keys with endorsements, signatures. Its keys are made anew at every start.</summary>
public sealed class SigningAuthority(TimeProvider time) : IDisposable
{
    public const string Issuer = "https://api.botframework.com";
    private static readonly string[] Teams = ["msteams"];

    private readonly Lock _lock = new();
    private readonly List<ChannelKey> _keys = [];
    private int _made;

    /// <summary>How often each document was read.</summary>
    public int MetadataReads { get; private set; }

    public int KeyReads { get; private set; }

    /// <summary>The documents answer 500 while this is set.</summary>
    public bool IsDown { get; set; }

    /// <summary>The key that signs.</summary>
    public ChannelKey Current
    {
        get
        {
            lock (_lock)
            {
                return _keys.Count > 0 ? _keys[^1] : Rotate();
            }
        }
    }

    /// <summary>A new key signs from now on; the earlier ones are still published.</summary>
    /// <param name="endorsements">Null: as the key of Teams.</param>
    /// <param name="without">No endorsements member at all.</param>
    public ChannelKey Rotate(string[]? endorsements = null, bool without = false)
    {
        lock (_lock)
        {
            var key = new ChannelKey($"channel-key-{++_made}", RSA.Create(2048), without ? null : endorsements ?? Teams);
            _keys.Add(key);
            return key;
        }
    }

    /// <summary>The earlier keys are published no more.</summary>
    public void Retire()
    {
        lock (_lock)
        {
            _keys.RemoveRange(0, Math.Max(_keys.Count - 1, 0));
        }
    }

    public string Sign(TokenMake make)
    {
        var key = make.Key ?? Current;
        var now = time.GetUtcNow();
        var claims = new Dictionary<string, object>(StringComparer.Ordinal);
        if (make.ServiceUrl is not null)
        {
            claims["serviceurl"] = make.ServiceUrl;
        }

        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = make.Issuer,
                Audience = make.Audience,
                NotBefore = (now + make.NotBefore).UtcDateTime,
                Expires = (now + make.Expires).UtcDateTime,
                Claims = claims,
                SigningCredentials = new SigningCredentials(
                    new RsaSecurityKey(make.Forger ?? key.Rsa)
                    {
                        KeyId = make.Kid ?? key.Kid,
                        CryptoProviderFactory = { CacheSignatureProviders = false },
                    },
                    make.Algorithm
                ),
            }
        );
    }

    public void Map(IEndpointRouteBuilder routes, Func<HttpRequest, Uri> root)
    {
        routes.MapGet(
            "/authority/openidconfiguration",
            (HttpRequest request) =>
            {
                MetadataReads++;
                return Document(
                    new JObject
                    {
                        ["issuer"] = Issuer,
                        ["authorization_endpoint"] = "https://invalid.botframework.com",
                        ["jwks_uri"] = new Uri(root(request), "authority/keys").AbsoluteUri,
                        ["id_token_signing_alg_values_supported"] = new JArray("RS256"),
                        ["token_endpoint_auth_methods_supported"] = new JArray("private_key_jwt"),
                    }
                );
            }
        );
        routes.MapGet(
            "/authority/keys",
            () =>
            {
                KeyReads++;
                lock (_lock)
                {
                    _ = Current;
                    return Document(new JObject { ["keys"] = new JArray(_keys.Select(k => k.Published())) });
                }
            }
        );
    }

    public void Dispose()
    {
        foreach (var key in _keys)
        {
            key.Rsa.Dispose();
        }
    }

    private IResult Document(JObject json) => IsDown ? Results.StatusCode(500) : Results.Text(json.ToString(), "application/json");
}

public sealed record ChannelKey(string Kid, RSA Rsa, IReadOnlyList<string>? Endorsements)
{
    internal JObject Published()
    {
        var parameters = Rsa.ExportParameters(false);
        var key = new JObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = Kid,
            ["x5t"] = Kid,
            ["n"] = Base64UrlEncoder.Encode(parameters.Modulus),
            ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
        };
        if (Endorsements is not null)
        {
            key["endorsements"] = new JArray(Endorsements);
        }

        return key;
    }
}

/// <summary>A token to be signed; the defaults are those of a good one.</summary>
/// <param name="ServiceUrl">Null: the claim is missing.</param>
/// <param name="Forger">Signs in place of the named key.</param>
public sealed record TokenMake(string? Audience, string? ServiceUrl)
{
    public string Issuer { get; init; } = SigningAuthority.Issuer;
    public TimeSpan NotBefore { get; init; } = TimeSpan.FromMinutes(-5);
    public TimeSpan Expires { get; init; } = TimeSpan.FromHours(1);
    public ChannelKey? Key { get; init; }
    public string? Kid { get; init; }
    public RSA? Forger { get; init; }
    public string Algorithm { get; init; } = SecurityAlgorithms.RsaSha256;
}
