using Itam.Context.Desks;
using Itam.Context.Register;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Lifecycle.Equipment;

public sealed partial class EquipmentService
{
    /// <param name="comment">Required on refusal; at most 1,000 characters.</param>
    public Task<EquipmentOutcome> DecideAsync(
        TenantId tenant,
        Guid actorId,
        Guid requestId,
        bool approve,
        string? comment,
        CancellationToken cancellationToken
    ) =>
        MoveAsync(
            tenant,
            actorId,
            requestId,
            comment,
            approve ? new EquipmentCommand.Approve(Words(comment)) : new EquipmentCommand.Refuse(Words(comment) ?? ""),
            cancellationToken
        );

    /// <summary>Somebody else may decide too, until the first word falls.</summary>
    public Task<EquipmentOutcome> DelegateAsync(
        TenantId tenant,
        Guid actorId,
        Guid requestId,
        Guid toPersonId,
        string? comment,
        CancellationToken cancellationToken
    ) =>
        MoveAsync(
            tenant,
            actorId,
            requestId,
            comment,
            async (move, token) =>
                await ActiveAsync(move.Transaction.Db, toPersonId, token) is null
                    ? new EquipmentVerdict.Invalid("to", InvalidReason.UnknownPerson, "This person is not in the register, or has left.")
                    : await move.ApplyAsync(new EquipmentCommand.Delegate(toPersonId, Words(comment)), token),
            cancellationToken
        );

    /// <summary>The stockroom sets aside a device by its tag or serial, e.g. the one that was just bought.</summary>
    public Task<EquipmentOutcome> ReserveAsync(
        TenantId tenant,
        Guid actorId,
        Guid requestId,
        string deviceTag,
        CancellationToken cancellationToken
    ) =>
        MoveAsync(
            tenant,
            actorId,
            requestId,
            null,
            (move, token) => move.May(EquipmentAction.Reserve) is { } refused ? Task.FromResult(refused) : ReserveAsync(move, deviceTag, token),
            cancellationToken
        );

    /// <summary>Over the counter.</summary>
    public Task<EquipmentOutcome> HandOverAsync(TenantId tenant, Guid actorId, Guid requestId, Kit kit, CancellationToken cancellationToken) =>
        GiveAsync(
            tenant,
            actorId,
            requestId,
            kit,
            EquipmentAction.HandOver,
            new EquipmentCommand.HandOver(Words(kit.Condition), Words(kit.Accessories)),
            cancellationToken
        );

    public Task<EquipmentOutcome> ShipAsync(
        TenantId tenant,
        Guid actorId,
        Guid requestId,
        Tracking tracking,
        Kit kit,
        CancellationToken cancellationToken
    ) =>
        Words(tracking.Number) is { Length: <= 100 } number && (Words(tracking.Carrier)?.Length ?? 0) <= 100
            ? GiveAsync(
                tenant,
                actorId,
                requestId,
                kit,
                EquipmentAction.Ship,
                new EquipmentCommand.Ship(new Tracking(Words(tracking.Carrier), number), Words(kit.Condition), Words(kit.Accessories)),
                cancellationToken
            )
            : Task.FromResult<EquipmentOutcome>(
                new EquipmentOutcome.Invalid("tracking", InvalidReason.OutOfRange, "Name the parcel's number, with at most 100 characters.")
            );

    /// <summary>The recipient has the whole kit: once, for everything in it.</summary>
    public Task<EquipmentOutcome> ConfirmAsync(TenantId tenant, Guid actorId, Guid requestId, CancellationToken cancellationToken) =>
        MoveAsync(
            tenant,
            actorId,
            requestId,
            null,
            async (move, token) =>
            {
                var request = move.Row.Read();
                var requester = await move.Transaction.Staff.PersonAsync(request.RequesterId, token);
                DateOnly? due = request.LoanDays is { } days ? LocalDays.Today(requester, move.Transaction.Now).AddDays(days) : null;
                return await move.ApplyAsync(new EquipmentCommand.Confirm(due), token);
            },
            cancellationToken
        );

    /// <param name="comment">Required of the stockroom.</param>
    public Task<EquipmentOutcome> CancelAsync(TenantId tenant, Guid actorId, Guid requestId, string? comment, CancellationToken cancellationToken) =>
        MoveAsync(tenant, actorId, requestId, comment, new EquipmentCommand.Cancel(Words(comment)), cancellationToken);

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

    private Task<EquipmentOutcome> GiveAsync(
        TenantId tenant,
        Guid actorId,
        Guid requestId,
        Kit kit,
        EquipmentAction action,
        EquipmentCommand command,
        CancellationToken cancellationToken
    ) =>
        MoveAsync(
            tenant,
            actorId,
            requestId,
            string.Concat(kit.Condition, kit.Accessories),
            async (move, token) =>
            {
                if (move.May(action) is { } refused)
                {
                    return refused;
                }

                if (move.Row.State == EquipmentState.AwaitingPurchase)
                {
                    var reserved = await ReserveAsync(move, kit.DeviceTag, token);
                    if (reserved is not EquipmentVerdict.Granted)
                    {
                        return reserved;
                    }
                }
                else if (Words(kit.DeviceTag) is { } tag && await NamedAsync(move, tag, token) is var named && named?.Id != move.Row.DeviceId)
                {
                    return new EquipmentVerdict.Invalid(
                        "deviceTag",
                        InvalidReason.UnknownDevice,
                        "Another device is set aside for this request. Take that one, or leave the field empty."
                    );
                }

                return await move.ApplyAsync(command, token);
            },
            cancellationToken
        );

