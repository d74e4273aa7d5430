using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

/// <summary>What device management says of its own policies.</summary>
internal sealed class ComplianceState : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (input.Device is not { Compliance: Compliance.NonCompliant or Compliance.Grace } device || !device.State.IsOperational())
        {
            yield break;
        }

        var origin = device.OriginOf(nameof(Device.Compliance));
        yield return input.OrStale(
            device.Compliance == Compliance.NonCompliant
                ? new Finding(
                    "not-compliant",
                    Severity.Act,
                    "Not compliant: access to company data may be blocked",
                    origin,
                    "Open the device in management, read which policy fails, then let it check in",
                    "Not compliant"
                )
                : new Finding(
                    "compliance-grace",
                    Severity.Watch,
                    "Not compliant, still in its grace period",
                    origin,
                    "Mend the failing policy before access is blocked",
                    "Grace period"
                ),
            "compliance-stale",
            "Not compliant when last reported"
        );
    }
}
