using Itam.Context.Desks;
using Itam.Context.Enrichment.FaultClusters;
using Itam.Context.Enrichment.Findings;
using Itam.Context.Enrichment.RepairOrReplace;
using Itam.Context.Register;
using Itam.Context.Storage;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Enrichment;

/// <summary>Adds to the rules' findings what needs more than one device's facts: the suspicion of a bad batch, the verdict on a repair, and what is in stock.</summary>
internal sealed class DeviceAdvice(TimeProvider time)
{
    private readonly FaultClusterSearch _clusters = new(time);

    /// <param name="ticket">Null when the question was about a person or a device; then any suspicion about the device is worth saying.</param>
    public async Task<IReadOnlyList<Finding>> CompleteAsync(
        ItamDb db,
        FindingInput input,
        Ticket? ticket,
        ContextHistory history,
        CancellationToken cancellationToken
    )
    {
        var findings = FindingRules.Evaluate(input);
        if (input.Device is not { } device)
        {
            return findings;
        }

        var fault = ticket is null ? null : FaultWords.Of(ticket.Summary, ticket.Description);
        if (
            (ticket is null || fault is not null) && await _clusters.ForAsync(db, device, fault, input.Thresholds, cancellationToken) is { } suspicion
        )
        {
            findings = [.. findings.Prepend(suspicion).OrderByDescending(f => f.Severity)];
        }

        // Most tickets are about something else: they cost no further question to the database.
        if (fault?.IsHardware() != true && !StockAdvice.IsWanted(findings))
        {
            return findings;
        }

        if (!device.IsManaged() || device.Type == DeviceType.Virtual)
        {
            return await WithStockAsync(db, input, device, findings, cancellationToken);
        }

        var earlier = await EarlierFaultsAsync(db, input, device, history, cancellationToken);
        var stock = await StockAdvice.ForAsync(db, device, input.Requester, input.Today, cancellationToken);
        if (RepairVerdict.Of(new RepairCase(device, fault, earlier, stock is not null, input.Thresholds, input.Today)) is { } verdict)
        {
            findings = [.. findings.Select(f => RepairVerdict.Replaced.Contains(f.Code) ? f with { Action = null } : f), verdict];

            // A repair that is worth it needs no other device.
            return verdict.Code == RepairVerdict.Replace && stock is not null ? [.. findings, stock] : findings;
        }

        return stock is not null && StockAdvice.IsWanted(findings) ? [.. findings, stock] : findings;
    }

    private static async Task<IReadOnlyList<Finding>> WithStockAsync(
        ItamDb db,
        FindingInput input,
        Device device,
        IReadOnlyList<Finding> findings,
        CancellationToken cancellationToken
    ) =>
        StockAdvice.IsWanted(findings) && await StockAdvice.ForAsync(db, device, input.Requester, input.Today, cancellationToken) is { } stock
            ? [.. findings, stock]
            : findings;

    /// <summary>The hardware faults of the device's earlier tickets: as stored where we have seen the ticket whole, else by its summary.</summary>
    private static async Task<List<FaultClass>> EarlierFaultsAsync(
        ItamDb db,
        FindingInput input,
        Device device,
        ContextHistory history,
        CancellationToken cancellationToken
    )
    {
        var since = input.Now - TimeSpan.FromDays(input.Thresholds.RepeatWindowDays);
        var stored = await db
            .Tickets.Where(t => t.DeviceId == device.Id && t.CreatedAt >= since)
            .Select(t => new
            {
                t.Connection,
                t.TicketId,
                t.Fault,
            })
            .ToListAsync(cancellationToken);
        var known = stored.ToDictionary(t => (t.Connection, t.TicketId), t => t.Fault);
        return
        [
            .. history
                .OfDevice.Where(t => t.CreatedAt >= since)
                .DistinctBy(t => t.Ref)
                .Select(t => known.GetValueOrDefault((t.Ref.Connection, t.Ref.Id)) ?? FaultWords.Of(t.Summary, ""))
                .OfType<FaultClass>()
                .Where(f => f.IsHardware()),
        ];
    }
}
