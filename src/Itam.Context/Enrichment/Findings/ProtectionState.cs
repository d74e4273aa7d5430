using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

/// <summary>The endpoint protection (EDR) sensor. An isolated device is often the whole reason of a ticket about the network.</summary>
internal sealed class ProtectionState : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (input.Device is not { } device || !device.State.IsOperational())
        {
            yield break;
        }

        var origin = device.OriginOf(nameof(Device.Protection));
        if (VerdictOf(device, input.Unprotected) is { } verdict)
        {
            yield return input.OrStale(
                verdict,
                "protection-stale",
                $"When last reported: {char.ToLowerInvariant(verdict.Words[0])}{verdict.Words[1..]}"
            );
        }
        else if (device.Protection == Protection.Healthy && input.IsStale(origin))
        {
            yield return new Finding(
                "protection-stale",
                Severity.Unknown,
                "Endpoint protection was healthy when last reported",
                origin,
                Short: "Protection unknown"
            );
        }
        else if (device.Protection == Protection.Unknown && device.Type.IsComputer() && input.IsGap(nameof(Device.Protection)))
        {
            yield return new Finding("protection-unknown", Severity.Unknown, "Endpoint protection is not known", Short: "Protection unknown");
        }
    }

    /// <param name="unprotected">Where the protection itself was searched for the device, and when.</param>
    private static Finding? VerdictOf(Device device, Origin? unprotected)
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
            Protection.NotInstalled => Missing(origin),
            Protection.Unknown when unprotected is not null => Missing(unprotected),
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

    private static Finding Missing(Origin? origin) =>
        new("protection-missing", Severity.Act, "Endpoint protection is not installed", origin, "Install the endpoint protection", "No protection");
}
