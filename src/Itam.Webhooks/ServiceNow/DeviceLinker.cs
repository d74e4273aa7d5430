using System.Collections.Immutable;
using Itam.Context.Desks;
using Itam.Context.Sources.ServiceNow;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.ServiceNow;

/// <summary>Fills the empty configuration item field of a ticket; never changes one that has a value.</summary>
internal sealed class DeviceLinker(ServiceNowClient client, DeviceResolver devices, OwnWrites ownWrites)
{
    public async Task<LinkResult> LinkAsync(TicketId ticket, LinkedDevice device, CancellationToken cancellationToken)
    {
        var table = TicketTable.Of(ticket.Table);
        ImmutableArray<string> fields = [.. table.DeviceFields, "sys_mod_count"];
        var before = await client.ReadAsync(ticket.Table, ticket.Record, fields, cancellationToken);
        var (item, reason) = await devices.OneAsync(device.Names, cancellationToken);
        if (item is not { } wanted)
        {
            return Linked(before, table) is null ? new(LinkStatus.NotPossible, reason) : Taken();
        }

        // The Table API has no conditional write; reading again right before it leaves the smallest gap.
        var now = await client.ReadAsync(ticket.Table, ticket.Record, fields, cancellationToken);
        var latest = now.Number("sys_mod_count") == before.Number("sys_mod_count") ? before : now;
        if (Linked(latest, table) is { } there)
        {
            return there == wanted ? new(LinkStatus.AlreadyLinked) : Taken();
        }

        if (table.DeviceFields.FirstOrDefault(latest.Has) is not { } field)
        {
            return new(LinkStatus.NotPossible, $"The account may not read {string.Join(" or ", table.DeviceFields)} of {ticket.Table}.");
        }

        var after = await client.UpdateAsync(ticket.Table, ticket.Record, new JObject { [field] = wanted.Value }, fields, cancellationToken);
        ownWrites.Wrote(ticket, after.Number("sys_mod_count"));
        return after.Id(field) == wanted
            ? new(LinkStatus.Linked)
            : new(LinkStatus.NotPossible, $"ServiceNow did not keep the link. Give the account write access to {field} of {ticket.Table}.");
    }

    private static LinkResult Taken() =>
        new(LinkStatus.NotPossible, "The ticket already names another configuration item, which a person may have chosen.");

    private static SysId? Linked(ServiceNowRecord record, TicketTable table) =>
        table.DeviceFields.Select(f => record.Id(f)).FirstOrDefault(id => id is not null);
}
