using System.Collections.Immutable;
using static Itam.Context.Lifecycle.Equipment.EquipmentEffect;
using static Itam.Context.Lifecycle.Equipment.EquipmentState;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>From the shelf to the recipient, or back to the shelf.</summary>
public static partial class EquipmentRules
{
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
}
