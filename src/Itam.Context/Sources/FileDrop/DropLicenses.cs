using System.Collections.Immutable;
using Itam.Context.Register.Import.Columns;
using Itam.Context.Register.Import.Rows;
using Itam.Context.Register.Import.Values;

namespace Itam.Context.Sources.FileDrop;

/// <summary>Licenses and their seats come in different files and belong together, so both are gathered before they are told.</summary>
internal sealed class DropLicenses
{
    private readonly Dictionary<string, LicenseRecord> _licenses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, SeatFact>> _seats = new(StringComparer.Ordinal);

    public bool AnySeatFile { get; set; }

    public void AddLicense(ImportRow row, DateTimeOffset asOf)
    {
        var cost = row.Amount(LicenseColumns.CostPerSeat);
        var owned = row.Count(LicenseColumns.Owned);
        var renews = row.Date(LicenseColumns.RenewsOn);
        var currency = row.Known(LicenseColumns.Currency, Money.CurrencyOf, "a currency") ?? cost?.Currency;
        var at = row.Moment(LicenseColumns.AsOf) ?? asOf;
        var publisher = row.Text(LicenseColumns.Publisher);
        if (row.Text(LicenseColumns.Product) is not { } product)
        {
            row.Fault(LicenseColumns.Product, "The row names no product. Fill it in.");
            return;
        }

        if (row.Faults.Count > 0)
        {
            return;
        }

        var key = Key(product, publisher);
        _licenses[key] = new LicenseRecord(key, at)
        {
            Product = product,
            Publisher = publisher,
            Owned = owned,
            RenewsOn = renews,
            CostPerSeat = cost?.Amount,
            Currency = currency,
        };
        foreach (
            var person in row.Text(LicenseColumns.AssignedTo)
                ?.Split([';', ',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                ?? []
        )
        {
            Seat(key, new SeatFact(DropMapper.Person(person), []));
        }
    }

    public void AddSeat(ImportRow row)
    {
        var product = row.Text(SeatColumns.Product);
        var seat = new SeatFact(
            DropMapper.Person(row.Text(SeatColumns.Person)),
            DropMapper.Device(row.Text(SeatColumns.Device)),
            row.Date(SeatColumns.AssignedOn),
            row.Moment(SeatColumns.LastUsed)
        );
        if (product is null)
        {
            row.Fault(SeatColumns.Product, "The row names no product. Fill it in.");
        }

        if (seat.Person.IsEmpty && seat.Device.IsEmpty)
        {
            row.Fault(null, "The row names neither a person nor a device that uses the product. Fill in the e-mail or the asset tag.");
        }

        if (row.Faults.Count > 0)
        {
            return;
        }

        if (LicenseOf(product!, row.Text(SeatColumns.Publisher)) is not { } key)
        {
            row.Fault(SeatColumns.Product, "No license file in the folder has this product. Add it there, or correct product and publisher.");
            return;
        }

        Seat(key, seat);
    }

    public IEnumerable<LicenseRecord> All() =>
        _licenses.Values.Select(l =>
            _seats.TryGetValue(l.SourceId, out var seats) ? l with { Seats = [.. seats.Values] }
            : AnySeatFile ? l with { Seats = ImmutableArray<SeatFact>.Empty }
            : l
        );

    /// <summary>A seat may leave the publisher out where only one license has the product.</summary>
    private string? LicenseOf(string product, string? publisher)
    {
        if (_licenses.ContainsKey(Key(product, publisher)))
        {
            return Key(product, publisher);
        }

        var same = publisher is null
            ? _licenses.Values.Where(l => l.Product.Equals(product, StringComparison.OrdinalIgnoreCase)).Take(2).ToArray()
            : [];
        return same.Length == 1 ? same[0].SourceId : null;
    }

    private void Seat(string license, SeatFact seat)
    {
        if (!_seats.TryGetValue(license, out var seats))
        {
            _seats[license] = seats = new Dictionary<string, SeatFact>(StringComparer.OrdinalIgnoreCase);
        }

        seats[$"{seat.Person.FirstOrDefault()?.Value}\u001f{seat.Device.FirstOrDefault()?.Value}"] = seat;
    }

    private static string Key(string product, string? publisher) => $"{product} | {publisher}".ToLowerInvariant();
}
