using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Microsoft.Extensions.Logging;

namespace Itam.Context.Enrichment;

/// <summary>Earlier tickets of a ticket's device and requester: what the register remembers, and what the desk finds in time.</summary>
internal sealed partial class EarlierTickets(TimeProvider time, ILogger log)
{
    public const int Limit = 10;
    public static readonly TimeSpan Window = TimeSpan.FromDays(365);

    /// <summary>For the search in the desk's own tickets; a note without them is worth more than one that waits for them.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);

    public async Task<ContextHistory> ReadAsync(
        RegisterReader register,
        Ticket ticket,
        Candidate? candidate,
        List<TicketRecord> own,
        IServiceDesk? desk,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var since = now - Window;
        var ofDevice = candidate is null ? [] : await register.TicketsOfDeviceAsync(candidate.Device.Id, since, Limit * 2, cancellationToken);
        IEnumerable<EarlierTicket> lines = [.. ofDevice.Select(t => Line(t, ofDevice: true)), .. own.Select(t => Line(t, ofDevice: false))];
        var told = desk is null ? [] : await DeskHistoryAsync(register, ticket, candidate, desk, since, cancellationToken);
        var earlier = lines
            .Concat(told ?? [])
            .Where(t => t.Ref != ticket.Ref && t.CreatedAt >= since)
            .DistinctBy(t => (t.Ref, t.OfDevice))
            .OrderByDescending(t => t.CreatedAt)
            .ToLookup(t => t.OfDevice);
        return new ContextHistory([.. earlier[true].Take(Limit * 2)], [.. earlier[false].Take(Limit)]) { DeskUnread = told is null };
    }

    /// <returns>Null where the desk failed or was too slow.</returns>
    private async Task<IReadOnlyList<EarlierTicket>?> DeskHistoryAsync(
        RegisterReader register,
        Ticket ticket,
        Candidate? candidate,
        IServiceDesk desk,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        using var budget = new TimeBudget(Budget, time, cancellationToken);
        try
        {
            var names = candidate is null ? [] : await ContextService.NamesOnAsync(register, candidate.Device, desk.Connection, cancellationToken);
            var query = new EarlierTicketsQuery(ticket.Ref, ticket.Requester, names, since, Limit);
            return await desk.FindEarlierTicketsAsync(query, budget.Token).WaitAsync(budget.Token);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // The next look at the ticket asks again; the note does not wait for it.
            LogHistoryUnavailable(ticket.Ref, failure is OperationCanceledException ? "the desk did not answer in time" : failure.Message);
            return null;
        }
    }

    public static EarlierTicket Line(TicketRecord ticket, bool ofDevice) =>
        new(
            new TicketRef(TenantId.Parse(ticket.Tenant), ticket.Connection, ticket.TicketId),
            ticket.Number,
            ticket.Summary,
            ticket.CreatedAt,
            ticket.Closed,
            ofDevice,
            Uri.TryCreate(ticket.Url, UriKind.Absolute, out var url) ? url : null
        );

    [LoggerMessage(1, LogLevel.Warning, "History of {Ticket} is left out: {Reason}")]
    private partial void LogHistoryUnavailable(TicketRef ticket, string reason);
}
