using System.Collections.Immutable;
using Itam.Context.Desks;
using Itam.Context.Sources.ServiceNow;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.ServiceNow;

/// <summary>Fills the empty configuration item field of a ticket, or changes the value that we put there; never one that a person chose.</summary>
internal sealed class DeviceLinker(ServiceNowClient client, DeviceResolver devices, OwnWrites ownWrites)
{
    private const string Taken = "The ticket already names another configuration item, which a person may have chosen.";

    public Task<LinkResult> LinkAsync(TicketId ticket, LinkedDevice device, CancellationToken cancellationToken) =>
        ChangeAsync(ticket, null, device, cancellationToken);

    public Task<LinkResult> CorrectAsync(TicketId ticket, string wrong, LinkedDevice? right, CancellationToken cancellationToken) =>
        ChangeAsync(ticket, SysId.Of(wrong), right, cancellationToken);

    /// <param name="wrong">What we linked by mistake: it counts as an empty field.</param>
    private async Task<LinkResult> ChangeAsync(TicketId ticket, SysId? wrong, LinkedDevice? device, CancellationToken cancellationToken)
    {
        var table = TicketTable.Of(ticket.Table);
        ImmutableArray<string> fields = [.. table.DeviceFields, "sys_mod_count"];
        var before = await client.ReadAsync(ticket.Table, ticket.Record, fields, cancellationToken);
        var (item, reason) = device is null ? default : await devices.OneAsync(device.Names, cancellationToken);

        // The Table API has no conditional write; reading again right before it leaves the smallest gap.
        var now = await client.ReadAsync(ticket.Table, ticket.Record, fields, cancellationToken);
        var latest = now.Number("sys_mod_count") == before.Number("sys_mod_count") ? before : now;
        var linked = table.DeviceFields.Select(f => (Field: f, Id: latest.Id(f))).Where(l => l.Id is not null);
        var there = linked.OrderByDescending(l => l.Id == wrong).FirstOrDefault();
        if (there.Id is { } other && (other != wrong || other == item))
        {
            return other == item ? new(LinkStatus.AlreadyLinked)
                : wrong is not null ? new(LinkStatus.Removed, item is null ? reason : Taken)
                : new(LinkStatus.NotPossible, Taken);
        }

        if (item is null && there.Id is null)
        {
            return new(wrong is null ? LinkStatus.NotPossible : LinkStatus.Removed, reason);
        }

        if ((there.Field ?? table.DeviceFields.FirstOrDefault(latest.Has)) is not { } field)
        {
            return new(LinkStatus.NotPossible, $"The account may not read {string.Join(" or ", table.DeviceFields)} of {ticket.Table}.");
        }

        var after = await client.UpdateAsync(ticket.Table, ticket.Record, new JObject { [field] = item?.Value ?? "" }, fields, cancellationToken);
        ownWrites.Wrote(ticket, after.Number("sys_mod_count"));
        return after.Id(field) != item
                ? new(LinkStatus.NotPossible, $"ServiceNow did not keep the link. Give the account write access to {field} of {ticket.Table}.")
            : item is { } right ? new(LinkStatus.Linked, LinkedAs: right.Value)
            : new(LinkStatus.Removed, reason);
    }
}
