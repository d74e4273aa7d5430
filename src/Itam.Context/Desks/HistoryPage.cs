using System.Collections.Immutable;

namespace Itam.Context.Desks;

/// <summary>A part of a desk's past tickets, oldest first, closed ones included.</summary>
/// <param name="Tickets">With linked devices where the desk's list has them; <see cref="Ticket.LastChangedByUs"/> is not told.</param>
/// <param name="ResumeFrom">Continues after this page, in the desk's own words; null on the last page.</param>
/// <param name="Unreadable">Entries of the list that lack what a ticket needs, e.g. when it was created.</param>
public sealed record HistoryPage(ImmutableArray<Ticket> Tickets, string? ResumeFrom, int Unreadable = 0);
