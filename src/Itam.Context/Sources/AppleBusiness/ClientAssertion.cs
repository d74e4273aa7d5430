using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.AppleBusiness;

/// <summary>The signed statement (JWT, ES256; RFC 7523) with which an API account signs in. Made anew for each sign-in, so it may live minutes, not 180 days.</summary>
internal static class ClientAssertion
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private const int P256Bits = 256;

    public static string Make(AppleBusinessSettings settings, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var header = new JObject
        {
            ["alg"] = "ES256",
            ["kid"] = settings.KeyId,
            ["typ"] = "JWT",
        };
        var claims = new JObject
        {
            ["iss"] = settings.ClientId,
            ["sub"] = settings.ClientId,
            ["aud"] = settings.Audience,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Life).ToUnixTimeSeconds(),
            ["jti"] = Guid.CreateVersion7(now).ToString("D"),
        };
        var signed = $"{Encode(header)}.{Encode(claims)}";
        using var key = ECDsa.Create();
        key.ImportFromPem(settings.PrivateKey);

        // JWS wants the two numbers side by side (RFC 7518, 3.4), not the DER form that OpenSSL writes.
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Null for a private P-256 key. Says nothing of the key itself.</summary>
    public static string? WhatIsWrongWith(string pem)
    {
        using var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            _ = key.SignHash(new byte[P256Bits / 8]);
        }
        catch (Exception bad) when (bad is ArgumentException or CryptographicException)
        {
            return "is not a private key in PEM form";
        }

        return key.KeySize == P256Bits ? null : string.Create(CultureInfo.InvariantCulture, $"is a key of {key.KeySize} bits; Apple's are P-256");
    }

    private static string Encode(JObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToString(Formatting.None)));
}
