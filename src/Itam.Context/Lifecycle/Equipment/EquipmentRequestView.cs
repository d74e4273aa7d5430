using System.Collections.Immutable;
using Itam.Context.Lifecycle.Catalogue;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>Everything that a card needs to show of a request to one viewer.</summary>
public sealed record EquipmentRequestView
{
    public required Guid Id { get; init; }

    /// <summary>Grows with every step: a card with a lower one is out of date.</summary>
    public required int Version { get; init; }
    public required CatalogueItem Item { get; init; }

    public required PersonRef Requester { get; init; }
    public required string Reason { get; init; }
    public DateOnly? NeededBy { get; init; }
    public required DateOnly PromisedOn { get; init; }
    public required EquipmentState State { get; init; }
    public required WaitingFor WaitsFor { get; init; }

    /// <summary>The people by name, where it waits for certain people; empty for the stockroom and for nobody.</summary>
    public ImmutableArray<PersonRef> WaitsForPeople { get; init; } = [];

    /// <summary>Null once it waits for nobody.</summary>
    public DateTimeOffset? WaitsSince { get; init; }

    /// <summary>Oldest first.</summary>
    public required ImmutableArray<StepView> Steps { get; init; }

    /// <summary>The device that is or was set aside for it.</summary>
    public DeviceRef? Device { get; init; }
    public Tracking? Tracking { get; init; }
    public int? LoanDays { get; init; }
    public DateOnly? LoanDueOn { get; init; }

    /// <summary>1 is next; null where nobody waits in line.</summary>
    public int? PlaceInLine { get; init; }

    /// <summary>Null until the desk has it, and where no desk is configured.</summary>
    public TicketLink? Ticket { get; init; }
    public required ViewerRole ViewerRole { get; init; }

    /// <summary>What the viewer may do now; a card shows a button for each.</summary>
    public required ImmutableHashSet<EquipmentAction> May { get; init; }

    /// <summary>The facts that decide; only for those who decide now, while they do.</summary>
    public ApproverFacts? Facts { get; init; }
}

[Flags]
public enum ViewerRole
{
    None = 0,
    Requester = 1,

    /// <summary>Is or was asked to decide.</summary>
    Approver = 2,
    Stockroom = 4,
}

public sealed record PersonRef(Guid Id, string Name, string? Email);

/// <param name="Label">What people call it.</param>
/// <param name="Location">Where it lies; only for the stockroom.</param>
public sealed record DeviceRef(Guid Id, string Label, string? Model, string? Serial, string? Location = null);

/// <param name="Carrier">Null where nobody said.</param>
public sealed record Tracking(string? Carrier, string Number);

/// <param name="Url">For people; null where the desk's address is not known.</param>
public sealed record TicketLink(string Connection, string Number, Uri? Url);

/// <param name="Actor">Null: the product itself, by policy or by a timer.</param>
/// <param name="To">Who was asked to decide by it.</param>
public sealed record StepView(int Number, DateTimeOffset At, PersonRef? Actor, EquipmentStep What, string? Comment, PersonRef? To = null);

/// <param name="Holdings">What the requester holds now, the kind asked for first.</param>
/// <param name="LastRefreshOn">When the newest of that kind that they hold was bought; null: they hold none, or nobody knows.</param>
/// <param name="Policy">What the policy said when it was asked for.</param>
/// <param name="BudgetLeft">Of the requester's department this year, before this request; null: no budget is set.</param>
/// <param name="Availability">As of now.</param>
public sealed record ApproverFacts(
    ImmutableArray<Holding> Holdings,
    DateOnly? LastRefreshOn,
    PolicyResult Policy,
    Money Price,
    Money? BudgetLeft,
    Availability Availability,
    DateOnly PromisedOn
);

/// <param name="AgeMonths">Since it was bought; null where nobody knows.</param>
/// <param name="SameKind">Of the kind asked for.</param>
public sealed record Holding(DeviceRef Device, DateOnly? PurchasedOn, int? AgeMonths, DateOnly? RefreshDueOn, bool SameKind);

/// <summary>What the policy made of a request.</summary>
/// <param name="Auto">Approved without a person.</param>
/// <param name="Reasons">Why a person must decide; empty when <paramref name="Auto"/>.</param>
public sealed record PolicyResult(bool Auto, ImmutableArray<PolicyReason> Reasons);

public enum PolicyReason
{
    /// <summary>The item always needs a person's word.</summary>
    AlwaysAsk,
    OverItemLimit,
    NotInStock,
    OverBudget,

    /// <summary>A second approver decides too.</summary>
    OverSecondLimit,
}
