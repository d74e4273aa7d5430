namespace Itam.Context.Lifecycle.Equipment;

/// <summary>Who wants something, as the service found them to be now.</summary>
/// <param name="PersonId">Null: the product itself, by policy or by a timer.</param>
public sealed record Actor(Guid? PersonId, bool IsStockroom = false)
{
    public static readonly Actor Product = new((Guid?)null);

    public bool IsProduct => PersonId is null;
}

/// <summary>One wish concerning a request; <see cref="EquipmentRules.Apply"/> grants or refuses it.</summary>
public abstract record EquipmentCommand
{
    private EquipmentCommand() { }

    /// <summary>Right after asking, when the policy wants nobody's word.</summary>
    public sealed record ApproveByPolicy : EquipmentCommand;

    public sealed record Approve(string? Comment = null) : EquipmentCommand;

    public sealed record Refuse(string Comment) : EquipmentCommand;

    public sealed record Delegate(Guid To, string? Comment = null) : EquipmentCommand;

    /// <param name="To">Null: there is nobody else; the same people are reminded.</param>
    public sealed record Escalate(Guid? To) : EquipmentCommand;

    public sealed record Remind : EquipmentCommand;

    /// <param name="DeviceId">Null: a thing that the register does not know one by one.</param>
    /// <param name="Near">At the requester's own site, to be collected there.</param>
    public sealed record Reserve(Guid? DeviceId, bool Near) : EquipmentCommand;

    public sealed record Buy : EquipmentCommand;

    public sealed record JoinLine : EquipmentCommand;

    public sealed record HandOver(string? Condition, string? Accessories) : EquipmentCommand;

    public sealed record Ship(Tracking Tracking, string? Condition, string? Accessories) : EquipmentCommand;

    /// <param name="LoanDueOn">For loaners.</param>
    public sealed record Confirm(DateOnly? LoanDueOn) : EquipmentCommand;

    public sealed record Cancel(string? Comment) : EquipmentCommand;

    public sealed record LoanIsDueSoon : EquipmentCommand;

    public sealed record LoanIsOverdue : EquipmentCommand;

    public sealed record Reclaim(DateOnly DueOn, string? Comment) : EquipmentCommand;

    public sealed record Return(string? Condition) : EquipmentCommand;

    /// <summary>The actor could not be told of it.</summary>
    public sealed record Unreached : EquipmentCommand;
}

/// <summary>What a step of a request was; the log's words.</summary>
public enum EquipmentStep
{
    Asked,
    ApprovedByPolicy,
    Approved,
    SecondApprovalAsked,
    Refused,
    Delegated,
    Reminded,
    Escalated,
    Reserved,
    PurchaseAsked,
    Waitlisted,
    HandedOver,
    Shipped,
    Confirmed,
    LoanStarted,
    LoanDueSoon,
    LoanOverdue,
    LoanReclaimed,
    Returned,
    Cancelled,

    /// <summary>Somebody could not be told of it.</summary>
    Unreached,
}
