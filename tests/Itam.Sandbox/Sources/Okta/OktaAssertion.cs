using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Sources.Okta;

/// <summary>Judges a client_assertion as Okta does: RS256 by the app's key, named by kid, for this endpoint, ending within the hour.</summary>
internal static class OktaAssertion
{
    public static bool Accepts(IFormCollection form, RSA key, string clientId, string keyId, string audience, DateTimeOffset now)
    {
        var parts = form["client_assertion"].ToString().Split('.');
        if (parts.Length != 3 || form["client_assertion_type"] != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        {
            return false;
        }

        var header = JObject.Parse(Encoding.UTF8.GetString(Decode(parts[0])));
        var claims = JObject.Parse(Encoding.UTF8.GetString(Decode(parts[1])));
        return (string?)header["alg"] == "RS256"
            && (string?)header["kid"] == keyId
            && (string?)claims["aud"] == audience
            && (string?)claims["iss"] == clientId
            && (string?)claims["sub"] == clientId
            && (long?)claims["exp"] > now.ToUnixTimeSeconds()
            && (long?)claims["exp"] <= now.AddHours(1).ToUnixTimeSeconds()
            && key.VerifyData(
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                Decode(parts[2]),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            );
    }

    private static byte[] Decode(string text)
    {
        var base64 = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
    }
}
