using System.Text.Json;
using System.Text.Json.Serialization;
using Itam.Context.Storage;
using Itam.Context.Work;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>Work: at its due time, see whether this request still waits.</summary>
/// <param name="Round">Of the request when the timer started; one of an older round has been overtaken.</param>
internal sealed record EquipmentTimerWork(Guid CaseId, EquipmentTimer Timer, int Round)
{
    public const string Kind = "equipment-timer";

    private static readonly JsonSerializerOptions Wire = new() { Converters = { new JsonStringEnumConverter() } };

    public static NewWork For(TenantId tenant, EquipmentRequest request, EquipmentTimer timer, DateTimeOffset dueAt) =>
        new(
            tenant,
            Kind,
            $"case/{request.Id:N}",
            JsonSerializer.SerializeToUtf8Bytes(new EquipmentTimerWork(request.Id, timer, request.Round), Wire),
            DueAt: dueAt
        );

    /// <exception cref="JsonException">Not the payload of a timer.</exception>
    public static EquipmentTimerWork Read(WorkItem item) =>
        JsonSerializer.Deserialize<EquipmentTimerWork>(item.Payload, Wire) ?? throw new JsonException("The timer is null.");
}

/// <summary>Reminds, escalates, looks for stock, and watches loans. A timer that was overtaken does nothing.</summary>
public sealed class EquipmentTimerHandler(EquipmentSettings settings, TimeProvider time) : IWorkHandler
{
    public string Kind => EquipmentTimerWork.Kind;

    public Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var work = EquipmentTimerWork.Read(item);
        return Task.FromResult<WorkOutcome>(new WorkOutcome.Done((db, token) => FireAsync(db, work, token)));
    }

    private async Task FireAsync(ItamDb db, EquipmentTimerWork work, CancellationToken cancellationToken)
    {
        var transaction = await EquipmentTransaction.BeginAsync(db, settings, time.GetUtcNow(), cancellationToken);
        if (await transaction.FindAsync(work.CaseId, cancellationToken) is not { } row)
        {
            return;
        }

        var request = row.Read();
        if (work.Timer == EquipmentTimer.Restock)
        {
            await RestockAsync(transaction, row, request, cancellationToken);
        }
        else if (work.Round == request.Round)
        {
            await FireAsync(transaction, row, request, work.Timer, cancellationToken);
        }
    }

    /// <summary>The rules refuse what no longer fits the state, and then nothing happens.</summary>
    private async Task FireAsync(
        EquipmentTransaction transaction,
        EquipmentRow row,
        EquipmentRequest request,
        EquipmentTimer timer,
        CancellationToken cancellationToken
    )
    {
        switch (timer)
        {
            case EquipmentTimer.Remind:
                await transaction.ApplyAsync(row, new EquipmentCommand.Remind(), Actor.Product, cancellationToken);
                break;
            case EquipmentTimer.Escalate when request.State.IsAwaitingDecision():
                var next = await transaction.Policy.NextAsync(request, cancellationToken);
                await transaction.ApplyAsync(row, new EquipmentCommand.Escalate(next), Actor.Product, cancellationToken);
                break;
            case EquipmentTimer.ConfirmReminder when request.State is EquipmentState.HandedOver or EquipmentState.Shipped:
                await transaction.NotifyAsync(request.Id, request.Version, CaseNoticeKind.ConfirmAsked, request.RequesterId, cancellationToken);
                Again(transaction, request, timer, settings.Pace.ConfirmReminder);
                break;
            case EquipmentTimer.LoanDueSoon when await IsStillAheadAsync(transaction, request, cancellationToken):
                await transaction.ApplyAsync(row, new EquipmentCommand.LoanIsDueSoon(), Actor.Product, cancellationToken);
                break;
            case EquipmentTimer.LoanOverdue:
                await transaction.ApplyAsync(row, new EquipmentCommand.LoanIsOverdue(), Actor.Product, cancellationToken);
                break;
        }
    }

    /// <summary>After an outage the day before may be over: then nobody is told that it is due tomorrow.</summary>
    private static async Task<bool> IsStillAheadAsync(EquipmentTransaction transaction, EquipmentRequest request, CancellationToken cancellationToken)
    {
        var borrower = await transaction.Staff.PersonAsync(request.RequesterId, cancellationToken);
        return request.LoanDueOn > LocalDays.Today(borrower, transaction.Now);
    }

    private async Task RestockAsync(EquipmentTransaction transaction, EquipmentRow row, EquipmentRequest request, CancellationToken cancellationToken)
    {
        if (request.State is not (EquipmentState.AwaitingPurchase or EquipmentState.Waitlisted))
        {
            return;
        }

        await transaction.ServeLineAsync(request.Item, cancellationToken);
        if (row.State == request.State)
        {
            Again(transaction, request, EquipmentTimer.Restock, settings.Pace.Restock);
        }
    }

    private static void Again(EquipmentTransaction transaction, EquipmentRequest request, EquipmentTimer timer, TimeSpan after) =>
        transaction.Db.Enqueue(EquipmentTimerWork.For(transaction.Db.TenantId, request, timer, transaction.Now + after), transaction.Now);
}
