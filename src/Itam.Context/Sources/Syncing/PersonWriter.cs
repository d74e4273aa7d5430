using Itam.Context.Matching;
using Itam.Context.Register;

namespace Itam.Context.Sources.Syncing;

/// <summary>Computes the values of a person from what their records say now; nothing is left over from what they said before.</summary>
internal static class PersonWriter
{
    public static void Fill(Person person, IEnumerable<RecordFacts<PersonRecord>> cluster, PeopleIndex index)
    {
        var records = BestSaid.Ordered(cluster);
        var origins = new Dictionary<string, Origin>(StringComparer.Ordinal);
        person.DisplayName = Take(nameof(Person.DisplayName), p => Text(p.DisplayName)) ?? NameOf(records[0]);
        person.Email = Take(nameof(Person.Email), p => p.Names.FirstOrDefault(n => n.Kind is IdentityKind.Email)?.Value.Trim());
        person.JobTitle = Take(nameof(Person.JobTitle), p => Text(p.JobTitle));
        person.Department = Take(nameof(Person.Department), p => Text(p.Department));
        person.Site = Take(nameof(Person.Site), p => Text(p.Site));
        person.Country = Take(nameof(Person.Country), p => Text(p.Country));
        person.TimeZone = Take(nameof(Person.TimeZone), p => Text(p.TimeZone));
        person.Language = Take(nameof(Person.Language), p => Text(p.Language));
        person.Vip = Take(nameof(Person.Vip), p => p.Vip) ?? false;
        person.Active = Take(nameof(Person.Active), p => p.Active) ?? true;
        person.StartsOn = Take(nameof(Person.StartsOn), p => p.StartsOn);
        person.LeavesOn = Take(nameof(Person.LeavesOn), p => p.LeavesOn);
        person.ManagerId = Take(nameof(Person.ManagerId), p => index.Find(p.Manager) is { } id && id != person.Id ? id : (Guid?)null);
        person.Origins = origins;

        T? Take<T>(string property, Func<PersonRecord, T?> say)
        {
            if (BestSaid.Of(records, property, say) is not { } best)
            {
                return default;
            }

            if (best.By.OriginOf(property) is { } origin)
            {
                origins[property] = origin;
            }

            return best.Value;
        }

        // Named by a source, so that it is not taken for the register's own word.
        string NameOf(RecordFacts<PersonRecord> record)
        {
            if (record.OriginOf(nameof(Person.DisplayName)) is { } origin)
            {
                origins[nameof(Person.DisplayName)] = origin;
            }

            return record.Said.Names is [var name, ..] ? name.Value : record.Id.SourceId;
        }
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
