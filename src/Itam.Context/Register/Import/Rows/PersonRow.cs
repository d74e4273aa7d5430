using Itam.Context.Register.Import.Columns;
using Itam.Context.Register.Import.Values;

namespace Itam.Context.Register.Import.Rows;

/// <summary>The values of one person's row, read once.</summary>
internal sealed class PersonRow
{
    public PersonRow(ImportRow row)
    {
        Row = row;
        var names = new[] { row.Text(PeopleColumns.FirstName), row.Text(PeopleColumns.LastName) }.OfType<string>().ToArray();
        Name = row.Text(PeopleColumns.Name) ?? (names.Length > 0 ? string.Join(' ', names) : null);
        Number = IdentityNames.Normalise(IdentityKind.EmployeeNumber, row.Text(PeopleColumns.EmployeeNumber));
        Email = IdentityNames.Normalise(IdentityKind.Email, row.Text(PeopleColumns.Email));
        Upn = IdentityNames.Normalise(IdentityKind.Upn, row.Text(PeopleColumns.Upn));
        DirectoryId = IdentityNames.Normalise(IdentityKind.DirectoryId, row.Text(PeopleColumns.DirectoryId));
        Accounts = ReadAccounts(row);
        Country = row.Known(PeopleColumns.Country, Places.Country, "a country");
        TimeZone = row.Known(PeopleColumns.TimeZone, Places.Zone, "a time zone");
        Language = row.Known(PeopleColumns.Language, Places.Language, "a language");
        Vip = row.Flag(PeopleColumns.Vip);
        Active = row.Flag(PeopleColumns.Active);
        Manager = row.Text(PeopleColumns.Manager);
        StartsOn = row.Date(PeopleColumns.StartsOn);
        LeavesOn = row.Date(PeopleColumns.LeavesOn);
        AsOf = row.Moment(PeopleColumns.AsOf);
        if (row.Text(PeopleColumns.Email) is not null && (Email is null || Email.Contains(' ', StringComparison.Ordinal)))
        {
            row.Fault(PeopleColumns.Email, "This is not an e-mail address. Write it like ada@example.com.");
        }
        else if (Number is null && Email is null)
        {
            row.Fault(null, "The row has neither an employee number nor an e-mail, so nobody can be told apart by it. Fill in one of them.");
        }

        if (LeavesOn < StartsOn)
        {
            row.Fault(PeopleColumns.LeavesOn, "The person leaves before they start. Correct one of the two dates.");
        }
    }

    public ImportRow Row { get; }
    public string? Name { get; }
    public string? Number { get; }
    public string? Email { get; }
    public string? Upn { get; }
    public string? DirectoryId { get; }

    /// <summary>What desks call the person: connection and account id.</summary>
    public IReadOnlyList<(string Connection, string Id)> Accounts { get; }
    public string? Country { get; }
    public string? TimeZone { get; }
    public string? Language { get; }
    public bool? Vip { get; }
    public bool? Active { get; }
    public string? Manager { get; }
    public DateOnly? StartsOn { get; }
    public DateOnly? LeavesOn { get; }
    public DateTimeOffset? AsOf { get; }

    public IEnumerable<(IdentityKind Kind, string Scope, string Value, Column Column)> Identities =>
        new (IdentityKind Kind, string Scope, string? Value, Column Column)[]
        {
            (IdentityKind.EmployeeNumber, "", Number, PeopleColumns.EmployeeNumber),
            (IdentityKind.Email, "", Email, PeopleColumns.Email),
            // A sign-in name that is the e-mail says nothing new.
            (IdentityKind.Upn, "", Upn == Email ? null : Upn, PeopleColumns.Upn),
            (IdentityKind.DirectoryId, "", DirectoryId, PeopleColumns.DirectoryId),
        }
            .Where(i => i.Value is not null)
            .Select(i => (i.Kind, i.Scope, i.Value!, i.Column))
            .Concat(Accounts.Select(a => (IdentityKind.Account, a.Connection, a.Id, PeopleColumns.Accounts)));

    /// <summary>Both must be unique in a file, though the number alone is the identity where there is one.</summary>
    public IEnumerable<(string Key, string Name)> Keys
    {
        get
        {
            if (Number is not null)
            {
                yield return ("number " + Number, $"Employee number {Number}");
            }

            if (Email is not null)
            {
                yield return ("email " + Email, $"E-mail {Email}");
            }
        }
    }

    private static List<(string Connection, string Id)> ReadAccounts(ImportRow row)
    {
        var accounts = new List<(string, string)>();
        foreach (
            var entry in (row.Text(PeopleColumns.Accounts) ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        )
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && IdentityNames.Normalise(IdentityKind.Account, entry[(equals + 1)..]) is { } id)
            {
                accounts.Add((entry[..equals].Trim(), id));
            }
            else
            {
                row.Fault(
                    PeopleColumns.Accounts,
                    "An account is written connection=id, several with ; between them. Write it like helpdesk=712020:ab12."
                );
            }
        }

        return accounts;
    }
}
