namespace Itam.Context.Register.Import.Columns;

/// <summary>Headers of lists with one use of a license per row.</summary>
internal static class SeatColumns
{
    public static readonly Column Product = new(
        "product",
        "",
        "license | license name | software | software name | product name | application | assigned license | licenses | sku | "
            + "produkt | lizenz | lizenzname | anwendung"
    );
    public static readonly Column Publisher = new("publisher", "", "manufacturer | vendor | hersteller | herausgeber | anbieter");
    public static readonly Column Person = new(
        "email",
        "",
        "user email | email address | user principal name | upn | assigned to email | assigned to | user | assigned user | "
            + "employee number | e-mail | mail | benutzer | nutzer | zugewiesen an"
    );
    public static readonly Column Device = new("device", "", "asset tag | device tag | device serial | computer | hostname | gerät | inventarnummer");
    public static readonly Column AssignedOn = new(
        "assigned on",
        nameof(Seat.AssignedOn),
        "assigned date | assignment date | checkout date | zugewiesen am"
    );
    public static readonly Column LastUsed = new(
        "last used",
        nameof(Seat.LastUsedAt),
        "last used on | last activity | last activity date | last sign-in | last login | zuletzt genutzt | letzte nutzung"
    );

    public static readonly ColumnSet Set = new(
        ImportKind.Seats,
        [Product, Publisher, Person, Device, AssignedOn, LastUsed],
        [
            [Product],
            [Person, Device],
        ]
    );
}
