namespace Itam.Context.Lifecycle.Equipment;

/// <summary>Take a loaner back, or ask for it.</summary>
public sealed partial class EquipmentService
{
    /// <summary>The stockroom takes a loaner back, or a kit that came back undelivered; the next in line gets it.</summary>
    public Task<EquipmentOutcome> ReturnLoanAsync(
        TenantId tenant,
        Guid actorId,
        Guid requestId,
        string? condition,
        CancellationToken cancellationToken
    ) => MoveAsync(tenant, actorId, requestId, condition, new EquipmentCommand.Return(Words(condition)), cancellationToken);

    /// <summary>The stockroom wants a loaner back before it is due.</summary>
    public Task<EquipmentOutcome> ReclaimLoanAsync(
        TenantId tenant,
        Guid actorId,
        Guid requestId,
        DateOnly dueOn,
        string? comment,
        CancellationToken cancellationToken
    ) =>
        MoveAsync(
            tenant,
            actorId,
            requestId,
            comment,
            async (move, token) =>
            {
                var requester = await move.Transaction.Staff.PersonAsync(move.Row.RequesterId, token);
                return dueOn < LocalDays.Today(requester, move.Transaction.Now)
                    ? new EquipmentVerdict.Invalid("dueOn", InvalidReason.OutOfRange, "Name today or a later day.")
                    : await move.ApplyAsync(new EquipmentCommand.Reclaim(dueOn, Words(comment)), token);
            },
            cancellationToken
        );
}
