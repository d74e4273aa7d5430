using System.Globalization;
using Itam.Context;
using Itam.Context.Desks;
using Itam.Context.Sources.Freshservice;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Freshservice;

/// <summary>Past tickets of all workspaces. The list names no assets, and asking for each ticket's would cost the account a call per ticket.</summary>
internal sealed class PastReader(FreshserviceClient client, TicketReader reader, People people, string connection, TenantId tenant)
{
    /// <param name="resumeFrom">The number of a page.</param>
    public async Task<HistoryPage> ReadAsync(DateTimeOffset since, string? resumeFrom, CancellationToken cancellationToken)
    {
        var number = int.TryParse(resumeFrom, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : 1;
        var page = await client.PastTicketsAsync(since, number, cancellationToken);
        var rows = page.Rows.Where(r => !r.IsTrue("deleted") && !r.IsTrue("spam")).Select(Describe).ToList();

        // The list goes by change: it begins with older tickets that were touched since.
        var tickets = rows.OfType<Ticket>().Where(t => t.CreatedAt >= since);
        return new HistoryPage([.. tickets], page.Next?.ToString(CultureInfo.InvariantCulture), rows.Count(t => t is null));
    }

    private Ticket? Describe(JObject row) =>
        row.Id("id") is { } id && row.Moment("created_at") is { } created
            ? reader.Describe(
                new TicketRef(tenant, connection, new TicketNumber("", id).Path),
                id,
                row,
                TicketReader.Who(row) is { } who ? people.AsShown(who, row["requester"] as JObject) : null,
                [],
                created
            )
            : null;
}
