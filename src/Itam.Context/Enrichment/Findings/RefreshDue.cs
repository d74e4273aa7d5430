using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

/// <summary>The company's own plan to replace the device.</summary>
internal sealed class RefreshDue : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (input.Device is not { RefreshDueOn: { } due } device || due.DayNumber - input.Today.DayNumber > input.Thresholds.RefreshWatchDays)
        {
            yield break;
        }

        yield return new Finding(
            "refresh-due",
            Severity.Watch,
            $"Refresh {(due < input.Today ? "was due" : "is due")} {ReportText.Until(due, input.Today)}",
            device.OriginOf(nameof(Device.RefreshDueOn)),
            "Replace rather than repair: the refresh is planned",
            "Refresh due"
        );
    }
}
