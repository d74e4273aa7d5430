using Itam.Context.Register;

namespace Itam.Context.Lifecycle.Catalogue;

/// <summary>Whether an item is for a person: offered with a reason, or held back with one.</summary>
public abstract record OfferVerdict
{
    private OfferVerdict() { }

    /// <param name="Held">How many the person holds or has asked for.</param>
    public sealed record Shown(OfferReason Why, int Held) : OfferVerdict;

    public sealed record HeldBack(HeldBackReason Why) : OfferVerdict;
}

/// <summary>Filters the catalogue for one person. Pure.</summary>
public static class OfferRules
{
    /// <param name="holdings">What the person holds now.</param>
    /// <param name="open">Items of the person's requests under way, one entry per request.</param>
    /// <param name="today">Where the person is.</param>
    public static OfferVerdict Judge(
        CatalogueItem item,
        Person person,
        IReadOnlyCollection<Device> holdings,
        IReadOnlyCollection<CatalogueItem> open,
        DateOnly today
    )
    {
        if (!IsFor(item.Countries, person.Country))
        {
            return new OfferVerdict.HeldBack(HeldBackReason.NotInTheirCountry);
        }

        if (!IsFor(item.Departments, person.Department))
        {
            return new OfferVerdict.HeldBack(HeldBackReason.NotForTheirDepartment);
        }

        if (!IsFor(item.Roles, person.JobTitle))
        {
            return new OfferVerdict.HeldBack(HeldBackReason.NotForTheirRole);
        }

        var asked = open.Count(o =>
            o.Id == item.Id || (o.Type == item.Type && o.IsLoan == item.IsLoan && item.Type is not (DeviceType.Peripheral or DeviceType.Other))
        );
        // Somebody who holds a laptop may still borrow one, and a borrowed one does not replace their own.
        var held = item.IsLoan ? [] : holdings.Where(d => item.IsLike(d) && d.LoanDueOn is null).ToList();
        var due = held.Where(d => IsRefreshDue(item, d, today)).ToList();
        if (held.Count - due.Count + asked >= item.MaxHeld)
        {
            return new OfferVerdict.HeldBack(HeldBackReason.AlreadyHeld);
        }

        var why =
            due.Count > 0 ? OfferReason.RefreshDue
            : item.Roles.Length > 0 ? OfferReason.ForYourRole
            : item.Departments.Length > 0 ? OfferReason.ForYourDepartment
            : OfferReason.ForEverybody;
        return new OfferVerdict.Shown(why, held.Count + asked);
    }

    private static bool IsFor(IReadOnlyCollection<string> wanted, string? actual) =>
        wanted.Count == 0 || (actual is not null && wanted.Contains(actual.Trim(), StringComparer.OrdinalIgnoreCase));

    private static bool IsRefreshDue(CatalogueItem item, Device device, DateOnly today) =>
        device.RefreshDueOn <= today || (item.RefreshMonths is { } months && device.PurchasedOn?.AddMonths(months) <= today);
}
