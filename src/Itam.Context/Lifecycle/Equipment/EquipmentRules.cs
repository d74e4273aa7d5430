using System.Collections.Immutable;
using static Itam.Context.Lifecycle.Equipment.EquipmentEffect;
using static Itam.Context.Lifecycle.Equipment.EquipmentState;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>
/// How an equipment request moves: a pure function from state, command and actor to the next state, its log entry and what follows. A command that is granted
/// raises the version by one; one that is not changes nothing.
/// </summary>
public static class EquipmentRules
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

    private static EquipmentVerdict ApproveByPolicy(Move move) =>
        move.ByProduct(r => r.State == AwaitingApproval && r.Route.Policy.Auto && r.Asked.IsEmpty)
        ?? Decide(move, EquipmentStep.ApprovedByPolicy, null);

    private static EquipmentVerdict Approve(Move move, string? comment)
    {
        if (move.Request is not { State: AwaitingApproval, Route.Second: { } second })
        {
            return Decide(move, EquipmentStep.Approved, comment);
        }

        var decided = Decide(move, EquipmentStep.SecondApprovalAsked, comment);
        return decided with
        {
            Next = decided.Next with
            {
                State = AwaitingSecondApproval,
                Deciders = [second],
                Asked = decided.Next.Asked.Contains(second) ? decided.Next.Asked : decided.Next.Asked.Add(second),
                Round = move.Request.Round + 1,
            },
            Effects = [.. decided.Effects, new Notify(CaseNoticeKind.ApprovalAsked, second), .. Chase(move.Pace)],
            To = second,
        };
    }

    private static EquipmentVerdict Refuse(Move move, string comment) =>
        comment.Length == 0
            ? new EquipmentVerdict.Invalid("comment", InvalidReason.Missing, "Say why, so that the requester knows what to do instead.")
            : Decide(move, EquipmentStep.Refused, comment);

    private static EquipmentVerdict.Granted Decide(Move move, EquipmentStep what, string? comment)
    {
        var request = move.Request;
        var decision = new Happening(what, move.Actor.PersonId, move.Now);
        return move.To(
            what == EquipmentStep.Refused ? Refused : Approved,
            what,
            comment,
            r => r with { Deciders = [], Decisions = r.Decisions.Add(decision) },
            [.. request.Asked.Add(request.RequesterId).Distinct().Select(person => new Notify(CaseNoticeKind.Decided, person))]
        );
    }

    private static EquipmentVerdict Delegate(Move move, EquipmentCommand.Delegate command) =>
        Unfit(move.Request, command.To) is { } problem
            ? new EquipmentVerdict.Invalid("to", InvalidReason.UnfitPerson, problem)
            : Enlist(move, command.To, EquipmentStep.Delegated, command.Comment, CaseNoticeKind.ApprovalAsked, r => r);

    private static EquipmentVerdict Escalate(Move move, Guid? to)
    {
        if (to is not { } person)
        {
            var reminded = Remind(move);
            return reminded with
            {
                Next = reminded.Next with { Round = move.Request.Round + 1 },
                Effects = [.. reminded.Effects, .. Chase(move.Pace)],
            };
        }

        return Unfit(move.Request, person) is { } problem
            ? new EquipmentVerdict.Invalid("to", InvalidReason.UnfitPerson, problem)
            : Enlist(
                move,
                person,
                EquipmentStep.Escalated,
                null,
                CaseNoticeKind.Escalated,
                r => r with { Round = r.Round + 1 },
                [.. Chase(move.Pace)]
            );
    }

    /// <summary>Null: this person may be asked to decide.</summary>
    public static string? Unfit(EquipmentRequest request, Guid person) =>
        person == request.RequesterId ? "This person asks for the equipment."
        : request.Deciders.Contains(person) ? "This person is asked already."
        : request.State == AwaitingApproval && person == request.Route.Second ? "This person decides in the second place."
        : request.Decisions.Any(d => d.By == person) ? "This person has decided already."
        : null;

    private static EquipmentVerdict.Granted Enlist(
        Move move,
        Guid person,
        EquipmentStep step,
        string? comment,
        CaseNoticeKind notice,
        Func<EquipmentRequest, EquipmentRequest> change,
        params ImmutableArray<EquipmentEffect> more
    )
    {
        var next = change(move.Request) with
        {
            Deciders = move.Request.Deciders.Add(person),
            Asked = move.Request.Asked.Contains(person) ? move.Request.Asked : move.Request.Asked.Add(person),
            WaitsSince = move.Now,
        };
        EquipmentEffect[] told = notice == CaseNoticeKind.Escalated ? [new Notify(notice, move.Request.RequesterId)] : [];
        return (move with { Request = next }).Stay(step, comment, [new Notify(notice, person), .. told, .. more]) with { To = person };
    }

    private static EquipmentVerdict.Granted Remind(Move move) =>
        move.Stay(EquipmentStep.Reminded, null, [.. move.Request.Deciders.Select(person => new Notify(CaseNoticeKind.Reminder, person))]);

    private static EquipmentVerdict Reserve(Move move, EquipmentCommand.Reserve command)
    {
        var request = move.Request;
        if (request.Item.IsTracked && command.DeviceId is null)
        {
            return new EquipmentVerdict.Invalid("deviceTag", InvalidReason.Missing, "Name the device by its asset tag or serial.");
        }

        var effects = ImmutableArray.CreateBuilder<EquipmentEffect>();
        if (command.DeviceId is { } device)
        {
            effects.Add(new Hold(device));
        }

        if (move.Actor.IsProduct)
        {
            effects.Add(new Notify(CaseNoticeKind.StockroomAsked, null));
        }

        if (request.State == Waitlisted)
        {
            effects.Add(new Notify(CaseNoticeKind.WaitlistTurn, request.RequesterId));
        }
        else if (command.Near)
        {
            effects.Add(new Notify(CaseNoticeKind.ReadyToCollect, request.RequesterId));
        }

        return move.To(Reserved, EquipmentStep.Reserved, null, r => r with { DeviceId = command.DeviceId }, effects.ToImmutable());
    }

    private static EquipmentVerdict.Granted Wait(Move move, EquipmentState state)
    {
        EquipmentEffect restock = new StartTimer(EquipmentTimer.Restock, move.Pace.Restock);
        return state == Waitlisted
            ? move.To(state, EquipmentStep.Waitlisted, null, r => r, restock)
            : move.To(state, EquipmentStep.PurchaseAsked, null, r => r, new Notify(CaseNoticeKind.StockroomAsked, null), restock);
    }

    private static EquipmentVerdict Give(Move move, Tracking? tracking, string? condition, string? accessories)
    {
        // From AwaitingPurchase the service reserves what came first, in the same transaction.
        if (move.Request.State != Reserved)
        {
            return new EquipmentVerdict.NotAllowed(NotAllowedReason.NotNow);
        }

        return move.To(
            tracking is null ? HandedOver : Shipped,
            tracking is null ? EquipmentStep.HandedOver : EquipmentStep.Shipped,
            tracking is null ? null : $"{tracking.Carrier} {tracking.Number}".Trim(),
            r => r with { Tracking = tracking, Condition = condition, Accessories = accessories, Round = r.Round + 1 },
            new Notify(tracking is null ? CaseNoticeKind.ConfirmAsked : CaseNoticeKind.Shipped, move.Request.RequesterId),
            new StartTimer(EquipmentTimer.ConfirmReminder, move.Pace.ConfirmReminder)
        );
    }

    private static EquipmentVerdict Confirm(Move move, DateOnly? dueOn)
    {
        ImmutableArray<EquipmentEffect> taken = move.Request.DeviceId is { } device ? [new TakeOver(device)] : [];
        if (!move.Request.Item.IsLoan)
        {
            return move.To(Completed, EquipmentStep.Confirmed, null, r => r, taken);
        }

        var due = dueOn ?? throw new ArgumentException("A loan begins with the day it is due.", nameof(dueOn));
        return move.To(OnLoan, EquipmentStep.LoanStarted, null, r => r with { LoanDueOn = due, Round = r.Round + 1 }, [.. taken, .. LoanTimers(due)]);
    }

    private static EquipmentVerdict Cancel(Move move, string? comment)
    {
        var request = move.Request;
        var own = EquipmentRights.IsRequester(request, move.Actor);
        if (!own && string.IsNullOrEmpty(comment))
        {
            return new EquipmentVerdict.Invalid("comment", InvalidReason.Missing, "Say why, so that the requester knows what to do instead.");
        }

        var effects = ImmutableArray.CreateBuilder<EquipmentEffect>();
        if (request.DeviceId is { } device)
        {
            effects.Add(new Free(device));
        }

        effects.AddRange(request.Deciders.Select(person => new Notify(CaseNoticeKind.Cancelled, person)));
        if (!own)
        {
            effects.Add(new Notify(CaseNoticeKind.Cancelled, request.RequesterId));
        }
        else if (!request.State.IsAwaitingDecision())
        {
            effects.Add(new Notify(CaseNoticeKind.Cancelled, null));
        }

        return move.To(Cancelled, EquipmentStep.Cancelled, comment, r => r with { Deciders = [] }, effects.ToImmutable());
    }

    private static EquipmentVerdict.Granted GoOverdue(Move move)
    {
        EquipmentEffect[] effects =
        [
            new Notify(CaseNoticeKind.LoanOverdue, move.Request.RequesterId),
            new Notify(CaseNoticeKind.LoanOverdue, null),
            new StartTimer(EquipmentTimer.LoanOverdue, move.Pace.OverdueReminder),
        ];
        return move.Request.State == Overdue
            ? move.Stay(EquipmentStep.LoanOverdue, null, [.. effects])
            : move.To(Overdue, EquipmentStep.LoanOverdue, null, r => r, [.. effects]);
    }

    private static EquipmentVerdict Reclaim(Move move, EquipmentCommand.Reclaim command)
    {
        var request = move.Request;
        if (request.LoanDueOn <= command.DueOn)
        {
            return new EquipmentVerdict.Invalid("dueOn", InvalidReason.OutOfRange, "It is due by then anyway; name an earlier day.");
        }

        ImmutableArray<EquipmentEffect> moved = request.DeviceId is { } device ? [new MoveLoan(device)] : [];
        return move.To(
            OnLoan,
            EquipmentStep.LoanReclaimed,
            command.Comment,
            r => r with { LoanDueOn = command.DueOn, Round = r.Round + 1 },
            [.. moved, new Notify(CaseNoticeKind.LoanReclaimed, request.RequesterId), .. LoanTimers(command.DueOn)]
        );
    }

    private static EquipmentVerdict Return(Move move, string? condition)
    {
        var request = move.Request;
        ImmutableArray<EquipmentEffect> back =
            request.DeviceId is not { } device ? []
            : request.State is OnLoan or Overdue ? [new TakeBack(device, condition)]
            // It came back undelivered, so nobody had it.
            : [new Free(device)];
        return move.To(Returned, EquipmentStep.Returned, condition, r => r, [.. back, new Notify(CaseNoticeKind.Returned, request.RequesterId)]);
    }

    private static EquipmentEffect[] Chase(EquipmentPace pace) =>
        [
            new StartTimer(EquipmentTimer.Remind, pace.FirstReminder),
            new StartTimer(EquipmentTimer.Remind, pace.SecondReminder),
            new StartTimer(EquipmentTimer.Escalate, pace.Escalation),
        ];

    private static EquipmentEffect[] LoanTimers(DateOnly due) =>
        [new StartTimerOn(EquipmentTimer.LoanDueSoon, due.AddDays(-1)), new StartTimerOn(EquipmentTimer.LoanOverdue, due.AddDays(1))];

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
