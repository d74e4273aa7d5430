using System.Collections.Immutable;
using static Itam.Context.Lifecycle.Equipment.EquipmentEffect;
using static Itam.Context.Lifecycle.Equipment.EquipmentState;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>Who decides, who is asked when nobody does, and what a decision leads to.</summary>
public static partial class EquipmentRules
{
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

    private static EquipmentEffect[] Chase(EquipmentPace pace) =>
        [
            new StartTimer(EquipmentTimer.Remind, pace.FirstReminder),
            new StartTimer(EquipmentTimer.Remind, pace.SecondReminder),
            new StartTimer(EquipmentTimer.Escalate, pace.Escalation),
        ];
}
