using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Register.Import.Rows;

/// <summary>Who is meant by "ada@example.com", "Ada Lovelace &lt;ada@example.com&gt;" or "1001"; looked up for a whole batch at once.</summary>
internal sealed class PersonFinder
{
    private readonly Dictionary<string, Guid> _people = new(StringComparer.Ordinal);

    public static async Task<PersonFinder> LoadAsync(ItamDb db, IEnumerable<string?> references, CancellationToken cancellationToken)
    {
        var finder = new PersonFinder();
        var values = references.Select(KeyOf).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        IdentityKind[] kinds = [IdentityKind.Email, IdentityKind.Upn, IdentityKind.EmployeeNumber];
        foreach (var chunk in values.Chunk(500))
        {
            var found = await db
                .PersonIdentities.AsNoTracking()
                .Where(i => kinds.Contains(i.Kind) && i.Scope == "" && chunk.Contains(i.Value))
                .ToListAsync(cancellationToken);
            foreach (var identity in found.OrderBy(i => Array.IndexOf(kinds, i.Kind)))
            {
                finder._people.TryAdd(identity.Value, identity.PersonId);
            }
        }

        return finder;
    }

    public Guid? Find(string? reference) => KeyOf(reference) is { } key && _people.TryGetValue(key, out var id) ? id : null;

    private static string? KeyOf(string? reference) =>
        reference
            ?.Split([' ', '<', '>', '(', ')', ','], StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(part => part.Contains('@', StringComparison.Ordinal))
            is { } email
            ? IdentityNames.Normalise(IdentityKind.Email, email)
            : IdentityNames.Normalise(IdentityKind.EmployeeNumber, reference);
}
