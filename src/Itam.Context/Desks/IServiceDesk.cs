using Itam.Context.Connections;
using Itam.Context.Enrichment;
using Itam.Context.Register;

namespace Itam.Context.Desks;

/// <summary>One connected service desk. Implementations live in Itam.Webhooks, one folder per vendor; every failure is a <see cref="ConnectionException"/>.</summary>
public interface IServiceDesk
{
    string Connection { get; }

    TenantId Tenant { get; }

    /// <summary>What people and pages call this desk: the product's own name.</summary>
    string Product { get; }

    /// <summary>Reads the ticket as it is now, with its requester and linked devices.</summary>
    Task<Ticket> ReadTicketAsync(TicketRef ticket, CancellationToken cancellationToken);

    /// <summary>Finds a ticket by the number that people use (HELP-7, INC0012345, INC-12, 12).</summary>
    Task<TicketRef> FindTicketAsync(string number, CancellationToken cancellationToken);

    /// <summary>The ticket that an address in the desk's own pages shows, without asking the desk; null for any other address.</summary>
    TicketRef? Recognise(Uri address);

    /// <summary>Newest first, at most <see cref="EarlierTicketsQuery.Limit"/> of the requester and as many of the device.</summary>
    Task<IReadOnlyList<EarlierTicket>> FindEarlierTicketsAsync(EarlierTicketsQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Writes our one internal note: edits it where the desk allows, creates it otherwise, never a second one and never in public (asserted on the answer).
    /// </summary>
    /// <param name="known">What we remember of an earlier write, or null. With null the desk is searched for our reference first, since a
    /// crash may have come between the write and our commit.</param>
    Task<NoteReceipt> WriteNoteAsync(TicketRef ticket, ContextReport report, NoteReceipt? known, CancellationToken cancellationToken);

    /// <summary>Links a device on the ticket in the desk's own field: appended, never replaced, and never over a human's choice.</summary>
    /// <returns>Linked, AlreadyLinked, or NotPossible with the reason (the desk does not know this device, the field is taken …).</returns>
    Task<LinkResult> LinkDeviceAsync(TicketRef ticket, LinkedDevice device, CancellationToken cancellationToken);

    /// <summary>Takes exactly one link of ours off the ticket and puts the right device in its place; whatever else is linked stays.</summary>
    /// <param name="wrong"><see cref="LinkResult.LinkedAs"/> of when we made it. That it is gone already is no failure.</param>
    /// <param name="right">Null: nothing takes its place.</param>
    /// <returns>Linked or AlreadyLinked; Removed when only the wrong one went, with the reason if there was a right one; NotPossible when nothing changed.</returns>
    Task<LinkResult> CorrectLinkAsync(TicketRef ticket, string wrong, LinkedDevice? right, CancellationToken cancellationToken);

    /// <summary>
    /// Raises a ticket for a person. A ticket that already carries <see cref="TicketDraft.Reference"/> is found and returned instead, since a crash
    /// may have come between the write and our commit.
    /// </summary>
    Task<RaisedTicket> RaiseTicketAsync(TicketDraft ticket, CancellationToken cancellationToken);

    /// <summary>Adds one internal comment, never in public (asserted on the answer), and only once per <see cref="TicketComment.Reference"/>.</summary>
    Task AddCommentAsync(TicketRef ticket, TicketComment comment, CancellationToken cancellationToken);

    /// <summary>Tickets changed at or after the moment, oldest first: the sweep that heals lost pushes.</summary>
    IAsyncEnumerable<ChangedTicket> ChangedSinceAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>
    /// A page of the tickets created at or after the moment, oldest first, with a bounded number of calls whatever the tickets are (never one per ticket). Every
    /// page ends further on than the one before, so that reading comes to an end.
    /// </summary>
    /// <param name="resumeFrom"><see cref="HistoryPage.ResumeFrom"/> of the page before, read with the same <paramref name="since"/>; null begins.</param>
    Task<HistoryPage> ReadHistoryAsync(DateTimeOffset since, string? resumeFrom, CancellationToken cancellationToken);

    /// <summary>Signs in and looks around, for <c>itam doctor</c>: one check per line, each with what to do when it failed.</summary>
    Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken);
}

/// <param name="NoteId">The desk's id of the note; for a journal that cannot be edited, the id of its latest entry.</param>
/// <param name="Fingerprint">What the note said, see <see cref="ContextReport.Fingerprint"/>.</param>
public sealed record NoteReceipt(string NoteId, string Fingerprint);

public sealed record ChangedTicket(TicketRef Ref, DateTimeOffset UpdatedAt);

public enum LinkStatus
{
    Linked,
    AlreadyLinked,
    NotPossible,
    Removed,
}

/// <param name="LinkedAs">With Linked: the desk's own id of the device, as <see cref="IdentifierKind.SourceId"/> in the links of a ticket.</param>
public sealed record LinkResult(LinkStatus Status, string? Reason = null, string? LinkedAs = null);
