using Itam.Context.Register.Import.Columns;
using Itam.Context.Register.Import.Values;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Register.Import.Rows;

internal sealed class LicenseImport(ImportRun run) : IRowImport
{
    private readonly List<LicenseRow> _waiting = [];
    private readonly KeyLedger _keys = new();

    public int Waiting => _waiting.Count;

    public void Add(ImportRow row)
    {
        var cost = row.Amount(LicenseColumns.CostPerSeat);
        var license = new LicenseRow(
            row,
            row.Text(LicenseColumns.Product) ?? "",
            row.Text(LicenseColumns.Publisher),
            row.Count(LicenseColumns.Owned),
            row.Date(LicenseColumns.RenewsOn),
            cost?.Amount,
            row.Known(LicenseColumns.Currency, Money.CurrencyOf, "a currency") ?? cost?.Currency,
            row.Text(LicenseColumns.AssignedTo)?.Split([';', ',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                ?? [],
            row.Moment(LicenseColumns.AsOf)
        );
        if (license.Product.Length == 0)
        {
            row.Fault(LicenseColumns.Product, "The row names no product. Fill it in.");
        }
        else if (
            row.Faults.Count == 0
            && !_keys.Claim(
                row,
                $"{license.Product}\u001f{license.Publisher}".ToLowerInvariant(),
                $"{license.Product} of {license.Publisher ?? "no publisher"}"
            )
            && row.Faults.Count == 0
        )
        {
            run.Keep(row, RowOutcome.Unchanged);
            return;
        }

        if (row.Faults.Count > 0)
        {
            run.Reject(row);
            return;
        }

        _waiting.Add(license);
    }

    public async Task WriteAsync(ItamDb db, CancellationToken cancellationToken)
    {
        var shelf = await LicenseShelf.LoadAsync(db, cancellationToken);
        var people = await PersonFinder.LoadAsync(db, _waiting.SelectMany(r => r.AssignedTo), cancellationToken);
        foreach (var row in _waiting)
        {
            var known = shelf.Find(row.Row, row.Product, row.Publisher);
            if (row.Row.Faults.Count > 0)
            {
                run.Reject(row.Row);
                continue;
            }

            var license =
                known
                ?? new License
                {
                    Id = run.NewId(),
                    Tenant = db.TenantId.Value,
                    Product = "",
                };
            var merge = new Merge(row.Row, license.Origins, run.OriginOf(row.AsOf));
            merge.Set(LicenseColumns.Product, Unless(row.Product, license.Product), license.Product, v => license.Product = v!);
            merge.Set(LicenseColumns.Publisher, Unless(row.Publisher, license.Publisher), license.Publisher, v => license.Publisher = v);
            merge.Set(LicenseColumns.Owned, row.Owned, license.Owned, v => license.Owned = v);
            merge.Set(LicenseColumns.RenewsOn, row.RenewsOn, license.RenewsOn, v => license.RenewsOn = v);
            merge.Set(LicenseColumns.CostPerSeat, row.CostPerSeat, license.CostPerSeat, v => license.CostPerSeat = v);
            merge.Set(LicenseColumns.Currency, row.Currency, license.Currency, v => license.Currency = v);
            if (known is null)
            {
                db.Licenses.Add(license);
                shelf.Add(license);
            }

            await AssignAsync(db, license, row, people, merge, cancellationToken);
            run.Keep(
                row.Row,
                known is null ? RowOutcome.New
                    : merge.Changed ? RowOutcome.Changed
                    : RowOutcome.Unchanged
            );
        }

        _waiting.Clear();
    }

    public Task FinishAsync(ItamDb db, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Adds seats and takes none away: a list may name only some of the users.</summary>
    private async Task AssignAsync(ItamDb db, License license, LicenseRow row, PersonFinder people, Merge merge, CancellationToken cancellationToken)
    {
        if (row.AssignedTo.Length == 0)
        {
            return;
        }

        var seated = await db
            .Seats.Where(s => s.LicenseId == license.Id && s.PersonId != null)
            .Select(s => s.PersonId!.Value)
            .ToHashSetAsync(cancellationToken);
        foreach (var reference in row.AssignedTo)
        {
            if (people.Find(reference) is not { } person)
            {
                row.Row.Doubt(
                    LicenseColumns.AssignedTo,
                    $"Nobody in the register is \"{reference}\"; the license was kept without this seat. Import the people first."
                );
            }
            else if (seated.Add(person))
            {
                db.Seats.Add(
                    new Seat
                    {
                        Tenant = db.TenantId.Value,
                        Id = run.NewId(),
                        LicenseId = license.Id,
                        PersonId = person,
                    }
                );
                merge.Touch();
            }
        }
    }

    private static string? Unless(string? said, string? known) => string.Equals(said, known, StringComparison.OrdinalIgnoreCase) ? known : said;

    private sealed record LicenseRow(
        ImportRow Row,
        string Product,
        string? Publisher,
        int? Owned,
        DateOnly? RenewsOn,
        decimal? CostPerSeat,
        string? Currency,
        string[] AssignedTo,
        DateTimeOffset? AsOf
    );
}
