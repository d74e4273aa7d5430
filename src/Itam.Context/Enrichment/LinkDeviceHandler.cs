using System.Collections.Immutable;
using System.Text.Json;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Itam.Context.Enrichment;

/// <summary>Work: make the desk's own device field say what <see cref="DeviceLinking"/> decided, which <see cref="DeviceLink"/> keeps.</summary>
public sealed record LinkDeviceWork(string Connection, string TicketId)
{
    public const string Kind = "link-device";

    /// <summary>Not in the ticket's own order, so that a field that we may not write holds back no note.</summary>
    public static NewWork For(TicketRef ticket) =>
        new(
            ticket.Tenant,
            Kind,
            $"{Kind}/{ticket.Connection}/{ticket.Id}",
            JsonSerializer.SerializeToUtf8Bytes(new LinkDeviceWork(ticket.Connection, ticket.Id)),
            Connection: ticket.Connection
        );
}

/// <summary>
/// Links a device that we are sure of, and takes back what we linked by mistake. That a desk does not know the device, or that a human chose another one, is an
/// answer and not a failure.
/// </summary>
public sealed partial class LinkDeviceHandler(DeskDirectory desks, Database database, TimeProvider time, ILogger<LinkDeviceHandler> log)
    : IWorkHandler
{
    public string Kind => LinkDeviceWork.Kind;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var work = JsonSerializer.Deserialize<LinkDeviceWork>(item.Payload) ?? throw new JsonException("The payload is null.");
        var desk = desks.Get(work.Connection);
        var ticket = new TicketRef(item.Tenant, work.Connection, work.TicketId);
        var (wrong, wanted) = await DecidedAsync(ticket, cancellationToken);
        var taken = new List<Guid>();
        LinkResult? linked = null;
        foreach (var link in wrong)
        {
            // The right device takes the place of the last wrong one in a single write, where the desk can.
            var right = link == wrong[^1] ? wanted?.Device : null;
            var result = await desk.CorrectLinkAsync(ticket, link.LinkedAs!, right, cancellationToken);
            LogLinked(ticket, result.Status, result.Reason ?? "");
            linked = right is null ? null : result;
            if (result.Status != LinkStatus.NotPossible)
            {
                taken.Add(link.DeviceId);
            }
        }

        if (wrong.IsEmpty && wanted is not null)
        {
            linked = await desk.LinkDeviceAsync(ticket, wanted.Device, cancellationToken);
            LogLinked(ticket, linked.Status, linked.Reason ?? "");
        }

        return new WorkOutcome.Done((db, token) => RememberAsync(db, ticket, taken, wanted?.Id, linked, token));
    }

    private async Task<(ImmutableArray<DeviceLink> Wrong, WantedDevice? Wanted)> DecidedAsync(TicketRef ticket, CancellationToken cancellationToken)
    {
        await using var db = database.Open(ticket.Tenant);
        var links = await DeviceLinking.Of(db, ticket).AsNoTracking().OrderBy(l => l.At).ToListAsync(cancellationToken);
        WantedDevice? wanted = null;
        if (
            links.Find(l => l.State == DeviceLinkState.Wanted) is { } link
            && await db.Devices.AsNoTracking().FirstOrDefaultAsync(d => d.Id == link.DeviceId, cancellationToken) is { } device
        )
        {
            var names = await ContextService.NamesOnAsync(new RegisterReader(db), device, ticket.Connection, cancellationToken);
            wanted = new WantedDevice(device.Id, new LinkedDevice(device.Label, names));
        }

        return ([.. links.Where(l => l is { State: DeviceLinkState.Wrong, LinkedAs: not null })], wanted);
    }

    private async Task RememberAsync(
        ItamDb db,
        TicketRef ticket,
        List<Guid> taken,
        Guid? wanted,
        LinkResult? result,
        CancellationToken cancellationToken
    )
    {
        var links = await DeviceLinking.Of(db, ticket).ToDictionaryAsync(l => l.DeviceId, cancellationToken);
        foreach (var id in taken)
        {
            if (links.TryGetValue(id, out var link))
            {
                link.State = DeviceLinkState.Removed;
            }
        }

        if (wanted is not { } device || result is not { Status: LinkStatus.Linked or LinkStatus.AlreadyLinked })
        {
            return;
        }

        var now = time.GetUtcNow();
        if (!links.TryGetValue(device, out var made))
        {
            // A look has changed its mind while we wrote; the next one finds what we did.
            made = new DeviceLink
            {
                Connection = ticket.Connection,
                TicketId = ticket.Id,
                DeviceId = device,
            };
            db.DeviceLinks.Add(made);
            await db.EnqueueOnceAsync(EnrichTicketWork.For(ticket), now, cancellationToken);
        }

        // Already there, it may be ours after a lost answer, but who knows: a person's link is never taken back.
        var ours = result.Status == LinkStatus.Linked;
        (made.State, made.LinkedAs, made.At) = (ours ? DeviceLinkState.Ours : DeviceLinkState.Theirs, ours ? result.LinkedAs : null, now);
    }

    private sealed record WantedDevice(Guid Id, LinkedDevice Device);

    [LoggerMessage(1, LogLevel.Information, "Ticket {Ticket}: device {Status} {Reason}")]
    private partial void LogLinked(TicketRef ticket, LinkStatus status, string reason);
}
