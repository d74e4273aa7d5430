using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Jira;

/// <summary>
/// Remembers, between reading a ticket and writing its note, what the ticket said. Only then can a later read prove that nothing but our note has changed; where
/// the memory is missing (another replica, a restart) that is not claimed.
/// </summary>
internal sealed class JiraReadMemory
{
    private const int Capacity = 5_000;
    private readonly ConcurrentDictionary<string, string> _digests = new(StringComparer.Ordinal);

    /// <summary>Digest of the fields that a description of the ticket depends on.</summary>
    public static string DigestOf(JObject fields, IEnumerable<string> assetFields)
    {
        var inputs = new JArray(
            new[] { "summary", "description", "reporter", "status" }.Concat(assetFields).Select(name => fields[name]?.ToString(Formatting.None) ?? "")
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(inputs.ToString(Formatting.None)))[..16]);
    }

    public void Remember(string issueId, string digest)
    {
        if (_digests.Count >= Capacity)
        {
            _digests.Clear();
        }

        _digests[issueId] = digest;
    }

    public string? Take(string issueId) => _digests.TryRemove(issueId, out var digest) ? digest : null;
}
