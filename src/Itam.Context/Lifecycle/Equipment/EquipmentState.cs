namespace Itam.Context.Lifecycle.Equipment;

/// <summary>Where an equipment request stands.</summary>
public enum EquipmentState
{
    AwaitingApproval,

    /// <summary>The first approver has approved; the price is over the limit from which a second one decides.</summary>
    AwaitingSecondApproval,

    /// <summary>Nothing is reserved or ordered yet; passes at once.</summary>
    Approved,

    /// <summary>A device is set aside, or the thing lies ready.</summary>
    Reserved,
    AwaitingPurchase,

    /// <summary>In line for a loaner.</summary>
    Waitlisted,
    HandedOver,
    Shipped,
    OnLoan,
    Overdue,

    /// <summary>The recipient has it and has confirmed it.</summary>
    Completed,
    Returned,
    Refused,
    Cancelled,
}

/// <summary>What somebody may do with a request.</summary>
public enum EquipmentAction
{
    Approve,
    Refuse,
    Delegate,
    HandOver,
    Ship,
    Confirm,
    Cancel,

    /// <summary>Set aside a device by its tag, e.g. one that was just bought.</summary>
    Reserve,

    /// <summary>Take a loaner back.</summary>
    Return,

    /// <summary>Ask for a loaner before it is due.</summary>
    Reclaim,
}

/// <summary>Whom a request waits for.</summary>
public enum WaitingFor
{
    Nobody,
    Approver,
    SecondApprover,
    Stockroom,
    Recipient,

    /// <summary>A loaner must come back first.</summary>
    Waitlist,

    /// <summary>The borrower has it until it is due.</summary>
    Borrower,
}

public static class EquipmentStates
{
    public static bool IsFinal(this EquipmentState state) =>
        state is EquipmentState.Completed or EquipmentState.Returned or EquipmentState.Refused or EquipmentState.Cancelled;

    public static bool IsAwaitingDecision(this EquipmentState state) =>
        state is EquipmentState.AwaitingApproval or EquipmentState.AwaitingSecondApproval;

    /// <summary>The recipient has it in hand or on the way.</summary>
    public static bool IsWithRecipient(this EquipmentState state) =>
        state is EquipmentState.HandedOver or EquipmentState.Shipped or EquipmentState.OnLoan or EquipmentState.Overdue;

    public static WaitingFor WaitsFor(this EquipmentState state) =>
        state switch
        {
            EquipmentState.AwaitingApproval => WaitingFor.Approver,
            EquipmentState.AwaitingSecondApproval => WaitingFor.SecondApprover,
            EquipmentState.Approved or EquipmentState.Reserved or EquipmentState.AwaitingPurchase => WaitingFor.Stockroom,
            EquipmentState.Waitlisted => WaitingFor.Waitlist,
            EquipmentState.HandedOver or EquipmentState.Shipped => WaitingFor.Recipient,
            EquipmentState.OnLoan or EquipmentState.Overdue => WaitingFor.Borrower,
            _ => WaitingFor.Nobody,
        };
}
