using Itam.Context.Register;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>The people of a request, as the register knows them now.</summary>
internal sealed class EquipmentStaff(ItamDb db, EquipmentSettings settings)
{
    private readonly Dictionary<Guid, Person?> _people = [];
    private IReadOnlyList<Guid>? _stockroom;

    /// <summary>Null: unknown.</summary>
    public async Task<Person?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!_people.TryGetValue(id, out var person))
        {
            // Whoever turned out to be somebody else is found by the old id among that one's names.
            var alias = id.ToString("D");
            person = await db
                .People.AsNoTracking()
                .Include(p => p.Identities)
                .Where(p => p.Id == id || p.Identities.Any(i => i.Kind == IdentityKind.Account && i.Scope == "" && i.Value == alias))
                .OrderByDescending(p => p.Id == id)
                .FirstOrDefaultAsync(cancellationToken);
            _people[id] = person;
        }

        return person;
    }

    /// <summary>A person who has been deleted since is still somebody, without a name.</summary>
    public async Task<Person> PersonAsync(Guid id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken)
        ?? new Person
        {
            Id = id,
            DisplayName = "(no longer in the register)",
            Active = false,
        };

    public async Task<PersonRef> RefAsync(Guid id, CancellationToken cancellationToken)
    {
        var person = await PersonAsync(id, cancellationToken);
        return new PersonRef(id, person.DisplayName, person.Email);
    }

    public bool IsStockroom(Person person) =>
        person.Active
        && (
            (
                settings.StockroomDepartment is { } department
                && string.Equals(person.Department?.Trim(), department, StringComparison.OrdinalIgnoreCase)
            )
            || (person.Email is { } email && settings.Stockroom.Contains(email, StringComparer.OrdinalIgnoreCase))
            || person.Identities.Exists(i => i.Kind is IdentityKind.Email or IdentityKind.Upn && settings.Stockroom.Contains(i.Value))
        );

    public async Task<IReadOnlyList<Guid>> StockroomAsync(CancellationToken cancellationToken)
    {
        if (_stockroom is not null)
        {
            return _stockroom;
        }

        var emails = settings.Stockroom.ToArray();
        var department = settings.StockroomDepartment?.ToLowerInvariant();
#pragma warning disable CA1304, CA1311, MA0011 // Becomes SQL's lower().
        var candidates = await db
            .People.AsNoTracking()
            .Include(p => p.Identities)
            .Where(p => p.Active)
            .Where(p =>
                (department != null && p.Department != null && p.Department.ToLower() == department)
                || (p.Email != null && emails.Contains(p.Email.ToLower()))
                || p.Identities.Any(i => emails.Contains(i.Value))
            )
            .ToListAsync(cancellationToken);
#pragma warning restore CA1304, CA1311, MA0011
        return _stockroom = [.. candidates.Where(IsStockroom).Select(p => p.Id).Order()];
    }
}
