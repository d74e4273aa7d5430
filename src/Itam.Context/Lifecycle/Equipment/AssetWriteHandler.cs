using System.Text.Json;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Storage;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>Work: write a custody event into an asset register.</summary>
/// <param name="Number">Of the device's custody event.</param>
internal sealed record AssetWriteWork(Guid CaseId, Guid DeviceId, int Number)
{
    public const string Kind = "asset-write";

    /// <summary>In order per device and register: it is not handed on there before it came back.</summary>
    public static NewWork For(TenantId tenant, string connection, CustodyEvent custody) =>
        new(
            tenant,
            Kind,
            $"{Kind}/{connection}/{custody.DeviceId:N}",
            JsonSerializer.SerializeToUtf8Bytes(new AssetWriteWork(custody.CaseId, custody.DeviceId, custody.Number)),
            Connection: connection
        );

    /// <exception cref="JsonException">Not the payload of this work.</exception>
    public static AssetWriteWork Read(WorkItem item) =>
        JsonSerializer.Deserialize<AssetWriteWork>(item.Payload) ?? throw new JsonException("The payload is null.");
}

/// <summary>
/// Checks a device out to whoever took it over, and in when it came back. The register looks first, so that a repeat writes nothing twice and nobody loses an
/// asset; what it refuses is a dead letter, since people must settle who has the device.
/// </summary>
public sealed class AssetWriteHandler(SourceDirectory sources, Database database) : IWorkHandler
{
    public string Kind => AssetWriteWork.Kind;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var work = AssetWriteWork.Read(item);
        var connection = item.Connection ?? throw new JsonException("The work names no connection.");
        if (sources.FindSource(connection) is not { Writer: { } writer } source || source.Tenant != item.Tenant)
        {
            return new WorkOutcome.Dead(
                $"The connection '{connection}' is gone or may not write any more, so it does not know of this hand-over. Allow it to write and replay this work, or enter it there by hand."
            );
        }

        await using var db = database.Open(item.Tenant);
        var custody = await db
            .CustodyEvents.AsNoTracking()
            .FirstAsync(c => c.DeviceId == work.DeviceId && c.Number == work.Number, cancellationToken);
        if (await IsOvertakenAsync(db, custody, cancellationToken))
        {
            return WorkOutcome.Finished;
        }

        var request = await db.EquipmentRequests.AsNoTracking().FirstAsync(r => r.Id == work.CaseId, cancellationToken);
        var isOut = custody.ToPersonId is not null;

        // The request follows when two devices, or two people, turn out to be one; the custody event never changes.
        var deviceId = request.DeviceId ?? work.DeviceId;
        var register = new RegisterReader(db);
        var label = (await register.GetDevicesAsync([deviceId], cancellationToken)).FirstOrDefault()?.Label ?? $"Device {deviceId}";
        var told = $"{label} was {(isOut ? "handed over" : "taken back")}, but";
        if (await register.IdsOnAsync(deviceId, connection, cancellationToken) is not [var asset])
        {
            return new WorkOutcome.Dead(
                $"{told} the connection '{connection}' has no asset, or several, for this device. Set that right there, sync it and replay this work."
            );
        }

        if (await register.GetPersonAsync(request.RequesterId, cancellationToken) is not { } person)
        {
            return new WorkOutcome.Dead($"{told} the person is not in the register any more. Enter it in '{connection}' by hand.");
        }

        var handOver = new AssetHandOver(
            asset.Value,
            [.. person.Identities.Select(i => new PersonName(i.Kind, i.Value, i.Scope))],
            request.TicketNumber is { } ticket ? $"Equipment request {ticket}" : "Equipment request",
            isOut ? request.Read().LoanDueOn : null
        );
        try
        {
            await (isOut ? writer.CheckOutAsync(handOver, cancellationToken) : writer.CheckInAsync(handOver, cancellationToken));
            return WorkOutcome.Finished;
        }
        catch (ConnectionException refused) when (refused.Failure == ConnectionFailure.GiveUp)
        {
            return new WorkOutcome.Dead($"{told} {refused.Message}");
        }
    }

    /// <summary>It is not checked out to whoever gave it back since, nor in from whoever has it again.</summary>
    private static Task<bool> IsOvertakenAsync(ItamDb db, CustodyEvent custody, CancellationToken cancellationToken)
    {
        var isOut = custody.ToPersonId is not null;
        return db.CustodyEvents.AnyAsync(
            c => c.DeviceId == custody.DeviceId && c.Number > custody.Number && (isOut || c.ToPersonId == custody.FromPersonId),
            cancellationToken
        );
    }
}
