using System.Collections.Immutable;
using Itam.Context.Connections;

namespace Itam.Context.Sources.Freshservice;

/// <summary>Which workspaces there are to read, and which were there before: what the agent no longer sees has not vanished.</summary>
internal sealed class FreshserviceWorkspaces(FreshserviceClient client, TimeProvider time)
{
    /// <summary>A workspace that stays away longer was closed. Kept while the service runs.</summary>
    private static readonly TimeSpan MissedFor = TimeSpan.FromDays(7);

    private readonly Dictionary<long, (string Name, DateTimeOffset ListedAt)> _listed = [];

    /// <exception cref="ConnectionException">The list could not be read for another reason than that it is not shown.</exception>
    public async Task<ListedWorkspaces> ListAsync(CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<(long Id, string Name)>();
        try
        {
            await foreach (var row in client.WholeListAsync("workspaces", ["workspaces"], [], cancellationToken))
            {
                if (row["id"].Number() is { } id)
                {
                    found.Add((id, AssetStoreValues.Said(row["name"].Text()) ?? $"number {id}"));
                }
            }
        }
        catch (ConnectionException refused) when (refused.Status is 403 && !refused.LacksFeature())
        {
            return new([], ["The agent may not list workspaces: assets are read without the fields of the lower asset types."]);
        }
        catch (ConnectionException refused) when (refused.Status is 400 or 403 or 404)
        {
            // An account without workspaces does not know the list.
        }

        return new(found.ToImmutable(), Missed(found));
    }

    private ImmutableArray<string> Missed(IReadOnlyCollection<(long Id, string Name)> found)
    {
        lock (_listed)
        {
            var now = time.GetUtcNow();
            foreach (var (id, name) in found)
            {
                _listed[id] = (name, now);
            }

            return
            [
                .. _listed
                    .Values.Where(w => w.ListedAt < now && now - w.ListedAt < MissedFor)
                    .Select(w => $"The workspace '{w.Name}' is no longer listed: add the agent to it again, unless it was closed."),
            ];
        }
    }
}

/// <param name="All">Empty: the account has none, or does not show them.</param>
/// <param name="Gaps">Why this may not be all of them, for an administrator.</param>
internal sealed record ListedWorkspaces(ImmutableArray<(long Id, string Name)> All, ImmutableArray<string> Gaps);
