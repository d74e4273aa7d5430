using System.Collections.Immutable;
using Itam.Context.Desks;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources.Records;

namespace Itam.Context.Sources.Syncing;

/// <summary>What the register knows of a person without any source, from an import, a person or a ticket, as a record like any other; see <see cref="OwnRecord"/>.</summary>
internal static class OwnPerson
{
    /// <param name="records">The records linked to the person.</param>
    /// <param name="products">Names of all sources; a value from one of them is not the register's own.</param>
    /// <returns>The record, new or brought up to date; null where everything came from sources.</returns>
    public static StoredRecord? Capture(Person person, IReadOnlyList<StoredRecord> records, IReadOnlySet<string> products)
    {
        var sources = records.Where(r => r.Connection.Length > 0).ToArray();
        var known = records.Where(r => r.Connection.Length == 0).OrderBy(r => r.SourceId, StringComparer.Ordinal).FirstOrDefault();
        var before = known is null ? new PersonRecord(person.Id.ToString("D"), DateTimeOffset.UnixEpoch) : RecordJson.Read<PersonRecord>(known.Json);
        var origins = known is null ? [] : new Dictionary<string, Origin>(known.Origins);
        var take = new OwnValues(
            person.Origins.GetValueOrDefault,
            sources.Length == 0,
            products.Union(sources.Select(s => s.Product)).ToHashSet(StringComparer.Ordinal),
            origins
        );
        var said = Fill(take, person, before);
        if (known is null && !take.Any && said.Names.IsEmpty)
        {
            return null;
        }

        said = Follow(sources, said, isNew: known is null) with { AsOf = origins.Values.Select(o => o.AsOf).Append(before.AsOf).Max() };
        var record =
            known
            ?? new StoredRecord
            {
                Connection = "",
                Kind = RecordKind.Person,
                SourceId = said.SourceId,
                Product = OwnRecord.Product,
                Role = SourceRole.AssetRegister,
                PersonId = person.Id,
            };
        record.Json = RecordJson.Write(said);
        record.Hash = RecordJson.HashOf(record.Json);
        record.AsOf = said.AsOf;
        record.Origins = origins;
        return record;
    }

    private static PersonRecord Fill(OwnValues take, Person person, PersonRecord before) =>
        before with
        {
            Names = NamesOf(person, take.Text(nameof(Person.Email), person.Email, null), before),
            DisplayName = take.Text(nameof(Person.DisplayName), person.DisplayName, before.DisplayName),
            JobTitle = take.Text(nameof(Person.JobTitle), person.JobTitle, before.JobTitle),
            Department = take.Text(nameof(Person.Department), person.Department, before.Department),
            Site = take.Text(nameof(Person.Site), person.Site, before.Site),
            Country = take.Text(nameof(Person.Country), person.Country, before.Country),
            TimeZone = take.Text(nameof(Person.TimeZone), person.TimeZone, before.TimeZone),
            Language = take.Text(nameof(Person.Language), person.Language, before.Language),
            // A flag that nobody ever set says nothing.
            Vip = take.Value(nameof(Person.Vip), person.Vip || person.Origins.ContainsKey(nameof(Person.Vip)) ? person.Vip : (bool?)null, before.Vip),
            Active = take.Value(
                nameof(Person.Active),
                !person.Active || person.Origins.ContainsKey(nameof(Person.Active)) ? person.Active : (bool?)null,
                before.Active
            ),
            Manager =
                take.Owns(nameof(Person.ManagerId), person.ManagerId) && person.ManagerId is { } manager
                    ? [PeopleIndex.Own(manager)]
                    : before.Manager,
            StartsOn = take.Value(nameof(Person.StartsOn), person.StartsOn, before.StartsOn),
            LeavesOn = take.Value(nameof(Person.LeavesOn), person.LeavesOn, before.LeavesOn),
        };

    /// <summary>The e-mail as it was written comes first; the names are those that no source gave.</summary>
    private static ImmutableArray<PersonName> NamesOf(Person person, string? email, PersonRecord before)
    {
        var own = person
            .Identities.Where(i => !i.FromSource && !PeopleIndex.IsAlias(i))
            .OrderBy(i => i.Kind)
            .ThenBy(i => i.Scope, StringComparer.Ordinal)
            .ThenBy(i => i.Value, StringComparer.Ordinal)
            .ToArray();
        email ??= before.Names.FirstOrDefault(n => n.Kind is IdentityKind.Email && Array.Exists(own, i => Same(i, n.Value)))?.Value;
        var names = own.Where(i => !Same(i, email)).Select(i => new PersonName(i.Kind, i.Value, i.Scope));
        return email is null ? [.. names] : [new PersonName(IdentityKind.Email, email), .. names];

        static bool Same(PersonIdentity identity, string? email) =>
            identity.Kind is IdentityKind.Email && identity.Value == IdentityNames.Normalise(IdentityKind.Email, email);
    }

    /// <summary>What is said of a person whom sources brought need not name them; then it follows one of the records it was said of.</summary>
    private static PersonRecord Follow(StoredRecord[] sources, PersonRecord said, bool isNew)
    {
        var buried = sources.Where(s => s.TombstonedAt is not null).Select(NameOf).ToHashSet();
        if (!isNew && !said.CrossIds.Any(buried.Contains))
        {
            return said;
        }

        var living = sources.Where(s => s.TombstonedAt is null).OrderBy(s => s.Id).ToArray();
        var own = PersonKeys.Of(new RecordId("", said.SourceId), said with { CrossIds = [] });
        var isNamed = living.Any(s => PersonKeys.Of(s.Id, RecordJson.Read<PersonRecord>(s.Json)).Any(own.Contains));
        var leads = isNamed ? [] : living.Select(NameOf).Take(1);
        return said with { CrossIds = [.. said.CrossIds.Where(c => !buried.Contains(c)).Union(leads)] };

        static PersonName NameOf(StoredRecord record) => new(IdentityKind.Account, record.SourceId, record.Connection);
    }
}
