using Itam.Context.Connections;
using Itam.Context.Desks;
using Microsoft.Extensions.Logging;

namespace Itam.Webhooks.Raising;

/// <summary>
/// The one order in which every desk raises: look for the reference, create only where it is not found, then link the devices. A retry after a lost answer or a
/// crash finds the ticket and goes on with the links.
/// </summary>
internal static partial class RaiseOnce
{
    public static async Task<RaisedTicket> RunAsync(
        TicketDraft draft,
        Func<Task<RaisedTicket?>> find,
        Func<Task<RaisedTicket>> create,
        Func<TicketRef, LinkedDevice, Task<LinkResult>> link,
        ILogger log
    )
    {
        Reference.Check(draft.Reference);
        var raised = await find() ?? await create();
        foreach (var device in draft.Devices)
        {
            await LinkAsync(raised.Ref, device, link, log);
        }

        return raised;
    }

    private static async Task LinkAsync(TicketRef ticket, LinkedDevice device, Func<TicketRef, LinkedDevice, Task<LinkResult>> link, ILogger log)
    {
        try
        {
            if (await link(ticket, device) is { Status: LinkStatus.NotPossible, Reason: var reason })
            {
                LogNotLinked(log, ticket, reason);
            }
        }
        catch (ConnectionException failure)
        {
            // The ticket stands and names the device; a person who waits for its number is not made to wait for a link.
            LogNotLinked(log, ticket, failure.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Ticket {Ticket} was raised; a device could not be linked and is named in its description only: {Reason}")]
    private static partial void LogNotLinked(ILogger log, TicketRef ticket, string? reason);
}