    private static async Task<EquipmentVerdict> ReserveAsync(Move move, string? tag, CancellationToken cancellationToken)
    {
        if (Words(tag) is not { } named)
        {
            // The rules say whether a device must be named.
            return await move.ApplyAsync(new EquipmentCommand.Reserve(null, Near: false), cancellationToken);
        }

        if (await NamedAsync(move, named, cancellationToken) is not { } device)
        {
            return new EquipmentVerdict.Invalid(
                "deviceTag",
                InvalidReason.UnknownDevice,
                "The register knows no device, or more than one, with this asset tag or serial. Register it first."
            );
        }

        LifecycleState[] givable = [LifecycleState.InStock, LifecycleState.Ordered, LifecycleState.InTransit, LifecycleState.Unknown];
        return
            device.AssignedToId is not null
            || !givable.Contains(device.State)
            || await move.Transaction.Db.EquipmentRequests.AnyAsync(r => r.HeldDeviceId == device.Id, cancellationToken)
            ? new EquipmentVerdict.Invalid("deviceTag", InvalidReason.DeviceNotFree, "This device is somebody's, or set aside already.")
            : await move.ApplyAsync(new EquipmentCommand.Reserve(device.Id, Near: false), cancellationToken);
    }

    private static async Task<Device?> NamedAsync(Move move, string tag, CancellationToken cancellationToken)
    {
        DeviceName[] names = [new(IdentifierKind.AssetTag, tag), new(IdentifierKind.Serial, tag)];
        var hits = await new RegisterReader(move.Transaction.Db).FindByIdentifiersAsync(names, cancellationToken);
        return hits.Select(h => h.DeviceId).Distinct().ToArray() is [var only]
            ? await move.Transaction.Db.Devices.FirstOrDefaultAsync(d => d.Id == only, cancellationToken)
            : null;
    }

    private Task<EquipmentOutcome> MoveAsync(
        TenantId tenant,
        Guid actorId,
        Guid requestId,
        string? said,
        EquipmentCommand command,
        CancellationToken cancellationToken
    ) => MoveAsync(tenant, actorId, requestId, said, (move, token) => move.ApplyAsync(command, token), cancellationToken);

    /// <param name="said">What the person wrote.</param>
    private async Task<EquipmentOutcome> MoveAsync(
        TenantId tenant,
        Guid actorId,
        Guid requestId,
        string? said,
        Func<Move, CancellationToken, Task<EquipmentVerdict>> body,
        CancellationToken cancellationToken
    )
    {
        if (said?.Length > LongestText)
        {
            return new EquipmentOutcome.Invalid("comment", InvalidReason.TooLong, $"Use at most {LongestText} characters.");
        }

        try
        {
            var outcome = await database.WriteAsync(
                tenant,
                async (db, token) =>
                {
                    var transaction = await EquipmentTransaction.BeginAsync(db, settings, time.GetUtcNow(), token);
                    if (await ActiveAsync(db, actorId, token) is not { } person)
                    {
                        return new EquipmentOutcome.NotAllowed(NotAllowedReason.UnknownPerson);
                    }

                    var views = new EquipmentViews(db, settings, transaction.Now);
                    var row = await transaction.FindAsync(requestId, token);
                    if (row is null || views.RoleOf(row.Read(), person) == ViewerRole.None)
                    {
                        return new EquipmentOutcome.NotAllowed(NotAllowedReason.UnknownRequest);
                    }

                    var verdict = await body(new Move(transaction, row, new Actor(person.Id, transaction.Staff.IsStockroom(person))), token);
                    if (verdict is not (EquipmentVerdict.Granted or EquipmentVerdict.TooLate))
                    {
                        // Half of a move (reserved, but not handed over) must not stay.
                        throw new RefusedException(OutcomeOf(verdict));
                    }

                    await db.SaveChangesAsync(token);
                    var view = await views.ViewAsync(row, person, token);
                    return verdict is EquipmentVerdict.TooLate(var because)
                        ? new EquipmentOutcome.TooLate(
                            view,
                            because.What,
                            because.By is { } by ? await transaction.Staff.RefAsync(by, token) : null,
                            because.At
                        )
                        : (EquipmentOutcome)new EquipmentOutcome.Accepted(view);
                },
                cancellationToken
            );
            signal.Notify();
            return outcome;
        }
        catch (RefusedException refused)
        {
            return refused.Outcome;
        }
    }

    private static EquipmentOutcome OutcomeOf(EquipmentVerdict verdict) =>
        verdict switch
        {
            EquipmentVerdict.NotAllowed(var reason) => new EquipmentOutcome.NotAllowed(reason),
            EquipmentVerdict.Invalid(var field, var reason, var problem) => new EquipmentOutcome.Invalid(field, reason, problem),
            _ => throw new InvalidOperationException($"{verdict.GetType().Name} is no refusal."),
        };

    private static string? Words(string? text) => text?.Trim() is { Length: > 0 } words ? words : null;

    private sealed record Move(EquipmentTransaction Transaction, EquipmentRow Row, Actor Actor)
    {
        /// <returns>Null: go ahead.</returns>
        public EquipmentVerdict? May(EquipmentAction action) => EquipmentRights.Refusal(Row.Read(), action, Actor);

        public Task<EquipmentVerdict> ApplyAsync(EquipmentCommand command, CancellationToken cancellationToken) =>
            Transaction.ApplyAsync(Row, command, Actor, cancellationToken);
    }

    /// <summary>Rolls the transaction back.</summary>
    private sealed class RefusedException(EquipmentOutcome outcome) : Exception
    {
        public EquipmentOutcome Outcome { get; } = outcome;
    }
}
