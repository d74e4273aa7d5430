using static Itam.Context.Lifecycle.Equipment.EquipmentState;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>Who may do what, and when. Pure; asked anew for every command, whatever a card said.</summary>
public static class EquipmentRights
{
    public static bool May(EquipmentRequest request, EquipmentAction action, Actor actor) => Refusal(request, action, actor) is null;

    /// <returns>Null: go ahead.</returns>
    public static EquipmentVerdict? Refusal(EquipmentRequest request, EquipmentAction action, Actor actor) =>
        action switch
        {
            EquipmentAction.Approve or EquipmentAction.Refuse or EquipmentAction.Delegate => Deciding(request, actor),
            EquipmentAction.Reserve => ByStockroom(request, actor, Stage(request, [Approved, AwaitingPurchase, Waitlisted], Before)),
            EquipmentAction.HandOver or EquipmentAction.Ship => ByStockroom(
                request,
                actor,
                Stage(request, [Reserved, AwaitingPurchase], [.. Before, Approved, Waitlisted])
            ),
            EquipmentAction.Return => ByStockroom(request, actor, Stage(request, [HandedOver, Shipped, OnLoan, Overdue], Unreached)),
            EquipmentAction.Reclaim => ByStockroom(request, actor, Stage(request, [OnLoan], [.. Unreached, HandedOver, Shipped, Overdue])),
            EquipmentAction.Confirm => IsRequester(request, actor)
                ? Stage(request, [HandedOver, Shipped], Unreached)
                : new EquipmentVerdict.NotAllowed(NotAllowedReason.NotYours),
            EquipmentAction.Cancel => IsRequester(request, actor) || actor.IsStockroom
                ? Stage(request, [.. Unreached], [])
                : new EquipmentVerdict.NotAllowed(NotAllowedReason.NotYours),
            _ => new EquipmentVerdict.NotAllowed(NotAllowedReason.NotNow),
        };

    private static readonly EquipmentState[] Before = [AwaitingApproval, AwaitingSecondApproval];

    /// <summary>Nothing has reached the recipient.</summary>
    private static readonly EquipmentState[] Unreached = [.. Before, Approved, Reserved, AwaitingPurchase, Waitlisted];

    public static bool IsRequester(EquipmentRequest request, Actor actor) => actor.PersonId == request.RequesterId;

    private static EquipmentVerdict? Deciding(EquipmentRequest request, Actor actor)
    {
        if (actor.PersonId is not { } person)
        {
            return new EquipmentVerdict.NotAllowed(NotAllowedReason.NotAnApprover);
        }

        if (person == request.RequesterId)
        {
            return new EquipmentVerdict.NotAllowed(NotAllowedReason.OwnRequest);
        }

        if (!request.Asked.Contains(person))
        {
            return new EquipmentVerdict.NotAllowed(NotAllowedReason.NotAnApprover);
        }

        return request.State.IsAwaitingDecision() && request.Deciders.Contains(person)
            ? null
            // Whoever was asked once and is not any more lost the race: to another approver, or to a cancellation.
            : new EquipmentVerdict.TooLate(request.State == Cancelled || request.Decisions.IsEmpty ? request.Last : request.Decisions[^1]);
    }

    private static EquipmentVerdict? ByStockroom(EquipmentRequest request, Actor actor, EquipmentVerdict? stage) =>
        actor.IsProduct || actor.IsStockroom ? stage : new EquipmentVerdict.NotAllowed(NotAllowedReason.NotTheStockroom);

    private static EquipmentVerdict? Stage(EquipmentRequest request, EquipmentState[] now, EquipmentState[] notYet) =>
        now.Contains(request.State) ? null
        : notYet.Contains(request.State) ? new EquipmentVerdict.NotAllowed(NotAllowedReason.NotNow)
        : new EquipmentVerdict.TooLate(request.Last);
}
