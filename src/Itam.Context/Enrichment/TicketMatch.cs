using Itam.Context.Register;

namespace Itam.Context.Enrichment;

/// <summary>Whom and what a past ticket was about.</summary>
/// <param name="Requester">Null where nobody in the register carries any of the requester's names.</param>
/// <param name="Device">Only one of which we are reasonably sure (<see cref="Candidate.IsGiven"/>).</param>
public sealed record TicketMatch(Person? Requester, Candidate? Device);
