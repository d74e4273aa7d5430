using System.Security.Cryptography;
using System.Text;

namespace Itam.Sandbox.Sources.Common;

/// <summary>Access tokens that were given out and when they end.</summary>
internal sealed class Bearers(string system, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _tokens = [];

    public int Issued { get; private set; }

    /// <summary>The same on every start, so that settings can be written down.</summary>
    public string Secret(string purpose) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{system} sandbox, {purpose}")));

    public string Issue(TimeSpan life)
    {
        lock (_lock)
        {
            var token = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{system} token {++Issued}")));
            _tokens[token] = time.GetUtcNow() + life;
            return token;
        }
    }

    public void Revoke()
    {
        lock (_lock)
        {
            _tokens.Clear();
        }
    }

    public bool Accepts(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        lock (_lock)
        {
            return authorization.StartsWith("Bearer ", StringComparison.Ordinal)
                && _tokens.TryGetValue(authorization["Bearer ".Length..], out var until)
                && until > time.GetUtcNow();
        }
    }
}
