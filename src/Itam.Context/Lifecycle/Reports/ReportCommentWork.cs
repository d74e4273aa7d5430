using System.Text.Json;
using Itam.Context.Desks;
using Itam.Context.Storage;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;

namespace Itam.Context.Lifecycle.Reports;

/// <summary>Work: tell on the ticket of this report that the device is found.</summary>
internal sealed record ReportCommentWork(string Reference, string Text)
{
    public const string Kind = "report-comment";

    /// <summary>In the order of the ticket itself: there is nothing to tell it on before that is raised.</summary>
    public NewWork For(TenantId tenant, string desk) =>
        new(tenant, Kind, RaiseTicketWork.OrderOf(Reference), JsonSerializer.SerializeToUtf8Bytes(this), Connection: desk);

    /// <exception cref="JsonException">Not the payload of this work.</exception>
    public static ReportCommentWork Read(WorkItem item) =>
        JsonSerializer.Deserialize<ReportCommentWork>(item.Payload) ?? throw new JsonException("The payload is null.");
}

/// <summary>Adds the comment once: its reference makes a repeat find it.</summary>
public sealed class ReportCommentHandler(DeskDirectory desks, Database database) : IWorkHandler
{
    public string Kind => ReportCommentWork.Kind;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var work = ReportCommentWork.Read(item);
        await using var db = database.Open(item.Tenant);
        var report = await db.DeviceReports.AsNoTracking().FirstOrDefaultAsync(r => r.Reference == work.Reference, cancellationToken);
        if (report is not { TicketConnection: { } connection, TicketId: { } ticket })
        {
            return new WorkOutcome.Dead(
                $"The ticket of {work.Reference} was never raised, so nobody reads there: {work.Text} Replay the ticket first, then this."
            );
        }

        await desks
            .Get(connection)
            .AddCommentAsync(
                new TicketRef(item.Tenant, connection, ticket),
                new TicketComment($"{work.Reference}-found", work.Text),
                cancellationToken
            );
        return WorkOutcome.Finished;
    }
}
