using System.Collections.Immutable;
using static Itam.Context.Lifecycle.Equipment.EquipmentEffect;
using static Itam.Context.Lifecycle.Equipment.EquipmentState;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>What is lent is due, asked back and taken back.</summary>
public static partial class EquipmentRules
{
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

    private static EquipmentEffect[] LoanTimers(DateOnly due) =>
        [new StartTimerOn(EquipmentTimer.LoanDueSoon, due.AddDays(-1)), new StartTimerOn(EquipmentTimer.LoanOverdue, due.AddDays(1))];
}
