using System.Globalization;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Sources.ServiceNow;

namespace Itam.Webhooks.ServiceNow;

/// <summary>
/// Past tickets, table by table, each by (sys_created_on, sys_id), which never change: a page starts above the last record of the one before, so nothing is
/// skipped and nothing goes round in circles.
/// </summary>
internal sealed class PastReader(ServiceNowSettings settings, ServiceNowClient client, TicketReader reader)
{
    private const string Created = "sys_created_on";
    private const int PageSize = 100;

    public async Task<HistoryPage> ReadAsync(DateTimeOffset since, string? resumeFrom, CancellationToken cancellationToken)
    {
        var from = Position.Parse(resumeFrom);
        var table = (from is null ? null : settings.Table(from.Table)) ?? settings.Tables[0];
        var rows = await client.PageAsync(
            table.Name,
            Above(from?.After, since).OrderBy(Created).OrderBy("sys_id"),
            TicketReader.FieldsOf(table),
            PageSize,
            bulk: true,
            cancellationToken
        );
        if (rows.Returned > 0 && rows.Records.IsEmpty)
        {
            throw Unfit(table);
        }

        var tickets = rows.Records.Select(record =>
        {
            var id = new TicketId(table.Name, record.Id() ?? throw Unfit(table));
            return reader.Describe(new TicketRef(settings.Tenant, client.Connection, id.ToString()), id, record);
        });
        return new HistoryPage([.. tickets], End(table, rows)?.ToString(), rows.Returned - rows.Records.Length);
    }

    /// <summary>Later, or of the same second with a higher id.</summary>
    private static EncodedQuery Above((DateTimeOffset Second, SysId Id)? last, DateTimeOffset since) =>
        last is { } at
            ? EncodedQuery
                .Where(QueryTerm.AtLeast(Created, QueryValue.Of(at.Second)))
                .And(QueryTerm.Above(Created, QueryValue.Of(at.Second)), QueryTerm.Above("sys_id", QueryValue.Of(at.Id)))
            : EncodedQuery.Where(QueryTerm.AtLeast(Created, QueryValue.Of(since)));

    private Position? End(TicketTable table, ServiceNowRows rows)
    {
        if (!rows.Last)
        {
            var last = rows.Records[^1];
            return new Position(table.Name, (last.Moment(Created) ?? throw Unfit(table), last.Id() ?? throw Unfit(table)));
        }

        var next = settings.Tables.IndexOf(table) + 1;
        return next < settings.Tables.Length ? new Position(settings.Tables[next].Name, null) : null;
    }

    private ConnectionException Unfit(TicketTable table) =>
        new(
            ConnectionFailure.Reconnect,
            $"{client.Name} returned records of {table.Name} that do not fit the question. Give the account read access to sys_id, sys_created_on and sys_updated_on of {table.Name}."
        );

    /// <param name="After">The last record that was read; null at the beginning of the table.</param>
    private sealed record Position(string Table, (DateTimeOffset Second, SysId Id)? After)
    {
        public static Position? Parse(string? text) =>
            text?.Split(' ') switch
            {
                [var table] => new(table, null),
                [var table, var second, var id]
                    when SysId.Of(id) is { } record && long.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) => new(
                    table,
                    (DateTimeOffset.FromUnixTimeSeconds(seconds), record)
                ),
                _ => null,
            };

        public override string ToString() =>
            After is { } at ? string.Create(CultureInfo.InvariantCulture, $"{Table} {at.Second.ToUnixTimeSeconds()} {at.Id}") : Table;
    }
}
