using Itam.Context.Register.Import.Columns;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Register.Import.Rows;

internal sealed class PersonImport(ImportRun run) : IRowImport
{
    private static readonly IdentityKind[] Kinds =
    [
        IdentityKind.EmployeeNumber,
        IdentityKind.Email,
        IdentityKind.Upn,
        IdentityKind.DirectoryId,
        IdentityKind.Account,
    ];
    private readonly List<PersonRow> _waiting = [];
    private readonly KeyLedger _keys = new();
    private readonly List<(ImportRow Row, Guid Person, string Manager, RowOutcome Outcome)> _managersToCome = [];

    public int Waiting => _waiting.Count;

    public void Add(ImportRow row)
    {
        var person = new PersonRow(row);
        if (row.Faults.Count == 0 && person.Keys.Any(k => !_keys.Claim(row, k.Key, k.Name)) && row.Faults.Count == 0)
        {
            run.Keep(row, RowOutcome.Unchanged);
            return;
        }

        if (row.Faults.Count > 0)
        {
            run.Reject(row);
            return;
        }

        _waiting.Add(person);
    }

    public async Task WriteAsync(ItamDb db, CancellationToken cancellationToken)
    {
        var values = _waiting.SelectMany(r => r.Identities.Select(i => i.Value)).Distinct(StringComparer.Ordinal).ToArray();
        var ids = await db
            .PersonIdentities.Where(i => Kinds.Contains(i.Kind) && values.Contains(i.Value))
            .Select(i => i.PersonId)
            .Distinct()
            .ToArrayAsync(cancellationToken);
        var known = await db.People.Where(p => ids.Contains(p.Id)).Include(p => p.Identities).AsSplitQuery().ToListAsync(cancellationToken);
        var holders = known
            .SelectMany(p => p.Identities.Select(i => (i.Kind, i.Scope, i.Value, Person: p)))
            .ToDictionary(i => (i.Kind, i.Scope, i.Value), i => i.Person);
        var managers = await PersonFinder.LoadAsync(db, _waiting.Select(r => r.Manager), cancellationToken);
        foreach (var row in _waiting)
        {
            Write(db, row, holders, managers);
        }

        _waiting.Clear();
    }

