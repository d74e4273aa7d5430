using Itam.Context.Matching;
using Itam.Context.Register.Import.Columns;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Register.Import.Rows;

internal sealed class SeatImport(ImportRun run) : IRowImport
{
    private readonly List<SeatRow> _waiting = [];
    private readonly KeyLedger _keys = new();

    public int Waiting => _waiting.Count;

    public void Add(ImportRow row)
    {
        var seat = new SeatRow(
            row,
            row.Text(SeatColumns.Product) ?? "",
            row.Text(SeatColumns.Publisher),
            row.Text(SeatColumns.Person),
            row.Text(SeatColumns.Device),
            row.Date(SeatColumns.AssignedOn),
            row.Moment(SeatColumns.LastUsed)
        );
        if (seat.Product.Length == 0)
        {
            row.Fault(SeatColumns.Product, "The row names no product. Fill it in.");
        }

        if (seat.Person is null && seat.Device is null)
        {
            row.Fault(null, "The row names neither a person nor a device that uses the product. Fill in the e-mail or the asset tag.");
        }

        if (
            row.Faults.Count == 0
            && !_keys.Claim(row, $"{seat.Product}\u001f{seat.Publisher}\u001f{seat.Person}\u001f{seat.Device}".ToLowerInvariant(), "This seat")
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

        _waiting.Add(seat);
    }

    public async Task WriteAsync(ItamDb db, CancellationToken cancellationToken)
    {
        var shelf = await LicenseShelf.LoadAsync(db, cancellationToken);
        var people = await PersonFinder.LoadAsync(db, _waiting.Select(r => r.Person), cancellationToken);
        var devices = await LoadDevicesAsync(db, cancellationToken);
        var found = _waiting.Select(row => (Row: row, Place: Place(row, shelf, people, devices))).ToArray();
        var licenses = found.Select(f => f.Place?.License).OfType<Guid>().Distinct().ToArray();
        var persons = found.Select(f => f.Place?.Person).OfType<Guid>().Distinct().ToArray();
        var machines = found.Select(f => f.Place?.Device).OfType<Guid>().Distinct().ToArray();
        var seats = await db
            .Seats.Where(s =>
                licenses.Contains(s.LicenseId)
                && ((s.PersonId != null && persons.Contains(s.PersonId.Value)) || (s.DeviceId != null && machines.Contains(s.DeviceId.Value)))
            )
            .ToListAsync(cancellationToken);
        var taken = seats.GroupBy(s => new SeatPlace(s.LicenseId, s.PersonId, s.DeviceId)).ToDictionary(g => g.Key, g => g.First());
        foreach (var (row, place) in found)
        {
            if (place is null)
            {
                run.Reject(row.Row);
                continue;
            }

            run.Keep(row.Row, Take(db, row, place, taken));
        }

        _waiting.Clear();
    }

    public Task FinishAsync(ItamDb db, CancellationToken cancellationToken) => Task.CompletedTask;

    private RowOutcome Take(ItamDb db, SeatRow row, SeatPlace place, Dictionary<SeatPlace, Seat> taken)
    {
        var isNew = !taken.TryGetValue(place, out var seat);
        if (seat is null)
        {
            seat = new Seat
            {
                Tenant = db.TenantId.Value,
                Id = run.NewId(),
                LicenseId = place.License,
                PersonId = place.Person,
                DeviceId = place.Device,
            };
            taken[place] = seat;
            db.Seats.Add(seat);
        }

        var lastUsed = row.LastUsed is { } moment ? DateTimeOffset.FromUnixTimeMilliseconds(moment.ToUnixTimeMilliseconds()) : seat.LastUsedAt;
        var before = (seat.AssignedOn, seat.LastUsedAt);
        (seat.AssignedOn, seat.LastUsedAt) = (row.AssignedOn ?? seat.AssignedOn, lastUsed);
        return isNew ? RowOutcome.New
            : before == (seat.AssignedOn, seat.LastUsedAt) ? RowOutcome.Unchanged
            : RowOutcome.Changed;
    }

    private static SeatPlace? Place(SeatRow row, LicenseShelf shelf, PersonFinder people, ILookup<string, Guid> devices)
    {
        var license = shelf.Find(row.Row, row.Product, row.Publisher);
        if (license is null && row.Row.Faults.Count == 0)
        {
            row.Row.Fault(SeatColumns.Product, "The register has no such license. Import the licenses first, or correct product and publisher.");
        }

        var person = people.Find(row.Person);
        if (row.Person is not null && person is null)
        {
            row.Row.Fault(SeatColumns.Person, "Nobody in the register has this e-mail or employee number. Import the people first, or correct it.");
        }

        Guid? device = null;
        if (row.Device is not null)
        {
            var carriers = Keys(row.Device).SelectMany(key => devices[key]).Distinct().ToArray();
            device = carriers.Length == 1 ? carriers[0] : null;
            if (device is null)
            {
                row.Row.Fault(
                    SeatColumns.Device,
                    carriers.Length == 0
                        ? "No device in the register has this asset tag, serial or name."
                        : "Several devices carry this; write the asset tag of the one that is meant."
                );
            }
        }

        return row.Row.Faults.Count > 0 ? null : new SeatPlace(license!.Id, person, device);
    }

    private async Task<ILookup<string, Guid>> LoadDevicesAsync(ItamDb db, CancellationToken cancellationToken)
    {
        var values = _waiting
            .SelectMany(r => Keys(r.Device))
            .Select(k => k[(k.IndexOf(' ', StringComparison.Ordinal) + 1)..])
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        var rows = await db.DeviceIdentifiers.AsNoTracking().Where(i => values.Contains(i.Value)).ToListAsync(cancellationToken);
        return rows.ToLookup(i => $"{i.Kind} {i.Value}", i => i.DeviceId, StringComparer.Ordinal);
    }

    private static IEnumerable<string> Keys(string? device) =>
        new[] { IdentifierKind.AssetTag, IdentifierKind.Serial, IdentifierKind.Hostname }
            .Select(kind => (kind, value: Identifiers.Normalise(kind, device)))
            .Where(k => k.value is not null)
            .Select(k => $"{k.kind} {k.value}");

    private sealed record SeatPlace(Guid License, Guid? Person, Guid? Device);

    private sealed record SeatRow(
        ImportRow Row,
        string Product,
        string? Publisher,
        string? Person,
        string? Device,
        DateOnly? AssignedOn,
        DateTimeOffset? LastUsed
    );
}
