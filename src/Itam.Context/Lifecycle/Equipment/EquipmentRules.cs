using System.Collections.Immutable;
using static Itam.Context.Lifecycle.Equipment.EquipmentEffect;
using static Itam.Context.Lifecycle.Equipment.EquipmentState;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>
/// How an equipment request moves: a pure function from state, command and actor to the next state, its log entry and what follows. A command that is granted
/// raises the version by one; one that is not changes nothing.
/// </summary>
public static partial class EquipmentRules
{
    /// <summary>A new request, version 1. One that the policy approves gets <see cref="EquipmentCommand.ApproveByPolicy"/> in the same transaction.</summary>
    /// <exception cref="ArgumentException">The route names nobody who could decide, or the requester.</exception>
    public static EquipmentVerdict.Granted Ask(EquipmentRequest request, EquipmentPace pace)
    {
        var route = request.Route;
        if (route.First == request.RequesterId || route.Second == request.RequesterId || (route.Second is { } second && route.First == second))
        {
            throw new ArgumentException("Nobody decides on their own request, and nobody decides twice.", nameof(request));
        }

        if (route.Policy.Auto)
        {
            return new EquipmentVerdict.Granted(request, EquipmentStep.Asked, request.Reason, []);
        }

        var first = route.First ?? throw new ArgumentException("A request that the policy does not approve needs an approver.", nameof(request));
        return new EquipmentVerdict.Granted(
            request with
            {
                Deciders = [first],
                Asked = [first],
            },
            EquipmentStep.Asked,
            request.Reason,
            [new Notify(CaseNoticeKind.ApprovalAsked, first), .. Chase(pace)]
        )
        {
            To = first,
        };
    }

    public static EquipmentVerdict Apply(EquipmentRequest request, EquipmentCommand command, Actor actor, DateTimeOffset now, EquipmentPace pace)
    {
        var move = new Move(request, actor, now, pace);
        return command switch
        {
            EquipmentCommand.ApproveByPolicy => ApproveByPolicy(move),
            EquipmentCommand.Approve approve => move.As(EquipmentAction.Approve) ?? Approve(move, approve.Comment),
            EquipmentCommand.Refuse refuse => move.As(EquipmentAction.Refuse) ?? Refuse(move, refuse.Comment),
            EquipmentCommand.Delegate delegation => move.As(EquipmentAction.Delegate) ?? Delegate(move, delegation),
            EquipmentCommand.Escalate escalate => move.ByProduct(r => r.State.IsAwaitingDecision()) ?? Escalate(move, escalate.To),
            EquipmentCommand.Remind => move.ByProduct(r => r.State.IsAwaitingDecision()) ?? Remind(move),
            EquipmentCommand.Reserve reserve => move.As(EquipmentAction.Reserve) ?? Reserve(move, reserve),
            EquipmentCommand.Buy => move.ByProduct(r => r.State == Approved && !r.Item.IsLoan) ?? Wait(move, AwaitingPurchase),
            EquipmentCommand.JoinLine => move.ByProduct(r => r.State == Approved && r.Item.IsLoan) ?? Wait(move, Waitlisted),
            EquipmentCommand.HandOver give => move.As(EquipmentAction.HandOver) ?? Give(move, null, give.Condition, give.Accessories),
            EquipmentCommand.Ship ship => move.As(EquipmentAction.Ship) ?? Give(move, ship.Tracking, ship.Condition, ship.Accessories),
            EquipmentCommand.Confirm confirm => move.As(EquipmentAction.Confirm) ?? Confirm(move, confirm.LoanDueOn),
            EquipmentCommand.Cancel cancel => move.As(EquipmentAction.Cancel) ?? Cancel(move, cancel.Comment),
            EquipmentCommand.LoanIsDueSoon => move.ByProduct(r => r.State == OnLoan)
                ?? move.Stay(EquipmentStep.LoanDueSoon, null, new Notify(CaseNoticeKind.LoanDueSoon, request.RequesterId)),
            EquipmentCommand.LoanIsOverdue => move.ByProduct(r => r.State is OnLoan or Overdue) ?? GoOverdue(move),
            EquipmentCommand.Reclaim reclaim => move.As(EquipmentAction.Reclaim) ?? Reclaim(move, reclaim),
            EquipmentCommand.Return back => move.As(EquipmentAction.Return) ?? Return(move, back.Condition),
            EquipmentCommand.Unreached => request.State.IsFinal()
                ? new EquipmentVerdict.NotAllowed(NotAllowedReason.NotNow)
                : move.Stay(
                    EquipmentStep.Unreached,
                    null,
                    EquipmentRights.IsRequester(request, actor) ? [] : [new Notify(CaseNoticeKind.Unreached, request.RequesterId)]
                ),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is no command."),
        };
    }

    private sealed record Move(EquipmentRequest Request, Actor Actor, DateTimeOffset Now, EquipmentPace Pace)
    {
        /// <returns>Null: go ahead.</returns>
        public EquipmentVerdict? As(EquipmentAction action) => EquipmentRights.Refusal(Request, action, Actor);

        /// <returns>Null: go ahead.</returns>
        public EquipmentVerdict? ByProduct(Func<EquipmentRequest, bool> when) =>
            Actor.IsProduct && when(Request) ? null : new EquipmentVerdict.NotAllowed(NotAllowedReason.NotNow);

        public EquipmentVerdict.Granted To(
            EquipmentState state,
            EquipmentStep step,
            string? comment,
            Func<EquipmentRequest, EquipmentRequest> change,
            params ImmutableArray<EquipmentEffect> effects
        ) =>
            new(
                change(Request) with
                {
                    State = state,
                    Version = Request.Version + 1,
                    WaitsSince = Now,
                    Last = new Happening(step, Actor.PersonId, Now),
                },
                step,
                comment,
                effects
            );

        /// <summary>Something is said or done, and the state stays.</summary>
        public EquipmentVerdict.Granted Stay(EquipmentStep step, string? comment, params ImmutableArray<EquipmentEffect> effects) =>
            new(Request with { Version = Request.Version + 1 }, step, comment, effects);
    }
}
