using System.Collections.Immutable;
using Itam.Context.Register;

namespace Itam.Context.Desks;

/// <summary>A ticket in words that all desks share, as read from the desk itself (never from a webhook's body).</summary>
public sealed record Ticket
{
    public required TicketRef Ref { get; init; }

    /// <summary>What people call it: HELP-7, INC0012345, INC-12.</summary>
    public required string Number { get; init; }
    public required string Summary { get; init; }

    /// <summary>Plain text, markup removed; at most 32,000 characters.</summary>
    public string Description { get; init; } = "";

    /// <summary>Who has the problem (requested for, else requester); null where the desk names nobody.</summary>
    public TicketPerson? Requester { get; init; }
    public ImmutableArray<LinkedDevice> LinkedDevices { get; init; } = [];
    public bool Closed { get; init; }

    /// <summary>Null where the desk has none, or one of its own that fits none of ours.</summary>
    public TicketPriority? Priority { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>For people; null where the desk's address is not known.</summary>
    public Uri? Url { get; init; }

    /// <summary>True when the latest change was our own write. A person may still have changed something shortly before it.</summary>
    public bool LastChangedByUs { get; init; }
}

/// <summary>A person as a desk knows them. E-mail may be hidden; then the account id is the only name there is.</summary>
public sealed record TicketPerson(string DisplayName, ImmutableArray<PersonName> Names, string? TimeZone = null, bool Vip = false)
{
    public string? Email => Names.FirstOrDefault(n => n.Kind == IdentityKind.Email)?.Value;
}

/// <summary>One identity of a person, as it came (not yet normalised). <paramref name="Scope"/> is the connection for <see cref="IdentityKind.Account"/>.</summary>
public sealed record PersonName(IdentityKind Kind, string Value, string Scope = "");

/// <summary>A device that somebody linked on the ticket, as the desk names it.</summary>
/// <param name="Label">What the desk shows.</param>
/// <param name="Names">Identifiers as they came; <see cref="DeviceName.Scope"/> is the connection for <see cref="IdentifierKind.SourceId"/>.</param>
public sealed record LinkedDevice(string Label, ImmutableArray<DeviceName> Names);

/// <summary>One identifier of a device, as it came (not yet normalised).</summary>
public sealed record DeviceName(IdentifierKind Kind, string Value, string Scope = "");
