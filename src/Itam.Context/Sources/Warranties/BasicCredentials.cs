using System.Text;

namespace Itam.Context.Sources.Warranties;

/// <summary>How a client proves itself where it asks for a token: HTTP Basic (RFC 6749 §2.3.1, RFC 7617).</summary>
internal static class BasicCredentials
{
    public static string Of(string id, string secret) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}"));
}
