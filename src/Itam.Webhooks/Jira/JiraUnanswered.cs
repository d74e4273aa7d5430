using System.Collections.Concurrent;

namespace Itam.Webhooks.Jira;

/// <summary>
/// Requests that may have been raised although we got no answer. Search does not show a new issue at once, so before such a request is raised again the search
/// gets time to catch up. The failure that tells of the loss asks for the same time, so that the work waits as long in the queue, whoever takes it up again.
/// </summary>
internal sealed class JiraUnanswered(TimeProvider time)
{
    /// <summary>How long the search may trail a write; Atlassian names no number.</summary>
    public static readonly TimeSpan SearchCatchesUp = TimeSpan.FromMinutes(1);
    private const int Capacity = 1_000;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _sent = new(StringComparer.Ordinal);

    public void Remember(string reference)
    {
        if (_sent.Count >= Capacity)
        {
            _sent.Clear();
        }

        _sent[reference] = time.GetUtcNow();
    }

    /// <summary>How long to wait before the search can be believed; null where it can be now.</summary>
    public TimeSpan? Wait(string reference) =>
        _sent.TryGetValue(reference, out var at) && at + SearchCatchesUp - time.GetUtcNow() is var left && left > TimeSpan.Zero ? left : null;
}
