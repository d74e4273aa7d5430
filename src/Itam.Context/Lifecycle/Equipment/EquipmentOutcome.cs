namespace Itam.Context.Lifecycle.Equipment;

/// <summary>What became of something that a person wanted to do. Every case is an answer for the card, none is an exception.</summary>
public abstract record EquipmentOutcome
{
    private EquipmentOutcome() { }

    /// <summary>Done, or done before with the same idempotency key.</summary>
    public sealed record Accepted(EquipmentRequestView View) : EquipmentOutcome;

    /// <summary>Somebody was faster.</summary>
    /// <param name="By">Null: the product itself, by policy or by a timer.</param>
    public sealed record TooLate(EquipmentRequestView View, EquipmentStep What, PersonRef? By, DateTimeOffset At) : EquipmentOutcome;

    /// <summary>Not this person, or there is no such request: both are answered alike.</summary>
    public sealed record NotAllowed(NotAllowedReason Reason) : EquipmentOutcome;

    /// <param name="Field">As the method's parameter or the property of <see cref="EquipmentAsk"/> is called.</param>
    public sealed record Invalid(string Field, InvalidReason Reason, string Problem) : EquipmentOutcome;
}

public enum NotAllowedReason
{
    UnknownRequest,
    UnknownPerson,
    NotYours,
    NotAnApprover,
    NotTheStockroom,
    OwnRequest,

    /// <summary>The request does not stand where this can be done.</summary>
    NotNow,
}

public enum InvalidReason
{
    Missing,
    TooLong,
    UnknownItem,

    /// <summary>The item is not for this person, or they hold enough of it.</summary>
    NotOffered,
    OutOfRange,
    UnknownPerson,
    UnknownDevice,

    /// <summary>The person asks, decides elsewhere in this request, or was asked already.</summary>
    UnfitPerson,
    DeviceNotFree,

    /// <summary>No manager, no fallback: an administrator must name one.</summary>
    NobodyToApprove,

    /// <summary>The price needs a second approver, and the settings leave none but the person who asks.</summary>
    NoSecondApprover,
}
