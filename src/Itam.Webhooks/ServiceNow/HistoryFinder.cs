using System.Collections.Immutable;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources.ServiceNow;

namespace Itam.Webhooks.ServiceNow;

/// <summary>Earlier tickets of the requester and of the device, over all configured tables.</summary>
internal sealed class HistoryFinder(ServiceNowSettings settings, ServiceNowClient client, DeviceResolver devices, PeopleFinder people)
{
    /// <summary>Shorter names occur in too many texts that mean something else.</summary>
    private const int MinNameInText = 5;

    /// <summary>The instance finds names as parts of others too; those are dropped here, and must not use up the answer.</summary>
    private const int RowsPerTicket = 4;

    private static readonly ImmutableArray<string> Fields = ["sys_id", "number", "short_description", "sys_created_on", "active"];

    public async Task<IReadOnlyList<EarlierTicket>> FindAsync(EarlierTicketsQuery query, CancellationToken cancellationToken)
    {
        var person = query.Requester is { } requester ? await people.FindAsync(requester, cancellationToken) : null;
        var items = query.Device.IsDefaultOrEmpty ? [] : await devices.AllAsync(query.Device, cancellationToken);
        List<EarlierTicket> ofDevice = [];
        List<EarlierTicket> ofPerson = [];
        foreach (var table in settings.Tables)
        {
            if (OfDevice(table, items, query.Device) is { IsEmpty: false } meansDevice)
            {
                ofDevice.AddRange(await SearchAsync(table, meansDevice, query, ofDevice: true, cancellationToken));
            }

            if (person is { } id)
            {
                ofPerson.AddRange(
                    await SearchAsync(table, [QueryTerm.Is(table.PersonField, QueryValue.Of(id))], query, ofDevice: false, cancellationToken)
                );
            }
        }

        var device = Newest(ofDevice);
        var seen = device.Select(t => t.Ref.Id).ToHashSet(StringComparer.Ordinal);
        return [.. device.Concat(Newest(ofPerson.Where(t => !seen.Contains(t.Ref.Id)))).OrderByDescending(t => t.CreatedAt)];

        IReadOnlyList<EarlierTicket> Newest(IEnumerable<EarlierTicket> tickets) => [.. tickets.OrderByDescending(t => t.CreatedAt).Take(query.Limit)];
    }

    private async Task<IEnumerable<EarlierTicket>> SearchAsync(
        TicketTable table,
        ImmutableArray<QueryTerm> anyOf,
        EarlierTicketsQuery query,
        bool ofDevice,
        CancellationToken cancellationToken
    )
    {
        var wanted = EncodedQuery.Where(anyOf).And(QueryTerm.AtLeast("sys_created_on", QueryValue.Of(query.Since))).NewestFirst("sys_created_on");
        // One more, since the ticket itself is among them.
        var limit = (query.Limit + 1) * (ofDevice ? RowsPerTicket : 1);
        var rows = await client.QueryAsync(table.Name, wanted, Fields, limit, cancellationToken);
        return from row in rows.Records
            let id = row.Id()
            let created = row.Moment("sys_created_on")
            where id is not null && created is not null
            let ticket = new TicketId(table.Name, id.Value)
            where ticket.ToString() != query.Excluding.Id
            select new EarlierTicket(
                query.Excluding with
                {
                    Id = ticket.ToString(),
                },
                row.Value("number") ?? ticket.ToString(),
                row.Value("short_description") ?? "",
                created.Value,
                row.Value("active") == "false",
                ofDevice,
                TicketAddress.Of(settings.Access.BaseUrl, ticket)
            );
    }

    /// <summary>Linked to one of the items, or named by serial or tag in the text.</summary>
    private static ImmutableArray<QueryTerm> OfDevice(TicketTable table, ImmutableArray<SysId> items, ImmutableArray<DeviceName> names)
    {
        if (names.IsDefaultOrEmpty)
        {
            return [];
        }

        var linked = items.IsEmpty ? [] : table.DeviceFields.Select(f => QueryTerm.OneOf(f, items.Select(QueryValue.Of)));
        var named = names
            .Where(n => n.Kind is IdentifierKind.Serial or IdentifierKind.AssetTag && n.Value.Trim().Length >= MinNameInText)
            .Select(n => QueryValue.Of(n.Value))
            .OfType<QueryValue>()
            .Distinct()
            .SelectMany(v => new[] { QueryTerm.Names("short_description", v), QueryTerm.Names("description", v) });
        return [.. linked, .. named];
    }
}
