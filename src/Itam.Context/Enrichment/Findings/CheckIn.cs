using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

/// <summary>How long the device has been silent. Things that never report (monitors, docks) are not silent.</summary>
internal sealed class CheckIn : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (input.Device is not { } device || !device.IsManaged() || !device.State.IsOperational())
        {
            yield break;
        }

        if (device.LastSeenAt is not { } seen)
        {
            yield return new Finding("check-in-unknown", Severity.Unknown, "No system has ever seen this device", Short: "Never seen");
            yield break;
        }

        var silent = (input.Now - seen).Days;
        var origin = device.OriginOf(nameof(Device.LastSeenAt)) is { } o ? o with { AsOf = seen } : null;
        if (silent > input.Thresholds.CheckInActDays)
        {
            yield return new Finding(
                "check-in-lost",
                Severity.Act,
                $"Silent for {silent} days",
                origin,
                "Ask whether the device is still in use, then let it check in",
                $"Silent {silent} d"
            );
        }
        else if (silent > input.Thresholds.CheckInWatchDays)
        {
            yield return new Finding("check-in-late", Severity.Watch, $"Silent for {silent} days", origin, Short: $"Silent {silent} d");
        }
    }
}
