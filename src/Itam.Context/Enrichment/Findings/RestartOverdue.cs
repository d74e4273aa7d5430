using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

internal sealed class RestartOverdue : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (input.Device is not { LastBootAt: { } boot } device || !device.Type.IsComputer() || device.Type == DeviceType.Server)
        {
            yield break;
        }

        var days = (input.Now - boot).Days;
        if (days > input.Thresholds.RestartWatchDays)
        {
            yield return new Finding(
                "restart-overdue",
                Severity.Watch,
                $"Not restarted for {days} days",
                device.OriginOf(nameof(Device.LastBootAt)),
                "Restart the device",
                $"No restart {days} d"
            );
        }
    }
}
