using System.Globalization;
using System.Text;
using CsvHelper;

namespace Itam.Sandbox.Company;

/// <summary>The company as the four CSV files that the product imports: people.csv, devices.csv, licenses.csv, seats.csv.</summary>
public static class CompanyCsv
{
    private static readonly string[] PeopleHeader =
    [
        "employee number",
        "name",
        "email",
        "accounts",
        "directory id",
        "job title",
        "department",
        "site",
        "country",
        "time zone",
        "language",
        "vip",
        "active",
        "manager",
        "start date",
        "leave date",
    ];

    private static readonly string[] DevicesHeader =
    [
        "asset tag",
        "serial",
        "name",
        "type",
        "platform",
        "manufacturer",
        "model",
        "state",
        "shared",
        "location",
        "assigned to",
        "os name",
        "os version",
        "storage total",
        "storage free",
        "last seen",
        "encryption",
        "purchase date",
        "cost",
        "currency",
        "refresh due",
        "lease end",
        "warranty end",
        "warranty level",
        "warranty provider",
    ];

    /// <param name="today">Decides who is no longer active.</param>
    /// <param name="accounts">What desks call a person ("desk=id; desk=id"), as an administrator would fill it in for those whose e-mail a desk hides.</param>
    public static void Write(SandboxCompany company, string folder, DateOnly today, Func<SandboxPerson, string?>? accounts = null)
    {
        Directory.CreateDirectory(folder);
        Write(
            Path.Combine(folder, "people.csv"),
            PeopleHeader,
            company.People.Select(p =>
                (string?[])
                    [
                        $"E{p.Number:0000}",
                        p.Name,
                        p.Email,
                        p.HidesEmail ? accounts?.Invoke(p) : null,
                        p.EntraId,
                        p.JobTitle,
                        p.Department,
                        p.Site,
                        p.Country,
                        p.TimeZone,
                        p.Language,
                        YesNo(p.Vip),
                        YesNo(!(p.LeavesOn < today)),
                        p.ManagerEmail,
                        Day(p.StartsOn),
                        Day(p.LeavesOn),
                    ]
            )
        );
        Write(
            Path.Combine(folder, "devices.csv"),
            DevicesHeader,
            company.Devices.Select(d =>
                (string?[])
                    [
                        d.AssetTag,
                        d.Serial,
                        d.Name,
                        d.Type,
                        d.Platform,
                        d.Manufacturer,
                        d.Model,
                        d.State,
                        YesNo(d.Shared),
                        d.Location,
                        d.AssignedTo,
                        d.OsName,
                        d.OsVersion,
                        Gigabytes(d.StorageTotalGb),
                        Gigabytes(d.StorageFreeGb),
                        d.LastSeen?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                        d.Encryption,
                        Day(d.PurchasedOn),
                        d.Cost?.ToString("F2", CultureInfo.InvariantCulture),
                        d.Cost is null ? null : "EUR",
                        Day(d.RefreshDue),
                        Day(d.LeaseEnd),
                        Day(d.WarrantyEnd),
                        d.WarrantyLevel,
                        d.WarrantyEnd is null ? null : d.Manufacturer,
                    ]
            )
        );
        Write(
            Path.Combine(folder, "licenses.csv"),
            ["product", "publisher", "owned", "renews on"],
            company.Licenses.Select(l => (string?[])[l.Product, l.Publisher, Number(l.Owned), Day(l.RenewsOn)])
        );
        Write(
            Path.Combine(folder, "seats.csv"),
            ["product", "publisher", "email"],
            company.Licenses.SelectMany(l => l.SeatEmails.Select(email => (string?[])[l.Product, l.Publisher, email]))
        );
    }

    private static void Write(string path, string[] header, IEnumerable<string?[]> rows)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(true));
        using var csv = CsvWriter.Create(file, CsvWriterOptions.Default, leaveOpen: true);
        foreach (var row in rows.Prepend(header))
        {
            foreach (var cell in row)
            {
                csv.WriteField(cell ?? "");
            }

            csv.EndRecord();
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Gigabytes(double? size) => size is { } gb ? gb.ToString("0.#", CultureInfo.InvariantCulture) + " GB" : null;
}
