using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

/// <summary>The books say the device is gone or in the stockroom, yet it was seen this week.</summary>
internal sealed class RetiredButAlive : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (
            input.Device is not { State: LifecycleState.Retired or LifecycleState.Disposed or LifecycleState.InStock, LastSeenAt: { } seen } device
            || input.Now - seen > TimeSpan.FromDays(input.Thresholds.CheckInWatchDays)
        )
        {
            yield break;
        }

        yield return new Finding(
            "retired-but-alive",
            Severity.Watch,
            $"Registered as {CandidateRanker.Words(device.State)}, yet seen {ReportText.Ago(seen, input.Now)}",
            device.OriginOf(nameof(Device.State)),
            "Correct the register, or find out who uses it",
            "Retired, alive"
        );
    }
}
