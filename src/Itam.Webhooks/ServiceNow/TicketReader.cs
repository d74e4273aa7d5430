using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources.ServiceNow;

namespace Itam.Webhooks.ServiceNow;

/// <summary>
/// Reads a ticket with its person and devices in one call: references are followed by dot-walking, and what access rules hide simply does not come back.
/// </summary>
internal sealed class TicketReader(ServiceNowSettings settings, ServiceNowClient client, OwnWrites ownWrites)
{
    private static readonly ImmutableArray<string> Own =
    [
        "sys_id",
        "number",
        "short_description",
        "description",
        "active",
        "priority",
        "sys_created_on",
        "sys_updated_on",
        "sys_mod_count",
    ];

    private static readonly ImmutableArray<string> OfPerson = ["", ".name", ".email", ".user_name", ".employee_number", ".vip", ".time_zone"];

    private static readonly ImmutableArray<string> OfDevice =
    [
        "",
        ".name",
        ".serial_number",
        ".asset_tag",
        ".sys_class_name",
        ".asset.serial_number",
        ".asset.asset_tag",
    ];

    public async Task<Ticket> ReadAsync(TicketRef ticket, TicketId id, CancellationToken cancellationToken)
    {
        var record = await client.ReadAsync(id.Table, id.Record, FieldsOf(TicketTable.Of(id.Table)), cancellationToken);
        var version = record.Number("sys_mod_count");
        ownWrites.Read(id, version);
        return Describe(ticket, id, record) with { LastChangedByUs = ownWrites.MadeBy(id, version) };
    }

    /// <summary>What a ticket of the table is made of, with its person and devices.</summary>
    public static IEnumerable<string> FieldsOf(TicketTable table) =>
        Own.Concat(OfPerson.Select(f => table.PersonField + f)).Concat(table.DeviceFields.SelectMany(d => OfDevice.Select(f => d + f)));

    /// <param name="record">With <see cref="FieldsOf"/>.</param>
    public Ticket Describe(TicketRef ticket, TicketId id, ServiceNowRecord record)
    {
        var table = TicketTable.Of(id.Table);
        return new Ticket
        {
            Ref = ticket,
            Number = record.Value("number") ?? id.ToString(),
            Summary = record.Value("short_description") ?? "",
            Description = PlainText.Of(record.Value("description")),
            Requester = Person(record, table.PersonField),
            LinkedDevices = [.. table.DeviceFields.Select(f => Device(record, f)).OfType<LinkedDevice>().DistinctBy(d => d.Names[0])],
            Closed = record.Value("active") is { } active && active.Equals("false", StringComparison.OrdinalIgnoreCase),
            Priority = Priority(record),
            CreatedAt = Required(record, "sys_created_on"),
            UpdatedAt = Required(record, "sys_updated_on"),
            Url = TicketAddress.Of(settings.Access.BaseUrl, id),
        };
    }

    /// <summary>The values that instances come with: 1 Critical, 2 High, 3 Moderate, 4 Low, 5 Planning.</summary>
    private static TicketPriority? Priority(ServiceNowRecord record) =>
        record.Number("priority") switch
        {
            1 => TicketPriority.Critical,
            2 => TicketPriority.High,
            3 => TicketPriority.Normal,
            4 or 5 => TicketPriority.Low,
            _ => null,
        };

    private TicketPerson? Person(ServiceNowRecord record, string field)
    {
        if (record.Id(field) is not { } id)
        {
            return null;
        }

        var names = ImmutableArray.CreateBuilder<PersonName>();
        names.Add(new(IdentityKind.Account, id.Value, client.Connection));
        var email = record.Value($"{field}.email");
        Add(IdentityKind.Email, email);
        if (record.Value($"{field}.user_name") is { } user && !user.Equals(email, StringComparison.OrdinalIgnoreCase))
        {
            Add(IdentityKind.Upn, user);
        }

        Add(IdentityKind.EmployeeNumber, record.Value($"{field}.employee_number"));
        var zone = record.Value($"{field}.time_zone");
        return new TicketPerson(
            record.Value($"{field}.name") ?? record.Display(field) ?? "",
            names.ToImmutable(),
            zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : null,
            record.IsTrue($"{field}.vip")
        );

        void Add(IdentityKind kind, string? value)
        {
            if (value is not null)
            {
                names.Add(new(kind, value));
            }
        }
    }

    private LinkedDevice? Device(ServiceNowRecord record, string field)
    {
        if (record.Id(field) is not { } id)
        {
            return null;
        }

        var names = ImmutableArray.CreateBuilder<DeviceName>();
        names.Add(new(IdentifierKind.SourceId, id.Value, client.Connection));
        Add(IdentifierKind.Serial, record.Value($"{field}.serial_number") ?? record.Value($"{field}.asset.serial_number"));
        Add(IdentifierKind.AssetTag, record.Value($"{field}.asset_tag") ?? record.Value($"{field}.asset.asset_tag"));
        var name = record.Value($"{field}.name");
        Add(IdentifierKind.Hostname, IsMachine(record.Value($"{field}.sys_class_name")) && name?.Any(char.IsWhiteSpace) == false ? name : null);
        return new LinkedDevice(name ?? record.Display(field) ?? id.Value, names.ToImmutable());

        void Add(IdentifierKind kind, string? value)
        {
            if (value is not null)
            {
                names.Add(new(kind, value));
            }
        }
    }

    /// <summary>The field takes services and applications too; their names are not hostnames.</summary>
    private static bool IsMachine(string? configurationClass) =>
        configurationClass is not null
        && !configurationClass.Contains("service", StringComparison.Ordinal)
        && !configurationClass.Contains("appl", StringComparison.Ordinal);

    private DateTimeOffset Required(ServiceNowRecord record, string field) =>
        record.Moment(field)
        ?? throw new ConnectionException(
            ConnectionFailure.Reconnect,
            $"{client.Name} does not show {field} of the ticket. Give the account read access to it."
        );
}
