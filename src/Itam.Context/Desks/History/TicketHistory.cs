using Itam.Context.Storage;

namespace Itam.Context.Desks.History;

/// <summary>How far a desk's past tickets have been read into the register.</summary>
public sealed class TicketHistory : ITenantOwned
{
    public string Tenant { get; set; } = "";
    public required string Connection { get; init; }

    /// <summary>How many days back this run reaches. A longer setting starts a new one.</summary>
    public int Days { get; set; }

    /// <summary>The same for every page of a run: what the desk's list contains must not move while it is paged.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>Tickets created after this moment are not past: their webhooks and the sweep bring them.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Where the next page starts, in the desk's own words.</summary>
    public string? ResumeFrom { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Tickets read in this run; of these, how many were not known, were given a device, or could not be read.</summary>
    public int Read { get; set; }
    public int New { get; set; }
    public int WithDevice { get; set; }
    public int Failed { get; set; }
}
