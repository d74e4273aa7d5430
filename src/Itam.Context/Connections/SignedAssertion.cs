using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Connections;

/// <summary>A client's proof of itself by its private key instead of a secret: a short-lived signed JWT (RFC 7523, "private_key_jwt").</summary>
internal static class SignedAssertion
{
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <param name="header">What names the key to the vendor, e.g. <c>kid</c> or <c>x5t#S256</c>; <c>alg</c> is added.</param>
    /// <param name="padding">Pkcs1 signs RS256, Pss signs PS256 (RFC 7518).</param>
    public static string Create(RSA key, JObject header, string clientId, string audience, RSASignaturePadding padding, DateTimeOffset now)
    {
        header["typ"] = "JWT";
        header["alg"] = padding == RSASignaturePadding.Pss ? "PS256" : "RS256";
        var claims = new JObject
        {
            ["aud"] = audience,
            ["iss"] = clientId,
            ["sub"] = clientId,
            ["jti"] = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Life).ToUnixTimeSeconds(),
        };
        var signed = $"{Encode(header)}.{Encode(claims)}";
        return $"{signed}.{Encode(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, padding))}";
    }

    /// <summary>Base64url without padding (RFC 4648 §5).</summary>
    public static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static string Encode(JObject json) => Encode(Encoding.UTF8.GetBytes(json.ToString(Formatting.None)));
}
