using Itam.Context.Register;
using Itam.Context.Storage;

namespace Itam.Context.Lifecycle.Reports;

/// <summary>What a person reported, the ticket it became, and of a loss what the device was before. Its log are the <see cref="CaseStep"/>s of its id.</summary>
public sealed class DeviceReport : ITenantOwned
{
    public string Tenant { get; set; } = "";
    public required Guid Id { get; init; }

    /// <summary>Of the ticket and of the cards that tell it.</summary>
    public required string Reference { get; init; }
    public required ReportKind Kind { get; init; }
    public required Guid PersonId { get; init; }

    /// <summary>Null: about none of the person's devices.</summary>
    public Guid? DeviceId { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The press that made it; null once the channel delivers it no more.</summary>
    public string? PressKey { get; set; }

    /// <summary>Null until the desk has it, as are its id, number and address.</summary>
    public string? TicketConnection { get; set; }
    public string? TicketId { get; set; }
    public string? TicketNumber { get; set; }
    public string? TicketUrl { get; set; }

    public bool IsLoss => Kind is ReportKind.Lost or ReportKind.Stolen;

    /// <summary>What a loss took the place of, and where that came from.</summary>
    public LifecycleState StateBefore { get; set; }
    public string? SourceStateBefore { get; set; }
    public Dictionary<string, Origin> OriginsBefore { get; set; } = [];

    /// <summary>A lost or stolen device is there again since then; null while it is not.</summary>
    public DateTimeOffset? FoundAt { get; set; }
    public Guid? FoundById { get; set; }
}
