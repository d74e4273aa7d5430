using System.Collections.Immutable;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources.Records;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Syncing;

/// <summary>
/// Brings people up to date with changed records, as <see cref="DeviceRegistrar"/> does with devices: recomputes who hangs together with them. A person whom every
/// source has forgotten stays as last known, but is not active where a directory listed them. Runs inside the caller's transaction.
/// </summary>
internal sealed class PersonRegistrar(ItamDb db, TimeProvider time)
{
    private readonly DateTimeOffset _now = time.GetUtcNow();

    /// <returns>The names that came to a person, left one or moved, as <see cref="NamesOfRecords"/> writes them.</returns>
    public async Task<IReadOnlyCollection<string>> RecomputeAsync(IReadOnlyCollection<StoredRecord> touched, CancellationToken cancellationToken)
    {
        if (touched.Count == 0)
        {
            return [];
        }

        var products = (await db.SyncStates.Select(s => s.Product).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        products.UnionWith(touched.Select(t => t.Product).Where(p => p != OwnRecord.Product));
        var near = await PeopleNeighbourhood.LoadAsync(db, touched, products, cancellationToken);
        var (clusters, doubts) = Resolve([.. near.Facts.Values.Where(f => near.Records[f.Id].TombstonedAt is null)], near);
        var (ids, successors) = StableIds.Assign(
            [.. clusters.Select(c => ClaimOf(c, near))],
            near.People.ContainsKey,
            () => Guid.CreateVersion7(_now)
        );
        foreach (var (cluster, id) in clusters.Zip(ids))
        {
            Place(cluster, id, near);
        }

        await db.SaveChangesAsync(cancellationToken);
        var identities = new IdentityWriter(db, near.People, ids.ToHashSet());
        identities.Write([.. clusters.Zip(ids)], successors);
        await db.SaveChangesAsync(cancellationToken);
        await new PersonSuccession(db, near).MoveAsync(successors, cancellationToken);
        await FillAsync(clusters, ids, near, cancellationToken);
        await LeaveAsync(near, cancellationToken);
        await Doubts.StoreAsync(db, [.. near.Records.Keys.Select(ReviewId)], doubts, _now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return identities.Moved;
    }

    /// <summary>Components that are too large keep the clusters they have.</summary>
    private static (List<ImmutableArray<RecordFacts<PersonRecord>>> Clusters, List<MatchDoubt> Doubts) Resolve(
        List<RecordFacts<PersonRecord>> live,
        PeopleNeighbourhood near
    )
    {
        var (clusters, doubts) = (new List<ImmutableArray<RecordFacts<PersonRecord>>>(), new List<MatchDoubt>());
        foreach (var component in Clustering.Components(live, f => PersonKeys.Of(f.Id, f.Said)))
        {
            if (component.Length <= DeviceRegistrar.LargestComponent)
            {
                var result = PersonClusters.Resolve(component);
                clusters.AddRange(result.Clusters);
                doubts.AddRange(result.Doubts);
                continue;
            }

            var words = $"{component.Length} records of people hang together; a name is probably a placeholder.";
            doubts.Add(new MatchDoubt(ReviewReason.TooMany, [.. component.Select(f => f.Id).Order().Take(2)], words));
            clusters.AddRange(
                component
                    .OrderBy(f => f.Id)
                    .GroupBy(f => near.Records[f.Id].PersonId?.ToString() ?? f.Id.ToString())
                    .Select(g => g.ToImmutableArray())
            );
        }

        return (clusters, [.. doubts.Select(d => d with { Records = [.. d.Records.Select(ReviewId)] })]);
    }

    private static IdClaim ClaimOf(ImmutableArray<RecordFacts<PersonRecord>> cluster, PeopleNeighbourhood near)
    {
        var keys = cluster.SelectMany(r => PersonKeys.Of(r.Id, r.Said)).ToHashSet();
        // A person whom every source had forgotten comes back under the old id.
        var forgotten = near
            .Records.Values.Where(r => r.TombstonedAt is not null && r.PersonId is { } id && near.People.ContainsKey(id))
            .Where(r => PersonKeys.Of(r.Id, near.Facts[r.Id].Said).Any(keys.Contains))
            .Select(r => r.PersonId!.Value);
        return new IdClaim(
            cluster[0].Id,
            [.. cluster.Select(r => near.Records[r.Id].PersonId).OfType<Guid>()],
            [.. cluster.Where(r => r.IsOwn).Select(r => Guid.Parse(r.Id.SourceId))],
            [.. forgotten]
        );
    }

    private void Place(ImmutableArray<RecordFacts<PersonRecord>> cluster, Guid id, PeopleNeighbourhood near)
    {
        if (!near.People.ContainsKey(id))
        {
            near.People[id] = new Person
            {
                Id = id,
                Tenant = db.TenantId.Value,
                DisplayName = "",
            };
            db.People.Add(near.People[id]);
        }

        foreach (var record in cluster)
        {
            near.Records[record.Id].PersonId = id;
        }
    }

    private async Task FillAsync(
        List<ImmutableArray<RecordFacts<PersonRecord>>> clusters,
        ImmutableArray<Guid> ids,
        PeopleNeighbourhood near,
        CancellationToken cancellationToken
    )
    {
        var index = await PeopleIndex.LoadAsync(db, clusters.SelectMany(c => c.SelectMany(r => r.Said.Manager)), cancellationToken);
        foreach (var (cluster, id) in clusters.Zip(ids))
        {
            PersonWriter.Fill(near.People[id], cluster, index);
        }
    }

    /// <summary>
    /// Whom every directory has forgotten has left, whatever other systems still list. A directory that lists nobody at all was switched off, and says nothing of
    /// anybody.
    /// </summary>
    private async Task LeaveAsync(PeopleNeighbourhood near, CancellationToken cancellationToken)
    {
        var forgotten = near
            .Records.Values.Where(r => r is { Connection.Length: > 0, Role: SourceRole.Directory, PersonId: not null })
            .GroupBy(r => r.PersonId!.Value)
            .Where(records => near.People.ContainsKey(records.Key) && records.All(r => r.TombstonedAt is not null))
            .ToDictionary(records => records.Key, records => records.OrderByDescending(r => r.TombstonedAt).ThenBy(r => r.Id).First());
        foreach (var directory in forgotten.GroupBy(f => f.Value.Connection))
        {
            var lists = await db.SourceRecords.AnyAsync(
                r => r.Connection == directory.Key && r.Kind == RecordKind.Person && r.TombstonedAt == null,
                cancellationToken
            );
            foreach (var (id, last) in directory.Where(_ => lists))
            {
                var person = near.People[id];
                if (person.Origins.GetValueOrDefault(nameof(Person.Active)) is not { Locked: true })
                {
                    person.Active = false;
                    person.Origins = new(person.Origins) { [nameof(Person.Active)] = new Origin(last.Product, last.TombstonedAt!.Value) };
                }
            }
        }
    }

    private static RecordId ReviewId(RecordId record) => new(record.Connection, $"person {record.SourceId}");
}
