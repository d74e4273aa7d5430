using Itam.Context.Storage;

namespace Itam.Context.Register;

/// <summary>What we keep of a ticket: who and which device it was about (the history of both), and the state of our one note on it.</summary>
public sealed class TicketRecord : ITenantOwned
{
    public string Tenant { get; set; } = "";
    public required string Connection { get; init; }

    /// <summary>The id the desk's API wants, not the number people read.</summary>
    public required string TicketId { get; init; }
    public required string Number { get; set; }
    public required string Summary { get; set; }
    public string? Url { get; set; }
    public Guid? RequesterId { get; set; }
    public Guid? DeviceId { get; set; }
    public double? Confidence { get; set; }

    /// <summary>What kind of fault the words name; null where they name none.</summary>
    public FaultClass? Fault { get; set; }
    public bool Closed { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset EnrichedAt { get; set; }

    /// <summary>Digest of what the ticket said when it was last looked at, see <see cref="Enrichment.TicketWording"/>; null before the first look.</summary>
    public string? Wording { get; set; }

    /// <summary>Known from reading the desk's past only, never described: the sweep and the product's own figures leave it out.</summary>
    public bool FromHistory { get; set; }

    /// <summary>The desk's id of our note, or null before the first write.</summary>
    public string? NoteId { get; set; }

    /// <summary><see cref="Enrichment.ContextReport.Fingerprint"/> of what the note says now.</summary>
    public string? NoteFingerprint { get; set; }
    public DateTimeOffset? NoteWrittenAt { get; set; }

    /// <summary>Milliseconds from the event that caused the latest note to its being written.</summary>
    public long? EnrichmentLagMs { get; set; }
}
