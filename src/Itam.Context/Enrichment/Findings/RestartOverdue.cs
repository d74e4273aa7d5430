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

        // It may have been restarted since; that it is silent is said by CheckIn.
        if (days > input.Thresholds.RestartWatchDays && !input.IsStale(device.OriginOf(nameof(Device.LastBootAt))))
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
