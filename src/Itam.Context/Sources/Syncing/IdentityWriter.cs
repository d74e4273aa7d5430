using System.Collections.Immutable;
using System.Globalization;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Storage;

namespace Itam.Context.Sources.Syncing;

/// <summary>
/// Gives every name to one person. Where several claim it, the register's own record comes first, then the lowest record: a function of the records, not of who came
/// first.
/// </summary>
/// <param name="alive">People who have records that count.</param>
internal sealed class IdentityWriter(ItamDb db, IReadOnlyDictionary<Guid, Person> people, IReadOnlySet<Guid> alive)
{
    private readonly HashSet<string> _moved = new(StringComparer.Ordinal);

    /// <summary>Names that came, left or moved.</summary>
    public IReadOnlyCollection<string> Moved => _moved;

    public void Write(
        IReadOnlyList<(ImmutableArray<RecordFacts<PersonRecord>> Records, Guid Id)> clusters,
        IReadOnlyDictionary<Guid, Guid> successors
    )
    {
        var rows = people.Values.SelectMany(p => p.Identities).ToDictionary(i => (i.Kind, i.Scope, i.Value));
        var claims =
            from cluster in clusters
            from record in cluster.Records
            from name in record.Said.Names
            where PersonKey.Of(name) is not null
            let value = IdentityNames.Normalise(name.Kind, name.Value)
            group (cluster.Id, Record: record) by (name.Kind, name.Scope, Value: value);
        foreach (var claim in claims)
        {
            var (holder, record) = claim.OrderBy(c => c.Record.IsOwn ? 0 : 1).ThenBy(c => c.Record.Id).First();
            rows.Remove(claim.Key, out var row);
            Give(row, claim.Key, holder, fromSource: !record.IsOwn);
        }

        foreach (var row in rows.Values)
        {
            if (PeopleIndex.IsAlias(row) && alive.Contains(Guid.Parse(row.Value)))
            {
                // The person of this id is back.
                Remove(row);
            }
            else if (successors.TryGetValue(row.PersonId, out var successor) && (!row.FromSource || PeopleIndex.IsAlias(row)))
            {
                Give(row, (row.Kind, row.Scope, row.Value), successor, row.FromSource);
            }
            else if (row.FromSource && !PeopleIndex.IsAlias(row) && (alive.Contains(row.PersonId) || successors.ContainsKey(row.PersonId)))
            {
                Remove(row);
            }
        }

        foreach (var (gone, successor) in successors)
        {
            Give(null, (IdentityKind.Account, "", gone.ToString("D", CultureInfo.InvariantCulture)), successor, fromSource: false);
        }
    }

    private void Give(PersonIdentity? row, (IdentityKind Kind, string Scope, string Value) name, Guid holder, bool fromSource)
    {
        if (row is null)
        {
            row = new PersonIdentity
            {
                Tenant = db.TenantId.Value,
                Kind = name.Kind,
                Scope = name.Scope,
                Value = name.Value,
                PersonId = holder,
                FromSource = fromSource,
            };
            db.PersonIdentities.Add(row);
        }
        else if (row.PersonId == holder)
        {
            row.FromSource = fromSource;
            return;
        }

        (row.PersonId, row.FromSource) = (holder, fromSource);
        _moved.Add(NamesOfRecords.Of(PersonKey.Of(row)));
    }

    private void Remove(PersonIdentity row)
    {
        db.PersonIdentities.Remove(row);
        _moved.Add(NamesOfRecords.Of(PersonKey.Of(row)));
    }
}
