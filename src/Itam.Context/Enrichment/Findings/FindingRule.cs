using System.Globalization;
using Itam.Context.Enrichment.EndOfLife;
using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

/// <summary>What a rule may look at.</summary>
/// <param name="Device">Null when no device is known; rules about devices then say nothing.</param>
/// <param name="DeviceTickets">Creation times of earlier tickets of the device, within the repeat window.</param>
public sealed record FindingInput(
    Device? Device,
    Person? Requester,
    IReadOnlyList<DateTimeOffset> DeviceTickets,
    Thresholds Thresholds,
    EndOfLifeCalendar Calendar,
    DateTimeOffset Now
)
{
    /// <summary>Licenses that the words name or the person holds.</summary>
    public IReadOnlyList<LicenseLine> Licenses { get; init; } = [];

    /// <summary>What each source says of who holds the device.</summary>
    public IReadOnlyList<HolderClaim> Holders { get; init; } = [];

    /// <summary>Properties of <see cref="Register.Device"/> that some system reports of other devices of the same type.</summary>
    public IReadOnlySet<string> ReportedOfOthers { get; init; } = new HashSet<string>();

    /// <summary>The latest full walk of the endpoint protection, which knows no such device; null where it does, or was never walked.</summary>
    public Origin? Unprotected { get; init; }

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    /// <summary>Older than the time after which a silent device counts as lost. What a person locked does not age.</summary>
    public bool IsStale(Origin? origin) => origin is { Locked: false } && Now - origin.AsOf > TimeSpan.FromDays(Thresholds.CheckInActDays);

    /// <summary>A missing value is worth saying only where somebody reports it of others; what nobody measures is no gap of this device.</summary>
    internal bool IsGap(string property) => Device is { } device && device.State.IsOperational() && ReportedOfOthers.Contains(property);

    /// <summary>The verdict, or, where its value is stale, an Unknown that says what was reported last.</summary>
    internal Finding OrStale(Finding verdict, string code, string words) =>
        IsStale(verdict.Origin) ? new Finding(code, Severity.Unknown, words, verdict.Origin) : verdict;
}

/// <summary>One rule: looks at the facts and gives its verdict, or none when all is well.</summary>
public interface IFindingRule
{
    IEnumerable<Finding> Evaluate(FindingInput input);
}

/// <summary>Every rule, in the order in which findings of equal severity are shown.</summary>
public static class FindingRules
{
    public static IReadOnlyList<IFindingRule> All { get; } =
    [
        new LostOrStolen(),
        new ProtectionState(),
        new RequesterLeaving(),
        new Storage(),
        new RepeatedFault(),
        new RetiredButAlive(),
        new HolderMismatch(),
        new EncryptionOff(),
        new ComplianceState(),
        new NotManaged(),
        new OperatingSystemEndOfLife(),
        new CheckIn(),
        new WarrantyEnd(),
        new HardwareEndOfLife(),
        new RefreshDue(),
        new LeaseEnd(),
        new LoanOverdue(),
        new RestartOverdue(),
        new RequesterJoining(),
        new LicenseMissing(),
        new LicenseOverDeployed(),
        new LicenseRenewal(),
        new SeatUnused(),
    ];

    /// <summary>Worst first; equal ones in the order of <see cref="All"/>.</summary>
    public static IReadOnlyList<Finding> Evaluate(FindingInput input) =>
        [.. All.SelectMany(r => r.Evaluate(input)).OrderByDescending(f => f.Severity)];

    /// <summary>Types whose health is reported by agents or management; a missing value on them is a gap worth saying.</summary>
    internal static bool IsManaged(this Device device) =>
        device.Type is DeviceType.Laptop or DeviceType.Desktop or DeviceType.Server or DeviceType.Phone or DeviceType.Tablet or DeviceType.Virtual;

    internal static string Number(double value, string format = "0.#") => value.ToString(format, CultureInfo.InvariantCulture);
}
