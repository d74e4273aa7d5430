using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Itam.Context.Lifecycle.Catalogue;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>The state of one request, as <see cref="EquipmentRules"/> moves it.</summary>
public sealed record EquipmentRequest
{
    public required Guid Id { get; init; }
    public required Guid RequesterId { get; init; }

    /// <summary>As it was when asked for: a later catalogue changes no running request.</summary>
    public required CatalogueItem Item { get; init; }
    public required string Reason { get; init; }
    public DateOnly? NeededBy { get; init; }
    public required DateOnly PromisedOn { get; init; }
    public int? LoanDays { get; init; }
    public required ApprovalRoute Route { get; init; }

    public EquipmentState State { get; init; } = EquipmentState.AwaitingApproval;
    public int Version { get; init; } = 1;

    /// <summary>Since when it waits for those it waits for.</summary>
    public required DateTimeOffset WaitsSince { get; init; }

    /// <summary>Who may decide now; the first word counts.</summary>
    public ImmutableArray<Guid> Deciders { get; init; } = [];

    /// <summary>Everybody who was ever asked to decide.</summary>
    public ImmutableArray<Guid> Asked { get; init; } = [];

    /// <summary>One or two; the last one may be a refusal.</summary>
    public ImmutableArray<Happening> Decisions { get; init; } = [];

    /// <summary>The latest step that changed the state.</summary>
    public required Happening Last { get; init; }

    /// <summary>Grows whenever timers start anew, so that older ones find themselves out of date.</summary>
    public int Round { get; init; } = 1;

    /// <summary>Set aside or given out. Kept in a column of its own, where the database guards that no two requests hold one device.</summary>
    [JsonIgnore]
    public Guid? DeviceId { get; init; }
    public Tracking? Tracking { get; init; }
    public string? Condition { get; init; }
    public string? Accessories { get; init; }
    public DateOnly? LoanDueOn { get; init; }
}

/// <summary>Who decides.</summary>
/// <param name="First">The manager, or who stands in; null only where the policy approves.</param>
/// <param name="Second">Null: one decision is enough.</param>
public sealed record ApprovalRoute(PolicyResult Policy, Guid? First, Guid? Second);

/// <param name="By">Null: the product itself.</param>
public sealed record Happening(EquipmentStep What, Guid? By, DateTimeOffset At);

/// <summary>What follows from a granted command, beside the new state.</summary>
public abstract record EquipmentEffect
{
    private EquipmentEffect() { }

    /// <param name="PersonId">Null: everybody in the stockroom.</param>
    public sealed record Notify(CaseNoticeKind Kind, Guid? PersonId) : EquipmentEffect;

    public sealed record StartTimer(EquipmentTimer Timer, TimeSpan After) : EquipmentEffect;

    /// <summary>At 9 in the morning of that day where the requester is.</summary>
    public sealed record StartTimerOn(EquipmentTimer Timer, DateOnly Day) : EquipmentEffect;

    /// <summary>In stock → reserved.</summary>
    public sealed record Hold(Guid DeviceId) : EquipmentEffect;

    /// <summary>Reserved → in stock; nobody ever had it.</summary>
    public sealed record Free(Guid DeviceId) : EquipmentEffect;

    /// <summary>Reserved → in use by the requester, with a custody event.</summary>
    public sealed record TakeOver(Guid DeviceId) : EquipmentEffect;

    /// <summary>In use → in stock, with a custody event.</summary>
    public sealed record TakeBack(Guid DeviceId, string? Condition) : EquipmentEffect;

    /// <summary>The borrower keeps it until another day.</summary>
    public sealed record MoveLoan(Guid DeviceId) : EquipmentEffect;
}

public enum EquipmentTimer
{
    Remind,
    Escalate,

    /// <summary>Looks whether something has come into stock.</summary>
    Restock,
    ConfirmReminder,
    LoanDueSoon,
    LoanOverdue,
}

/// <summary>How long people may take. Each number can be set, see docs/equipment.md.</summary>
public sealed record EquipmentPace
{
    public TimeSpan FirstReminder { get; init; } = TimeSpan.FromHours(24);
    public TimeSpan SecondReminder { get; init; } = TimeSpan.FromHours(48);
    public TimeSpan Escalation { get; init; } = TimeSpan.FromHours(72);
    public TimeSpan ConfirmReminder { get; init; } = TimeSpan.FromHours(48);
    public TimeSpan Restock { get; init; } = TimeSpan.FromHours(1);
    public TimeSpan OverdueReminder { get; init; } = TimeSpan.FromDays(3);
}

/// <summary>The answer of <see cref="EquipmentRules"/> to a command.</summary>
public abstract record EquipmentVerdict
{
    private EquipmentVerdict() { }

    public sealed record Granted(EquipmentRequest Next, EquipmentStep Step, string? Comment, ImmutableArray<EquipmentEffect> Effects)
        : EquipmentVerdict
    {
        /// <summary>Who is asked to decide by this step.</summary>
        public Guid? To { get; init; }
    }

    public sealed record TooLate(Happening Because) : EquipmentVerdict;

    public sealed record NotAllowed(NotAllowedReason Reason) : EquipmentVerdict;

    public sealed record Invalid(string Field, InvalidReason Reason, string Problem) : EquipmentVerdict;
}
