using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>
/// What a request does to a device. What people did with it is locked like a person's entry, so that a source which has not heard of it does not undo it
/// at the next sync; once the sources say the same, the lock ends. Asset registers that may be written are told.
/// </summary>
internal sealed class Custody(ItamDb db, EquipmentSettings settings, DateTimeOffset now)
{
    /// <summary>What the register calls this origin.</summary>
    public const string Source = "Equipment request";

    public async Task HoldAsync(Guid deviceId, CancellationToken cancellationToken) =>
        Become(await DeviceAsync(deviceId, cancellationToken), LifecycleState.Reserved, locked: true);

    public async Task FreeAsync(Guid deviceId, CancellationToken cancellationToken) =>
        Become(await DeviceAsync(deviceId, cancellationToken), LifecycleState.InStock, locked: false);

    public async Task TakeOverAsync(Guid deviceId, EquipmentRequest request, CancellationToken cancellationToken)
    {
        var device = await DeviceAsync(deviceId, cancellationToken);
        Become(device, LifecycleState.InUse, locked: true);
        Give(device, request.RequesterId);
        Lend(device, request.LoanDueOn);
        await RecordAsync(device, request, null, request.RequesterId, request.RequesterId, request.Condition, cancellationToken);
    }

    public async Task TakeBackAsync(Guid deviceId, EquipmentRequest request, string? condition, Actor actor, CancellationToken cancellationToken)
    {
        var device = await DeviceAsync(deviceId, cancellationToken);
        Become(device, LifecycleState.InStock, locked: false);
        Give(device, null);
        Lend(device, null);
        await RecordAsync(device, request, request.RequesterId, null, actor.PersonId ?? request.RequesterId, condition, cancellationToken);
    }

    public async Task MoveLoanAsync(Guid deviceId, DateOnly? dueOn, CancellationToken cancellationToken) =>
        Lend(await DeviceAsync(deviceId, cancellationToken), dueOn);

    private async Task RecordAsync(
        Device device,
        EquipmentRequest request,
        Guid? from,
        Guid? to,
        Guid actor,
        string? condition,
        CancellationToken cancellationToken
    )
    {
        var last = await db
            .CustodyEvents.AsNoTracking()
            .Where(c => c.DeviceId == device.Id)
            .OrderByDescending(c => c.Number)
            .FirstOrDefaultAsync(cancellationToken);
        var custody = new CustodyEvent
        {
            Tenant = db.TenantId.Value,
            DeviceId = device.Id,
            Number = (last?.Number ?? 0) + 1,
            FromPersonId = from,
            ToPersonId = to,
            At = now,
            ActorId = actor,
            Condition = condition,
            Accessories = request.Accessories,
            CaseId = request.Id,
            PreviousHash = last?.Hash ?? "",
        };
        custody.Hash = custody.ComputeHash();
        db.CustodyEvents.Add(custody);
        await TellRegistersAsync(custody, cancellationToken);
    }

    /// <summary>Those that know the device; the others have nothing to write.</summary>
    private async Task TellRegistersAsync(CustodyEvent custody, CancellationToken cancellationToken)
    {
        if (settings.AssetWriters.IsEmpty)
        {
            return;
        }

        string[] writers = [.. settings.AssetWriters];
        var knowing = await db
            .DeviceIdentifiers.Where(i => i.DeviceId == custody.DeviceId && i.Kind == IdentifierKind.SourceId && writers.Contains(i.Scope))
            .Select(i => i.Scope)
            .Distinct()
            .ToListAsync(cancellationToken);
        foreach (var connection in knowing)
        {
            db.Enqueue(AssetWriteWork.For(db.TenantId, connection, custody), now);
        }
    }

    private void Become(Device device, LifecycleState state, bool locked)
    {
        device.State = state;
        device.SourceState = null;
        device.Origins[nameof(Device.State)] = new Origin(Source, now, locked, UntilConfirmed: locked);
    }

    private void Give(Device device, Guid? person)
    {
        device.AssignedToId = person;
        device.Origins[nameof(Device.AssignedToId)] = new Origin(Source, now, Locked: true, UntilConfirmed: true);
    }

    private void Lend(Device device, DateOnly? until)
    {
        device.LoanDueOn = until;
        device.Origins[nameof(Device.LoanDueOn)] = new Origin(Source, now, Locked: true, UntilConfirmed: true);
    }

    private Task<Device> DeviceAsync(Guid id, CancellationToken cancellationToken) => db.Devices.FirstAsync(d => d.Id == id, cancellationToken);
}
