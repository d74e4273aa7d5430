using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

/// <summary>The endpoint protection (EDR) sensor. An isolated device is often the whole reason of a ticket about the network.</summary>
internal sealed class ProtectionState : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (input.Device is not { } device || !device.State.IsOperational() || VerdictOf(device) is not { } verdict)
        {
            yield break;
        }

        yield return input.OrStale(verdict, "protection-stale", $"When last reported: {char.ToLowerInvariant(verdict.Words[0])}{verdict.Words[1..]}");
    }

    private static Finding? VerdictOf(Device device)
    {
        var origin = device.OriginOf(nameof(Device.Protection));
        return device.Protection switch
        {
            Protection.Contained => new Finding(
                "protection-contained",
                Severity.Act,
                "Security has isolated this device from the network",
                origin,
                "Ask security before anything else: the device is isolated on purpose",
                "Isolated"
            ),
            Protection.NotInstalled => new Finding(
                "protection-missing",
                Severity.Act,
                "Endpoint protection is not installed",
                origin,
                "Install the endpoint protection",
                "No protection"
            ),
            Protection.Degraded => new Finding(
                "protection-degraded",
                Severity.Watch,
                "Endpoint protection runs with reduced function",
                origin,
                "Update or repair the endpoint protection",
                "Protection reduced"
            ),
            Protection.Stale => new Finding(
                "protection-silent",
                Severity.Watch,
                "Endpoint protection does not report any more",
                origin,
                "Check that the endpoint protection runs and reaches its service",
                "Protection silent"
            ),
            _ => null,
        };
    }
}
