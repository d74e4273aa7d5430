using System.Text.Json;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Work;
using Microsoft.Extensions.Logging;

namespace Itam.Context.Enrichment;

/// <summary>Work: link this device on the ticket, in the desk's own field.</summary>
public sealed record LinkDeviceWork(string Connection, string TicketId, LinkedDevice Device)
{
    public const string Kind = "link-device";

    public static NewWork For(TicketRef ticket, Device device) =>
        new(
            ticket.Tenant,
            Kind,
            ticket.OrderingKey,
            JsonSerializer.SerializeToUtf8Bytes(
                new LinkDeviceWork(ticket.Connection, ticket.Id, new LinkedDevice(device.Label, ContextService.NamesOf(device)))
            ),
            Connection: ticket.Connection
        );
}

/// <summary>Links a device that we are sure of. That a desk does not know the device, or that a human chose another one, is an answer and not a failure.</summary>
public sealed partial class LinkDeviceHandler(DeskDirectory desks, ILogger<LinkDeviceHandler> log) : IWorkHandler
{
    public string Kind => LinkDeviceWork.Kind;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var work = JsonSerializer.Deserialize<LinkDeviceWork>(item.Payload) ?? throw new JsonException("The payload is null.");
        var desk = desks.Get(work.Connection);
        var ticket = new TicketRef(item.Tenant, work.Connection, work.TicketId);
        var result = await desk.LinkDeviceAsync(ticket, work.Device, cancellationToken);
        LogLinked(ticket, result.Status, result.Reason ?? "");
        return WorkOutcome.Finished;
    }

    [LoggerMessage(1, LogLevel.Information, "Ticket {Ticket}: device {Status} {Reason}")]
    private partial void LogLinked(TicketRef ticket, LinkStatus status, string reason);
}
