using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

/// <summary>Security support of the installed operating system.</summary>
internal sealed class OperatingSystemEndOfLife : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (input.Device is not { } device || input.Calendar.OfOperatingSystem(device.OsName, device.OsVersion) is not { } support)
        {
            yield break;
        }

        var origin = device.OriginOf(nameof(Device.OsVersion)) ?? device.OriginOf(nameof(Device.OsName));
        if (support.Ended || support.Ends < input.Today)
        {
            var since = support.Ends is { } day ? $" since {ReportText.Day(day)}" : "";
            yield return input.OrStale(
                new Finding(
                    "os-ended",
                    Severity.Act,
                    $"{support.Label} has no security updates{since}",
                    origin,
                    "Upgrade the operating system",
                    "OS unsupported"
                ),
                "os-stale",
                $"The operating system was {support.Label} when last reported, which has no security updates{since}"
            );
        }
        else if (support.Ends is { } ends && ends.DayNumber - input.Today.DayNumber <= input.Thresholds.EndOfLifeWatchDays && !input.IsStale(origin))
        {
            yield return new Finding(
                "os-ending",
                Severity.Watch,
                $"{support.Label} gets security updates until {ReportText.Day(ends)}",
                origin,
                Short: "OS ends soon"
            );
        }
    }
}
