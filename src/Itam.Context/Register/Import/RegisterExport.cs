using Itam.Context.Register.Import.Columns;
using Itam.Context.Register.Import.Writing;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Register.Import;

/// <summary>Writes the register as CSV in the columns that <see cref="RegisterImport"/> reads; importing such a file again changes nothing.</summary>
public sealed class RegisterExport(Database database)
{
    /// <summary>Rows per query, so that memory does not grow with the register.</summary>
    private const int Page = 1000;

    /// <returns>How many rows were written, the header not counted.</returns>
    public async Task<int> ExportAsync(TenantId tenant, ImportKind kind, string path, CancellationToken cancellationToken)
    {
        await using var file = CsvOut.Create(path);
        return await ExportAsync(tenant, kind, file, cancellationToken);
    }

    public async Task<int> ExportAsync(TenantId tenant, ImportKind kind, TextWriter writer, CancellationToken cancellationToken)
    {
        await using var db = database.Open(tenant);
        var people = await PeopleAsync(db, cancellationToken);
        return kind switch
        {
            ImportKind.Devices => await WriteAsync(
                db.Devices.AsNoTracking().OrderBy(d => d.Id).Include(d => d.Identifiers).Include(d => d.Warranties).AsSplitQuery(),
                ExportColumns.Devices(people),
                writer,
                cancellationToken
            ),
            ImportKind.People => await WriteAsync(
                db.People.AsNoTracking().OrderBy(p => p.Id).Include(p => p.Identities).AsSplitQuery(),
                ExportColumns.People(people),
                writer,
                cancellationToken
            ),
            ImportKind.Licenses => await WriteAsync(db.Licenses.AsNoTracking().OrderBy(l => l.Id), ExportColumns.Licenses, writer, cancellationToken),
            ImportKind.Seats => await WriteAsync(
                db.Seats.AsNoTracking().OrderBy(s => s.Id).Include(s => s.License),
                ExportColumns.Seats(people, await DevicesAsync(db, cancellationToken)),
                writer,
                cancellationToken
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of file."),
        };
    }

    private static async Task<int> WriteAsync<T>(
        IQueryable<T> rows,
        IReadOnlyList<(Column Column, Func<T, string?> Value)> columns,
        TextWriter writer,
        CancellationToken cancellationToken
    )
    {
        await using var csv = CsvOut.To(writer);
        CsvOut.Row(csv, columns.Select(c => c.Column.Header));
        var written = 0;
        while (true)
        {
            var page = await rows.Skip(written).Take(Page).ToListAsync(cancellationToken);
            foreach (var row in page)
            {
                CsvOut.Row(csv, columns.Select(c => c.Value(row)));
            }

            written += page.Count;
            if (page.Count < Page)
            {
                return written;
            }
        }
    }

    /// <summary>By what a row names a person: e-mail, else employee number.</summary>
    private static async Task<Dictionary<Guid, string>> PeopleAsync(ItamDb db, CancellationToken cancellationToken)
    {
        var numbers = await db
            .PersonIdentities.Where(i => i.Kind == IdentityKind.EmployeeNumber && i.Scope == "")
            .Select(i => new { i.PersonId, i.Value })
            .ToListAsync(cancellationToken);
        var emails = await db.People.Where(p => p.Email != null).Select(p => new { p.Id, p.Email }).ToListAsync(cancellationToken);
        var people = numbers.ToDictionary(n => n.PersonId, n => n.Value);
        foreach (var person in emails)
        {
            people[person.Id] = person.Email!;
        }

        return people;
    }

    private static async Task<Dictionary<Guid, string?>> DevicesAsync(ItamDb db, CancellationToken cancellationToken) =>
        await db
            .Devices.Where(d => db.Seats.Any(s => s.DeviceId == d.Id))
            .Select(d => new { d.Id, Name = d.AssetTag ?? d.Serial ?? d.Name })
            .ToDictionaryAsync(d => d.Id, d => d.Name, cancellationToken);
}
