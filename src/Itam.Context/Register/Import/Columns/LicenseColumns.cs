namespace Itam.Context.Register.Import.Columns;

/// <summary>Headers of lists of licenses and of who uses them, as asset registers, desks and cloud suites export them.</summary>
internal static class LicenseColumns
{
    public static readonly Column Product = new(
        "product",
        nameof(License.Product),
        "license | license name | software | software name | product name | application | name | display name | sku | produkt | "
            + "lizenz | lizenzname | anwendung"
    );
    public static readonly Column Publisher = new(
        "publisher",
        nameof(License.Publisher),
        "manufacturer | vendor | software publisher | hersteller | herausgeber | anbieter"
    );
    public static readonly Column Owned = new(
        "owned",
        nameof(License.Owned),
        "seats | total seats | purchased rights | total licenses | quantity | licenses purchased | entitlements | rights | anzahl | "
            + "anzahl lizenzen | lizenzen | plätze"
    );
    public static readonly Column RenewsOn = new(
        "renews on",
        nameof(License.RenewsOn),
        "renewal date | expiration date | expiry date | expires | end date | termination date | contract end | verlängerung | "
            + "ablaufdatum | laufzeitende | läuft ab"
    );
    public static readonly Column CostPerSeat = new(
        "cost per seat",
        nameof(License.CostPerSeat),
        "price per seat | unit cost | unit price | cost per license | stückpreis | preis pro platz | kosten pro lizenz"
    );
    public static readonly Column Currency = new("currency", nameof(License.Currency), "cost currency | währung");
    public static readonly Column AssignedTo = new(
        "assigned to",
        "",
        "assigned users | users | assignees | user emails | zugewiesen an | benutzer | nutzer"
    );
    public static readonly Column AsOf = new("as of", "", "exported at | export date | stand | datenstand");

    public static readonly ColumnSet Set = new(
        ImportKind.Licenses,
        [Product, Publisher, Owned, RenewsOn, CostPerSeat, Currency, AssignedTo, AsOf],
        [
            [Product],
            [Publisher, Owned, RenewsOn, CostPerSeat],
        ]
    );
}
