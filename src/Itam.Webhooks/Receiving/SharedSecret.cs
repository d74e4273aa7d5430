using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Itam.Webhooks.Receiving;

/// <summary>The comparisons all receivers share. Both live secrets are always tried and every comparison takes the same time whatever is wrong.</summary>
public static class SharedSecret
{
    /// <summary>The one value of a header. Absent, repeated and empty headers are all null, so that doubled credentials are refused.</summary>
    public static string? Single(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out StringValues values) && values.Count == 1 && !string.IsNullOrEmpty(values[0]) ? values[0] : null;

    /// <summary>What follows the scheme ("Bearer ", "Basic ", with its blank) in the header Authorization; null for another scheme and for nothing.</summary>
    public static string? After(string scheme, string? authorization) =>
        authorization?.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) == true && authorization.Length > scheme.Length
            ? authorization[scheme.Length..]
            : null;

    /// <summary>True when the presented text equals one of the secrets. An empty secret equals nothing.</summary>
    public static bool Matches(string? presented, IReadOnlyList<byte[]> secrets)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(presented ?? ""), hash);
        var matches = false;
        foreach (var secret in secrets)
        {
            SHA256.HashData(secret, expected);
            matches |= CryptographicOperations.FixedTimeEquals(hash, expected) & secret.Length > 0;
        }

        return matches & presented is not null;
    }

    /// <summary>True when the MAC is HMAC-SHA256 of the bytes under one of the secrets (RFC 2104).</summary>
    public static bool IsHmacSha256(ReadOnlySpan<byte> mac, ReadOnlySpan<byte> signed, IReadOnlyList<byte[]> secrets)
    {
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        var matches = false;
        foreach (var secret in secrets)
        {
            HMACSHA256.HashData(secret, signed, expected);
            matches |= CryptographicOperations.FixedTimeEquals(mac, expected) & secret.Length > 0;
        }

        return matches;
    }
}
