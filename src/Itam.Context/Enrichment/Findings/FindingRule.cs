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
    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);
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
        new Storage(),
        new RepeatedFault(),
        new RetiredButAlive(),
        new EncryptionOff(),
        new OperatingSystemEndOfLife(),
        new CheckIn(),
        new WarrantyEnd(),
        new HardwareEndOfLife(),
        new RefreshDue(),
        new LeaseEnd(),
        new RestartOverdue(),
    ];

    /// <summary>Worst first; equal ones in the order of <see cref="All"/>.</summary>
    public static IReadOnlyList<Finding> Evaluate(FindingInput input) =>
        [.. All.SelectMany(r => r.Evaluate(input)).OrderByDescending(f => f.Severity)];

    /// <summary>Types whose health is reported by agents or management; a missing value on them is a gap worth saying.</summary>
    internal static bool IsManaged(this Device device) =>
        device.Type is DeviceType.Laptop or DeviceType.Desktop or DeviceType.Server or DeviceType.Phone or DeviceType.Tablet or DeviceType.Virtual;

    internal static string Number(double value, string format = "0.#") => value.ToString(format, CultureInfo.InvariantCulture);
}
