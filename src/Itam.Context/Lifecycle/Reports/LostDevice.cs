using Itam.Context.Register;

namespace Itam.Context.Lifecycle.Reports;

/// <summary>What a reported loss does to a device, and how it is undone.</summary>
public static class LostDevice
{
    /// <summary>Named as the origin of a state that somebody reported.</summary>
    public const string Source = "report by the holder";

    /// <summary>Somebody reported it here; what only a source says is the source's to take back.</summary>
    public static bool IsReported(Device device) =>
        device.State is LifecycleState.Lost or LifecycleState.Stolen && device.OriginOf(nameof(Device.State)) is { Locked: true, Source: Source };

    /// <summary>Locked, so that no system that has not heard of it takes it back.</summary>
    /// <param name="earlier">Of a device that is reported lost and turns out to be stolen: what it was before all that.</param>
    /// <returns>False: it is so already.</returns>
    internal static bool Mark(Device device, DeviceReport report, DeviceReport? earlier)
    {
        var state = report.Kind == ReportKind.Stolen ? LifecycleState.Stolen : LifecycleState.Lost;
        if (device.State == state)
        {
            return false;
        }

        report.StateBefore = earlier?.StateBefore ?? device.State;
        report.SourceStateBefore = earlier is null ? device.SourceState : earlier.SourceStateBefore;
        report.OriginsBefore =
            earlier?.OriginsBefore
            ?? (device.OriginOf(nameof(Device.State)) is { } origin ? new() { [nameof(Device.State)] = origin } : new Dictionary<string, Origin>());
        device.State = state;
        device.SourceState = null;
        device.Origins = new Dictionary<string, Origin>(device.Origins)
        {
            [nameof(Device.State)] = new(Source, report.At, Locked: true, UntilConfirmed: true),
        };
        return true;
    }

    /// <param name="report">Null: of a loss that was reported before reports were kept.</param>
    internal static void Restore(Device device, DeviceReport? report, DateTimeOffset now)
    {
        device.State = report?.StateBefore ?? LifecycleState.InUse;
        device.SourceState = report?.SourceStateBefore;
        var origins = new Dictionary<string, Origin>(device.Origins);
        if (report is null)
        {
            origins[nameof(Device.State)] = new Origin(Source, now);
        }
        else if (report.OriginsBefore.TryGetValue(nameof(Device.State), out var before))
        {
            origins[nameof(Device.State)] = before;
        }
        else
        {
            origins.Remove(nameof(Device.State));
        }

        device.Origins = origins;
    }
}
