using System.Collections.Immutable;
using Itam.Context.Desks;
using Itam.Context.Register;

namespace Itam.Context.Enrichment;

/// <summary>The answer: who, which device and why, what is wrong, what was before, which licenses.</summary>
public sealed record AssetContext
{
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Null when the question was about a person or a device, not a ticket.</summary>
    public Ticket? Ticket { get; init; }

    /// <summary>Null where nobody in the register carries any of the requester's names.</summary>
    public Person? Requester { get; init; }

    /// <summary>Best first. Empty where no device is known.</summary>
    public required ImmutableArray<Candidate> Candidates { get; init; }

    /// <summary>About the first candidate and the requester; worst first.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }
    public required ContextHistory History { get; init; }
    public required ImmutableArray<LicenseLine> Licenses { get; init; }

    public Candidate? Device => Candidates.IsEmpty ? null : Candidates[0];
}

/// <summary>A device that may be meant, and why we think so.</summary>
/// <param name="Confidence">0 to 1; what is shown as "sure (0.97)".</param>
public sealed record Candidate(Device Device, double Confidence, ImmutableArray<Reason> Reasons)
{
    /// <summary>From here on the first candidate counts as the device that the ticket was given: it enters the device's history and is what
    /// <c>itam evaluate</c> judges. Below, candidates are only shown.</summary>
    public const double GivenFrom = 0.6;

    public bool IsGiven => Confidence >= GivenFrom;

    /// <summary>False for a device that a source knows and the register does not yet: it is shown, but nothing can refer to it.</summary>
    public bool InRegister { get; init; } = true;
}

/// <summary>One piece of evidence for a candidate, strongest first.</summary>
/// <param name="Words">For people: "serial in the text", "assigned to Dana".</param>
public sealed record Reason(ReasonKind Kind, string Words);

public enum ReasonKind
{
    LinkedOnTicket,
    SerialInText,
    AssetTagInText,
    HostnameInText,
    ModelInText,
    PlaceInText,
    PersonInText,
    LoanerInText,
    Assigned,
    RecentTicket,
    SeenRecently,
    Silent,
    OutOfUse,
    ChosenByAgent,
    EarlierFeedback,
    RuledOut,
    FoundLive,
}

/// <summary>A rule's verdict.</summary>
/// <param name="Code">Stable, e.g. "storage-full"; two reports with the same codes and severities mean the same.</param>
/// <param name="Words">One line: "Disk 97 % full, 6.1 GB free".</param>
/// <param name="Origin">Where the fact comes from and how old it is; null for what we counted ourselves.</param>
/// <param name="Action">What to do, as an imperative; null where nothing is to be done.</param>
/// <param name="Short">For a collapsed label: "Disk 97 %".</param>
public sealed record Finding(string Code, Severity Severity, string Words, Origin? Origin = null, string? Action = null, string? Short = null);

/// <summary>Earlier tickets of the same device (90 days) and person (latest 10).</summary>
public sealed record ContextHistory(ImmutableArray<EarlierTicket> OfDevice, ImmutableArray<EarlierTicket> OfRequester)
{
    public static readonly ContextHistory None = new([], []);

    /// <summary>The desk could not be searched in time: what is here is what the register remembers.</summary>
    public bool DeskUnread { get; init; }
}

/// <summary>A license that matters for this ticket.</summary>
/// <param name="Mentioned">Its name is in the words of the ticket.</param>
/// <param name="Free">Seats left, or null where the number owned is not known.</param>
public sealed record LicenseLine(string Product, bool Entitled, bool Mentioned, int? Free, Origin? Origin)
{
    /// <summary>Seats owned and seats assigned; null where not known or not counted.</summary>
    public int? Owned { get; init; }
    public int? Used { get; init; }
    public DateOnly? RenewsOn { get; init; }
    public Origin? RenewalOrigin { get; init; }

    /// <summary>Latest use by this person or on this device; null where the source does not say.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Of the seat that the person or device has; null where there is none.</summary>
    public SeatState? Seat { get; init; }
}
