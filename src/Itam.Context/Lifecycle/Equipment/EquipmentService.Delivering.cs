using Itam.Context.Desks;
using Itam.Context.Register;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>Set aside, hand over or ship, confirm.</summary>
public sealed partial class EquipmentService
{
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
}