    public async Task FinishAsync(ItamDb db, CancellationToken cancellationToken)
    {
        foreach (var chunk in _managersToCome.Chunk(500))
        {
            var managers = await PersonFinder.LoadAsync(db, chunk.Select(c => c.Manager), cancellationToken);
            var ids = chunk.Select(c => c.Person).ToArray();
            var people = await db.People.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellationToken);
            foreach (var (row, id, reference, outcome) in chunk)
            {
                var person = people[id];
                var merge = new Merge(row, person.Origins, run.OriginOf(row.Moment(PeopleColumns.AsOf)));
                SetManager(row, person, managers.Find(reference), merge);
                if (merge.Changed && outcome is RowOutcome.Unchanged)
                {
                    run.Recount(RowOutcome.Unchanged, RowOutcome.Changed);
                }

                run.Warn(row);
            }
        }
    }

    private void Write(ItamDb db, PersonRow row, Dictionary<(IdentityKind, string, string), Person> holders, PersonFinder managers)
    {
        var found = Find(row, holders);
        if (found is null && row.Name is null)
        {
            row.Row.Fault(
                null,
                "Nobody in the register has this employee number or e-mail, and the row has no name for a new person. Fill in the name."
            );
        }

        if (row.Row.Faults.Count > 0)
        {
            run.Reject(row.Row);
            return;
        }

        var person =
            found
            ?? new Person
            {
                Id = run.NewId(),
                Tenant = db.TenantId.Value,
                DisplayName = row.Name!,
            };
        var merge = new Merge(row.Row, person.Origins, run.OriginOf(row.AsOf));
        if (found is null)
        {
            person.DisplayName = "";
            db.People.Add(person);
        }

        Identify(person, row, holders, merge);
        Fill(person, row, merge);
        var outcome =
            found is null ? RowOutcome.New
            : merge.Changed ? RowOutcome.Changed
            : RowOutcome.Unchanged;
        if (row.Manager is not null && managers.Find(row.Manager) is { } manager)
        {
            SetManager(row.Row, person, manager, merge);
            outcome = merge.Changed && outcome is RowOutcome.Unchanged ? RowOutcome.Changed : outcome;
        }
        else if (row.Manager is not null)
        {
            _managersToCome.Add((row.Row, person.Id, row.Manager, outcome));
        }

        run.Keep(row.Row, outcome);
    }

    /// <summary>By employee number; by e-mail a person who has no number yet. Identities that belong to somebody else are a fault.</summary>
    private static Person? Find(PersonRow row, Dictionary<(IdentityKind, string, string), Person> holders)
    {
        var byNumber = row.Number is { } number ? holders.GetValueOrDefault((IdentityKind.EmployeeNumber, "", number)) : null;
        var byEmail = row.Email is { } email ? holders.GetValueOrDefault((IdentityKind.Email, "", email)) : null;
        var person = byNumber ?? byEmail;
        if (
            byNumber is null
            && byEmail is not null
            && row.Number is not null
            && byEmail.Identities.Find(i => i.Kind is IdentityKind.EmployeeNumber) is { } other
        )
        {
            row.Row.Fault(
                PeopleColumns.Email,
                $"{byEmail.DisplayName} (employee number {other.Value}) has this e-mail already. Correct the e-mail or the employee number."
            );
            return null;
        }

        foreach (var (kind, scope, value, column) in row.Identities)
        {
            if (holders.TryGetValue((kind, scope, value), out var holder) && holder != person)
            {
                row.Row.Fault(column, $"{holder.DisplayName} has this {column} already. Correct it, or correct that person first.");
            }
        }

        return person;
    }

    private static void Identify(Person person, PersonRow row, Dictionary<(IdentityKind, string, string), Person> holders, Merge merge)
    {
        foreach (var (kind, scope, value, column) in row.Identities)
        {
            // What the file says is the register's own from now on, whoever said it before.
            if (holders.GetValueOrDefault((kind, scope, value)) == person)
            {
                person.Identities.Find(i => i.Kind == kind && i.Scope == scope && i.Value == value)!.FromSource = false;
            }

            // A locked e-mail stays what signs the person's tickets.
            if (holders.ContainsKey((kind, scope, value)) || person.Origins.GetValueOrDefault(column.Property) is { Locked: true })
            {
                continue;
            }

            var old = kind is IdentityKind.Email ? IdentityNames.Normalise(kind, person.Email) : null;
            person.Identities.RemoveAll(i => i.Kind == kind && i.Scope == scope && (kind is IdentityKind.Email ? i.Value == old : true));
            person.Identities.Add(
                new PersonIdentity
                {
                    Tenant = person.Tenant,
                    Kind = kind,
                    Scope = scope,
                    Value = value,
                    PersonId = person.Id,
                }
            );
            holders[(kind, scope, value)] = person;
            merge.Touch();
        }
    }

    private static void Fill(Person person, PersonRow row, Merge merge)
    {
        var cells = row.Row;
        merge.Set(PeopleColumns.Name, row.Name, person.DisplayName, v => person.DisplayName = v!);
        merge.Set(
            PeopleColumns.Email,
            row.Email == IdentityNames.Normalise(IdentityKind.Email, person.Email) ? person.Email : row.Email,
            person.Email,
            v => person.Email = v
        );
        merge.Set(PeopleColumns.JobTitle, cells.Text(PeopleColumns.JobTitle), person.JobTitle, v => person.JobTitle = v);
        merge.Set(PeopleColumns.Department, cells.Text(PeopleColumns.Department), person.Department, v => person.Department = v);
        merge.Set(PeopleColumns.Site, cells.Text(PeopleColumns.Site), person.Site, v => person.Site = v);
        merge.Set(PeopleColumns.Country, row.Country, person.Country, v => person.Country = v);
        merge.Set(PeopleColumns.TimeZone, row.TimeZone, person.TimeZone, v => person.TimeZone = v);
        merge.Set(PeopleColumns.Language, row.Language, person.Language, v => person.Language = v);
        merge.Set(PeopleColumns.Vip, row.Vip, person.Vip, v => person.Vip = v!.Value);
        merge.Set(PeopleColumns.Active, row.Active, person.Active, v => person.Active = v!.Value);
        merge.Set(PeopleColumns.StartsOn, row.StartsOn, person.StartsOn, v => person.StartsOn = v);
        merge.Set(PeopleColumns.LeavesOn, row.LeavesOn, person.LeavesOn, v => person.LeavesOn = v);
    }

    private static void SetManager(ImportRow row, Person person, Guid? manager, Merge merge)
    {
        if (manager is null)
        {
            row.Doubt(PeopleColumns.Manager, "Nobody in the file or the register has this e-mail or employee number; the manager was left as it is.");
        }
        else if (manager == person.Id)
        {
            row.Doubt(PeopleColumns.Manager, "A person cannot be their own manager; the manager was left as it is.");
        }
        else
        {
            merge.Set(PeopleColumns.Manager, manager, person.ManagerId, v => person.ManagerId = v);
        }
    }
}
