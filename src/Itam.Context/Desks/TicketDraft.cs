using System.Collections.Immutable;

namespace Itam.Context.Desks;

/// <summary>A ticket that we raise for a person, in words that all desks share.</summary>
public sealed record TicketDraft
{
    /// <summary>Our own name for it, <c>[a-z0-9-]{1,60}</c>: unique, stable over retries, kept on the ticket so that it is found again.</summary>
    public required string Reference { get; init; }
    public required TicketKind Kind { get; init; }
    public TicketPriority Priority { get; init; } = TicketPriority.Normal;
    public required string Summary { get; init; }

    /// <summary>Plain text; the desk's folder turns it into the desk's own format.</summary>
    public required string Description { get; init; }
    public required TicketPerson Requester { get; init; }

    /// <summary>Linked in the desk's own field where it knows them; what cannot be linked never stops the ticket.</summary>
    public ImmutableArray<LinkedDevice> Devices { get; init; } = [];
}

/// <summary>ITIL's two kinds of ticket that a person raises.</summary>
public enum TicketKind
{
    Incident,
    ServiceRequest,
}

public enum TicketPriority
{
    Low,
    Normal,
    High,
    Critical,
}

/// <param name="Number">What people call it: HELP-7, INC0012345, INC-12.</param>
/// <param name="Url">For people; null where the desk's address is not known.</param>
public sealed record RaisedTicket(TicketRef Ref, string Number, Uri? Url);

/// <summary>What the people who work the ticket should know, e.g. a step of an equipment request.</summary>
/// <param name="Reference">Our own name for it, as of <see cref="TicketDraft.Reference"/>.</param>
/// <param name="Text">Plain text.</param>
public sealed record TicketComment(string Reference, string Text);
