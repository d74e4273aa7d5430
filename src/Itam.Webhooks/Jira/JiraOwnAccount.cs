using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Sources.Jira;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Jira;

/// <summary>Who we are in Jira. Learned from the first call, so that the receiver can tell our own writes from other people's without asking.</summary>
internal sealed class JiraOwnAccount(string? configured)
{
    private volatile ImmutableHashSet<string> _names = configured is null ? [] : [configured];

    public async ValueTask LearnAsync(JiraClient client, CancellationToken cancellationToken)
    {
        var names = NamesOf(await client.MyselfAsync(cancellationToken)).ToImmutableHashSet(StringComparer.Ordinal);
        if (names.IsEmpty)
        {
            throw new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{client.Name} does not say who we are. Check the credentials and run 'itam doctor'."
            );
        }

        _names = names;
    }

    /// <summary>True where the user is known to be us.</summary>
    public bool Is(JToken? user) => user is JObject known && NamesOf(known).Any(_names.Contains);

    /// <summary>Account id on Cloud; user name and key on Data Center.</summary>
    private static IEnumerable<string> NamesOf(JObject user) =>
        new[] { user["accountId"].Text(), user["name"].Text(), user["key"].Text() }.OfType<string>();
}
