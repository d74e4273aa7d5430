using Itam.Context.Storage;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>Notes once per person and request that they could not be reached: the ticket and the requester's card tell it like every step.</summary>
public sealed class UnreachedHandler(EquipmentSettings settings, TimeProvider time) : IWorkHandler
{
    public string Kind => CaseUnreached.WorkKind;

    public Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var unreached = CaseUnreached.Read(item);
        return Task.FromResult<WorkOutcome>(new WorkOutcome.Done((db, token) => NoteAsync(db, unreached, token)));
    }

    private async Task NoteAsync(ItamDb db, CaseUnreached unreached, CancellationToken cancellationToken)
    {
        var transaction = await EquipmentTransaction.BeginAsync(db, settings, time.GetUtcNow(), cancellationToken);
        if (await transaction.FindAsync(unreached.CaseId, cancellationToken) is not { } row)
        {
            return;
        }

        var isNoted = await db.CaseSteps.AnyAsync(
            s => s.CaseId == row.Id && s.What == nameof(EquipmentStep.Unreached) && s.ActorId == unreached.PersonId,
            cancellationToken
        );
        if (!isNoted)
        {
            await transaction.ApplyAsync(row, new EquipmentCommand.Unreached(), new Actor(unreached.PersonId), cancellationToken);
        }
    }
}
