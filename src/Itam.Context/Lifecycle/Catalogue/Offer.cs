namespace Itam.Context.Lifecycle.Catalogue;

/// <summary>An item of the catalogue as one person is offered it now.</summary>
/// <param name="Held">How many of the kind the person holds or has asked for.</param>
public sealed record Offer(CatalogueItem Item, Availability Availability, DateOnly PromisedOn, OfferReason Why, int Held);

/// <param name="Place">The nearest place it can come from.</param>
/// <param name="Count">Free devices there; 0 where it must be bought or waited for.</param>
/// <param name="Location">Where they lie, in the register's words; null where it must be bought or waited for.</param>
public sealed record Availability(StockPlace Place, int Count, string? Location);

/// <summary>Nearest first.</summary>
public enum StockPlace
{
    OwnSite,
    OtherSite,
    Buy,

    /// <summary>A loaner that somebody else has.</summary>
    Waitlist,
}

/// <summary>Why an item is offered.</summary>
public enum OfferReason
{
    ForEverybody,
    ForYourRole,
    ForYourDepartment,

    /// <summary>The person holds one that is due to be replaced.</summary>
    RefreshDue,
}

/// <summary>Why an item is not offered.</summary>
public enum HeldBackReason
{
    NotForTheirRole,
    NotForTheirDepartment,
    NotInTheirCountry,

    /// <summary>As many as are allowed are held or asked for already.</summary>
    AlreadyHeld,
}
