using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

internal sealed class LeaseEnd : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (input.Device is not { LeaseEndsOn: { } ends } device || ends.DayNumber - input.Today.DayNumber > input.Thresholds.LeaseWatchDays)
        {
            yield break;
        }

        yield return new Finding(
            "lease-ending",
            Severity.Watch,
            $"Lease {(ends < input.Today ? "ended" : "ends")} {ReportText.Until(ends, input.Today)}",
            device.OriginOf(nameof(Device.LeaseEndsOn)),
            Short: "Lease ends"
        );
    }
}
