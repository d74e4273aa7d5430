using Itam.Context.Register;

namespace Itam.Context.Enrichment.RepairOrReplace;

/// <summary>What the verdict is made from.</summary>
/// <param name="Fault">What the ticket complains about; null where it names no fault, or there is no ticket.</param>
/// <param name="EarlierFaults">Hardware faults of earlier tickets of the device within the repeat window.</param>
/// <param name="InStock">The stockroom could give another one.</param>
internal sealed record RepairCase(
    Device Device,
    FaultClass? Fault,
    IReadOnlyList<FaultClass> EarlierFaults,
    bool InStock,
    Thresholds Thresholds,
    DateOnly Today
);
