using System.Globalization;
using Itam.Context.Desks;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Sources.Syncing;

/// <summary>Who is meant by the names that sources give, looked up for many records at once; the strongest kind of name decides.</summary>
internal sealed class PeopleIndex
{
    private static readonly IdentityKind[] Strength =
    [
        IdentityKind.DirectoryId,
        IdentityKind.Account,
        IdentityKind.Email,
        IdentityKind.Upn,
        IdentityKind.EmployeeNumber,
    ];

    private readonly Dictionary<(IdentityKind, string, string), Guid> _people = [];

    /// <summary>The register's own record names its holder by the person's id.</summary>
    public static PersonName Own(Guid personId) => new(IdentityKind.Account, personId.ToString("D", CultureInfo.InvariantCulture));

    /// <summary>The id of a person who was merged into another; it still names them.</summary>
    public static bool IsAlias(PersonIdentity identity) =>
        identity is { Kind: IdentityKind.Account, Scope.Length: 0 } && Guid.TryParse(identity.Value, out _);

    public static async Task<PeopleIndex> LoadAsync(ItamDb db, IEnumerable<PersonName> names, CancellationToken cancellationToken)
    {
        var index = new PeopleIndex();
        var values = names.Select(n => IdentityNames.Normalise(n.Kind, n.Value)).OfType<string>().Distinct(StringComparer.Ordinal);
        foreach (var chunk in values.Chunk(500))
        {
            foreach (var identity in await db.PersonIdentities.AsNoTracking().Where(i => chunk.Contains(i.Value)).ToListAsync(cancellationToken))
            {
                index._people[(identity.Kind, identity.Scope, identity.Value)] = identity.PersonId;
            }
        }

        return index;
    }

    /// <returns>Strongest name first; empty where the register knows nobody of these names.</returns>
    public IReadOnlyList<Guid> FindAll(IEnumerable<PersonName> names) =>
        [.. names.OrderBy(n => Array.IndexOf(Strength, n.Kind)).ThenBy(n => n.Value, StringComparer.Ordinal).Select(One).OfType<Guid>().Distinct()];

    public Guid? Find(IEnumerable<PersonName> names) => FindAll(names) is [var first, ..] ? first : null;

    private Guid? One(PersonName name)
    {
        if (PersonKey.Of(name) is null || IdentityNames.Normalise(name.Kind, name.Value) is not { } value)
        {
            return null;
        }

        // An e-mail may be registered as a sign-in name and the other way round.
        IdentityKind[] kinds = name.Kind is IdentityKind.Email or IdentityKind.Upn ? [IdentityKind.Email, IdentityKind.Upn] : [name.Kind];
        foreach (var kind in kinds)
        {
            if (_people.TryGetValue((kind, name.Scope, value), out var id))
            {
                return id;
            }
        }

        return name is { Kind: IdentityKind.Account, Scope.Length: 0 } && Guid.TryParse(value, out var own) ? own : null;
    }
}
