using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Sources.MicrosoftGraph;

/// <summary>Judges a client_assertion as Entra does: PS256 by the registered certificate, named by x5t#S256, for this endpoint, not ended.</summary>
internal static class AssertionJudge
{
    public static bool Accepts(IFormCollection form, X509Certificate2 certificate, string clientId, string audience, DateTimeOffset now)
    {
        if (form["client_assertion_type"] != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        {
            return false;
        }

        var parts = form["client_assertion"].ToString().Split('.');
        if (parts.Length != 3)
        {
            return false;
        }

        var header = JObject.Parse(Encoding.UTF8.GetString(Decode(parts[0])));
        var claims = JObject.Parse(Encoding.UTF8.GetString(Decode(parts[1])));
        using var key = certificate.GetRSAPublicKey()!;
        return (string?)header["alg"] == "PS256"
            && Decode((string?)header["x5t#S256"] ?? "").SequenceEqual(certificate.GetCertHash(HashAlgorithmName.SHA256))
            && (string?)claims["aud"] == audience
            && (string?)claims["iss"] == clientId
            && (string?)claims["sub"] == clientId
            && (string?)claims["jti"] is { Length: > 16 }
            && (long?)claims["exp"] > now.ToUnixTimeSeconds()
            && key.VerifyData(
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                Decode(parts[2]),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pss
            );
    }

    private static byte[] Decode(string text)
    {
        var base64 = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
    }
}
