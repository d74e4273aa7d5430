namespace Itam.Context.Register.Import.Columns;

/// <summary>Headers of lists of people, as directories, asset registers, desks and HR systems export them.</summary>
internal static class PeopleColumns
{
    public static readonly Column EmployeeNumber = new(
        "employee number",
        "",
        "employee id | employee no | employee num | employee # | staff number | personnel number | worker id | personalnummer | "
            + "personalnr | mitarbeiternummer | mitarbeiter id"
    );
    public static readonly Column Name = new(
        "name",
        nameof(Person.DisplayName),
        "display name | full name | employee name | user display name | anzeigename | vollständiger name | mitarbeiter"
    );
    public static readonly Column FirstName = new("first name", "", "given name | forename | vorname");
    public static readonly Column LastName = new("last name", "", "surname | family name | nachname | familienname");
    public static readonly Column Email = new(
        "email",
        nameof(Person.Email),
        "email address | e-mail | mail | primary email | work email | business email | e-mail-adresse | mailadresse | " + "dienstliche e-mail"
    );
    public static readonly Column Upn = new(
        "upn",
        "",
        "user principal name | login | username | user name | user id | sam account name | sign-in name | benutzername | " + "anmeldename"
    );
    public static readonly Column DirectoryId = new("directory id", "", "object id | entra object id | azure ad object id | aad id");

    /// <summary>What connected desks call the person: "connection=account id; …". The only way to know somebody whose e-mail a desk hides.</summary>
    public static readonly Column Accounts = new("accounts", "", "desk accounts | account ids | konten");
    public static readonly Column JobTitle = new(
        "job title",
        nameof(Person.JobTitle),
        "title | position | jobtitle | role | stellenbezeichnung | funktion | berufsbezeichnung"
    );
    public static readonly Column Department = new(
        "department",
        nameof(Person.Department),
        "department name | team | organization | abteilung | bereich"
    );
    public static readonly Column Site = new(
        "site",
        nameof(Person.Site),
        "location | office | office location | work location | physical delivery office name | standort | büro | arbeitsort"
    );
    public static readonly Column Country = new(
        "country",
        nameof(Person.Country),
        "country code | country or region | usage location | land | ländercode"
    );
    public static readonly Column TimeZone = new("time zone", nameof(Person.TimeZone), "timezone | tz | zeitzone");
    public static readonly Column Language = new("language", nameof(Person.Language), "preferred language | locale | sprache");
    public static readonly Column Vip = new("vip", nameof(Person.Vip), "is vip | vip user");
    public static readonly Column Active = new(
        "active",
        nameof(Person.Active),
        "account enabled | enabled | is active | activated | employment status | status | aktiv"
    );
    public static readonly Column Manager = new(
        "manager",
        nameof(Person.ManagerId),
        "manager email | manager e-mail | reports to | reporting manager | supervisor | line manager | manager employee number | "
            + "vorgesetzter | führungskraft"
    );
    public static readonly Column StartsOn = new(
        "start date",
        nameof(Person.StartsOn),
        "starts on | hire date | employee hire date | joined | date of joining | eintrittsdatum | eintritt"
    );
    public static readonly Column LeavesOn = new(
        "leave date",
        nameof(Person.LeavesOn),
        "leaves on | leaving date | end date | last day | last working day | termination date | employee leave date time | "
            + "austrittsdatum | austritt | letzter arbeitstag"
    );
    public static readonly Column AsOf = new("as of", "", "exported at | export date | stand | datenstand");

    public static readonly ColumnSet Set = new(
        ImportKind.People,
        [
            EmployeeNumber,
            Name,
            FirstName,
            LastName,
            Email,
            Upn,
            DirectoryId,
            Accounts,
            JobTitle,
            Department,
            Site,
            Country,
            TimeZone,
            Language,
            Vip,
            Active,
            Manager,
            StartsOn,
            LeavesOn,
            AsOf,
        ],
        [
            [EmployeeNumber, Email],
            [Name, FirstName, LastName, Email],
        ]
    );
}
