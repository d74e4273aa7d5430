using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources.Records;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Syncing;

/// <summary>Puts people from sources into the register. One strong identity makes two records one person; identities of two people make a doubt, never a merge.</summary>
internal sealed class PersonRegistrar(ItamDb db, TimeProvider time)
{
    private readonly DateTimeOffset _now = time.GetUtcNow();

    /// <returns>True when somebody has a new name, so that records which wait for a person should look again.</returns>
    public async Task<bool> RecomputeAsync(IReadOnlyCollection<StoredRecord> touched, CancellationToken cancellationToken)
    {
        if (touched.Count == 0)
        {
            return false;
        }

        var said = touched.ToDictionary(r => r.Id, r => RecordJson.Read<PersonRecord>(r.Json));
        var index = await PeopleIndex.LoadAsync(db, said.Values.SelectMany(p => p.Names.Concat(p.Manager)), cancellationToken);
        var doubts = new List<MatchDoubt>();
        var newNames = false;
        var people = new Dictionary<Guid, Person>();
        foreach (var record in touched.OrderBy(r => r.Id))
        {
            if (await FindAsync(record, said[record.Id], index, people, doubts, cancellationToken) is { } person)
            {
                record.PersonId = person.Id;
                newNames |= Identify(person, said[record.Id], index);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        var products = (await db.SyncStates.Select(s => s.Product).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        foreach (var chunk in people.Keys.Chunk(500))
        {
            var records = await db
                .SourceRecords.Where(r =>
                    r.Kind == RecordKind.Person && r.TombstonedAt == null && r.PersonId != null && chunk.Contains(r.PersonId.Value)
                )
                .ToListAsync(cancellationToken);
            foreach (var ofPerson in records.GroupBy(r => r.PersonId!.Value))
            {
                Fill(people[ofPerson.Key], [.. ofPerson], index, products);
            }
        }

        await Doubts.StoreAsync(db, [.. touched.Select(ReviewId)], doubts, _now, cancellationToken);
        return newNames;
    }

    private async Task<Person?> FindAsync(
        StoredRecord record,
        PersonRecord said,
        PeopleIndex index,
        Dictionary<Guid, Person> people,
        List<MatchDoubt> doubts,
        CancellationToken cancellationToken
    )
    {
        var known = index.FindAll(said.Names);
        if (record.PersonId is null && known.Count > 1)
        {
            doubts.Add(
                new MatchDoubt(
                    ReviewReason.SeveralCandidates,
                    [ReviewId(record)],
                    $"{record.Product} gives {said.DisplayName ?? record.SourceId} names of {known.Count} people in the register."
                )
            );
            return null;
        }

        if ((record.PersonId ?? (known.Count == 1 ? known[0] : (Guid?)null)) is { } id)
        {
            var found =
                people.GetValueOrDefault(id) ?? await db.People.Include(p => p.Identities).FirstOrDefaultAsync(p => p.Id == id, cancellationToken);
            if (found is not null)
            {
                return people[id] = found;
            }
        }

        if (said.Names.IsEmpty)
        {
            return null;
        }

        var created = new Person
        {
            Id = Guid.CreateVersion7(_now),
            Tenant = db.TenantId.Value,
            DisplayName = said.DisplayName ?? said.Names[0].Value,
        };
        db.People.Add(created);
        return people[created.Id] = created;
    }

    private static bool Identify(Person person, PersonRecord said, PeopleIndex index)
    {
        var added = false;
        foreach (var name in said.Names)
        {
            if (index.Claim(name, person.Id, out var value))
            {
                person.Identities.Add(
                    new PersonIdentity
                    {
                        Tenant = person.Tenant,
                        Kind = name.Kind,
                        Scope = name.Scope,
                        Value = value,
                        PersonId = person.Id,
                    }
                );
                added = true;
            }
        }

        return added;
    }

    /// <summary>The directory comes first, then asset registers, then the others; what an import said stays unless the directory says otherwise.</summary>
    private static void Fill(Person person, StoredRecord[] records, PeopleIndex index, HashSet<string> products)
    {
        var offers = records
            .OrderBy(r =>
                r.Role is SourceRole.Directory ? 0
                : r.Role is SourceRole.AssetRegister ? 1
                : 2
            )
            .ThenByDescending(r => r.AsOf)
            .ThenBy(r => r.Id)
            .Select(r => (Record: r, Said: RecordJson.Read<PersonRecord>(r.Json)))
            .ToArray();
        Take(nameof(Person.DisplayName), p => p.DisplayName, person.DisplayName, v => person.DisplayName = v);
        Take(nameof(Person.Email), p => p.Names.FirstOrDefault(n => n.Kind is IdentityKind.Email)?.Value.Trim(), person.Email, v => person.Email = v);
        Take(nameof(Person.JobTitle), p => p.JobTitle, person.JobTitle, v => person.JobTitle = v);
        Take(nameof(Person.Department), p => p.Department, person.Department, v => person.Department = v);
        Take(nameof(Person.Site), p => p.Site, person.Site, v => person.Site = v);
        Take(nameof(Person.Country), p => p.Country, person.Country, v => person.Country = v);
        Take(nameof(Person.TimeZone), p => p.TimeZone, person.TimeZone, v => person.TimeZone = v);
        Take(nameof(Person.Language), p => p.Language, person.Language, v => person.Language = v);
        Take(nameof(Person.Vip), p => p.Vip, person.Vip ? true : null, v => person.Vip = v!.Value);
        Take(nameof(Person.Active), p => p.Active, person.Active ? null : false, v => person.Active = v!.Value);
        Take(nameof(Person.StartsOn), p => p.StartsOn, person.StartsOn, v => person.StartsOn = v);
        Take(nameof(Person.LeavesOn), p => p.LeavesOn, person.LeavesOn, v => person.LeavesOn = v);
        Take(
            nameof(Person.ManagerId),
            p => index.Find(p.Manager) is { } id && id != person.Id ? id : null,
            person.ManagerId,
            v => person.ManagerId = v
        );

        void Take<T>(string property, Func<PersonRecord, T?> say, T? current, Action<T> set)
        {
            var offer = Array.Find(offers, o => say(o.Said) is not null);
            var origin = person.Origins.GetValueOrDefault(property);
            var ownValue = current is not null && (origin is null || !products.Contains(origin.Source));
            if (
                offer.Record is null
                || origin is { Locked: true }
                || (ownValue && origin is not null && offer.Record.Role is not SourceRole.Directory)
            )
            {
                return;
            }

            set(say(offer.Said)!);
            person.Origins[property] = new Origin(offer.Record.Product, offer.Record.AsOf);
        }
    }

    private static RecordId ReviewId(StoredRecord record) => new(record.Connection, $"person {record.SourceId}");
}
