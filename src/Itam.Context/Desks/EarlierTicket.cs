using System.Collections.Immutable;

namespace Itam.Context.Desks;

/// <summary>Asks a desk for history. Either side may be null: then only the other is searched.</summary>
public sealed record EarlierTicketsQuery(
    TicketRef Excluding,
    TicketPerson? Requester,
    ImmutableArray<DeviceName> Device,
    DateTimeOffset Since,
    int Limit = 10
);

/// <summary>A line of history.</summary>
/// <param name="OfDevice">Found by the device (linked or named), otherwise by the requester.</param>
public sealed record EarlierTicket(
    TicketRef Ref,
    string Number,
    string Summary,
    DateTimeOffset CreatedAt,
    bool Closed,
    bool OfDevice,
    Uri? Url = null
);
