using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>What one person has to do with, a page at a time.</summary>
public sealed partial class EquipmentService
{
    /// <summary>What the person has asked for, newest first.</summary>
    public Task<IReadOnlyList<EquipmentRequestView>> MineAsync(
        TenantId tenant,
        Guid personId,
        int skip,
        int take,
        CancellationToken cancellationToken
    ) =>
        ListAsync(
            tenant,
            personId,
            (rows, _) => rows.Where(r => r.RequesterId == personId).OrderByDescending(r => r.CreatedAt),
            skip,
            take,
            cancellationToken
        );

    /// <summary>
    /// What this person must do something about: decide, hand over (for the stockroom), confirm, bring back; oldest first, and last what has to be bought
    /// before anything can be done.
    /// </summary>
    public Task<IReadOnlyList<EquipmentRequestView>> WaitingForMeAsync(
        TenantId tenant,
        Guid personId,
        int skip,
        int take,
        CancellationToken cancellationToken
    )
    {
        var bar = EquipmentRow.Bar(personId);
        EquipmentState[] deciding = [EquipmentState.AwaitingApproval, EquipmentState.AwaitingSecondApproval];
        EquipmentState[] receiving = [EquipmentState.HandedOver, EquipmentState.Shipped, EquipmentState.Overdue];
        return ListAsync(
            tenant,
            personId,
            (rows, isStockroom) =>
            {
                EquipmentState[] supplying = isStockroom ? [EquipmentState.Approved, EquipmentState.Reserved, EquipmentState.AwaitingPurchase] : [];
                return rows.Where(r =>
                        (deciding.Contains(r.State) && r.Deciders.Contains(bar))
                        || (receiving.Contains(r.State) && r.RequesterId == personId)
                        || supplying.Contains(r.State)
                    )
                    .OrderBy(r => r.State == EquipmentState.AwaitingPurchase ? 1 : 0)
                    .ThenBy(r => r.CreatedAt);
            },
            skip,
            take,
            cancellationToken
        );
    }

    /// <summary>For the stockroom: what is lent out, overdue first, then who waits in line; empty for everybody else.</summary>
    public Task<IReadOnlyList<EquipmentRequestView>> LentAsync(
        TenantId tenant,
        Guid personId,
        int skip,
        int take,
        CancellationToken cancellationToken
    ) =>
        ListAsync(
            tenant,
            personId,
            (rows, isStockroom) =>
                rows.Where(r =>
                        isStockroom && (r.State == EquipmentState.OnLoan || r.State == EquipmentState.Overdue || r.State == EquipmentState.Waitlisted)
                    )
                    .OrderBy(r =>
                        r.State == EquipmentState.Overdue ? 0
                        : r.State == EquipmentState.OnLoan ? 1
                        : 2
                    )
                    .ThenBy(r => r.CreatedAt),
            skip,
            take,
            cancellationToken
        );

    private async Task<IReadOnlyList<EquipmentRequestView>> ListAsync(
        TenantId tenant,
        Guid personId,
        Func<IQueryable<EquipmentRow>, bool, IQueryable<EquipmentRow>> which,
        int skip,
        int take,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.Open(tenant);
        if (await ActiveAsync(db, personId, cancellationToken) is not { } person)
        {
            return [];
        }

        var isStockroom = new EquipmentStaff(db, settings).IsStockroom(person);
        var rows = await which(db.EquipmentRequests.AsNoTracking(), isStockroom).Skip(skip).Take(take).ToListAsync(cancellationToken);
        var views = new EquipmentViews(db, settings, time.GetUtcNow());
        var shown = new List<EquipmentRequestView>(rows.Count);
        foreach (var row in rows)
        {
            shown.Add(await views.ViewAsync(row, person, cancellationToken));
        }

        return shown;
    }
}
