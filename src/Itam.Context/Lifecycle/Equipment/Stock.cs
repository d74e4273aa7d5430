using Itam.Context.Lifecycle.Catalogue;
using Itam.Context.Register;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>What lies in the stockrooms, as the register knows it: in stock, nobody's, and not held by another request.</summary>
internal sealed class Stock(ItamDb db, DateOnly today)
{
    /// <summary>Counts per model and place of everything that one of the items could be.</summary>
    public async Task<StockCount> CountAsync(IEnumerable<CatalogueItem> items, CancellationToken cancellationToken)
    {
        var wanted = items.ToList();
        var shelves = new List<Shelf>();
        if (wanted.Exists(i => i.IsTracked))
        {
            var rows = await Free(wanted)
                .GroupBy(d => new
                {
                    d.Model,
                    d.Location,
                    Aged = d.RefreshDueOn != null && d.RefreshDueOn <= today,
                })
                .Select(g => new
                {
                    g.Key.Model,
                    g.Key.Location,
                    g.Key.Aged,
                    Count = g.Count(),
                })
                .ToListAsync(cancellationToken);
            shelves.AddRange(rows.Select(r => new Shelf(r.Model!, r.Location, r.Aged, r.Count)));
        }

        var due = new Dictionary<string, List<DateOnly>>(StringComparer.Ordinal);
        foreach (var loan in wanted.Where(i => i.IsLoan))
        {
            due[loan.Id] = await OutUntilAsync(loan, cancellationToken);
        }

        return new StockCount(shelves, due, today);
    }

    /// <summary>Own site first, then the newest.</summary>
    /// <returns>Null: none is free.</returns>
    public async Task<Device?> PickAsync(CatalogueItem item, Person person, CancellationToken cancellationToken)
    {
        if (!item.IsTracked)
        {
            return null;
        }

        var free = await Free([item])
            .Where(d => item.IsLoan || d.RefreshDueOn == null || d.RefreshDueOn > today)
            .Select(d => new
            {
                d.Id,
                d.Location,
                d.PurchasedOn,
            })
            .ToListAsync(cancellationToken);
        var best = free.OrderByDescending(d => IsAt(d.Location, person.Site)).ThenByDescending(d => d.PurchasedOn).ThenBy(d => d.Id).FirstOrDefault();
        return best is null ? null : await db.Devices.FirstAsync(d => d.Id == best.Id, cancellationToken);
    }

    /// <summary>"Berlin, IT store" is at "Berlin"; "Berlingen" is not.</summary>
    public static bool IsAt(string? location, string? site) =>
        location is not null
        && !string.IsNullOrWhiteSpace(site)
        && location.StartsWith(site.Trim(), StringComparison.OrdinalIgnoreCase)
        && (location.Length == site.Trim().Length || !char.IsLetterOrDigit(location[site.Trim().Length]));

    private IQueryable<Device> Free(IReadOnlyCollection<CatalogueItem> items)
    {
        var models = items.SelectMany(i => i.Models).Select(m => m.ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToArray();
#pragma warning disable CA1304, CA1311, MA0011 // Becomes SQL's lower().
        return db
            .Devices.Where(d => d.State == LifecycleState.InStock && d.AssignedToId == null && d.GoneSince == null && !d.Shared)
            .Where(d => d.Model != null && models.Contains(d.Model.ToLower()))
            .Where(d => !db.EquipmentRequests.Any(r => r.HeldDeviceId == d.Id));
#pragma warning restore CA1304, CA1311, MA0011
    }

    /// <summary>When each loaner that is out comes back and who stands in line is not served before it, soonest first.</summary>
    private async Task<List<DateOnly>> OutUntilAsync(CatalogueItem loan, CancellationToken cancellationToken)
    {
        var rows = await db
            .EquipmentRequests.AsNoTracking()
            .Where(r => r.ItemId == loan.Id && (r.HeldDeviceId != null || r.State == EquipmentState.Waitlisted))
            .ToListAsync(cancellationToken);
        var out_ = rows.Where(r => r.HeldDeviceId is not null)
            .Select(r => r.Read())
            .Select(r => r.LoanDueOn ?? today.AddDays(r.LoanDays ?? loan.LoanMaxDays ?? 0))
            .Order();
        return [.. out_.Skip(rows.Count(r => r.State == EquipmentState.Waitlisted))];
    }
}

internal sealed record Shelf(string Model, string? Location, bool Aged, int Count);

/// <summary>Turns counts into what one person can be promised.</summary>
/// <param name="dueBack">Per loan item: when the loaners come back for which nobody stands in line.</param>
internal sealed class StockCount(IReadOnlyList<Shelf> shelves, IReadOnlyDictionary<string, List<DateOnly>> dueBack, DateOnly today)
{
    public (Availability Availability, DateOnly PromisedOn) For(CatalogueItem item, Person person)
    {
        var fitting = shelves.Where(s => item.IsModel(s.Model) && (item.IsLoan || !s.Aged)).ToList();
        var near = fitting.Where(s => Stock.IsAt(s.Location, person.Site)).ToList();
        if (near.Count > 0)
        {
            return (
                new Availability(StockPlace.OwnSite, near.Sum(s => s.Count), near.MaxBy(s => s.Count)!.Location),
                LocalDays.AddWeekdays(today, item.Lead.OwnSite)
            );
        }

        if (fitting.Count > 0)
        {
            var best = fitting
                .GroupBy(s => s.Location)
                .OrderByDescending(g => g.Sum(s => s.Count))
                .ThenBy(g => g.Key, StringComparer.Ordinal)
                .First();
            return (new Availability(StockPlace.OtherSite, best.Sum(s => s.Count), best.Key), LocalDays.AddWeekdays(today, item.Lead.OtherSite));
        }

        if (item.IsLoan)
        {
            var back = dueBack[item.Id] is [var soonest, ..] ? soonest : today.AddDays(item.LoanMaxDays ?? 0);
            return (new Availability(StockPlace.Waitlist, 0, null), LocalDays.AddWeekdays(back > today ? back : today, item.Lead.OwnSite));
        }

        return (new Availability(StockPlace.Buy, 0, null), LocalDays.AddWeekdays(today, item.Lead.Buy));
    }
}
