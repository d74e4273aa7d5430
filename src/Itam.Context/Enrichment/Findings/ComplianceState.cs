using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

/// <summary>What device management says of its own policies.</summary>
internal sealed class ComplianceState : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (input.Device is not { } device || !device.State.IsOperational())
        {
            yield break;
        }

        var origin = device.OriginOf(nameof(Device.Compliance));
        switch (device.Compliance)
        {
            case Compliance.NotEvaluated when input.IsGap(nameof(Device.Compliance)):
                yield return Unknown("compliance-unknown", "Compliance is not known", null);
                break;
            case Compliance.Error:
                yield return Unknown("compliance-unknown", "Device management could not check its policies", origin);
                break;
            case Compliance.Compliant when input.IsStale(origin):
                yield return Unknown("compliance-stale", "Compliant when last reported", origin);
                break;
            case Compliance.NonCompliant:
                yield return input.OrStale(
                    new Finding(
                        "not-compliant",
                        Severity.Act,
                        "Not compliant: access to company data may be blocked",
                        origin,
                        "Open the device in management, read which policy fails, then let it check in",
                        "Not compliant"
                    ),
                    "compliance-stale",
                    "Not compliant when last reported"
                );
                break;
            case Compliance.Grace:
                yield return input.OrStale(
                    new Finding(
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
                break;
        }
    }

    private static Finding Unknown(string code, string words, Origin? origin) =>
        new(code, Severity.Unknown, words, origin, Short: "Compliance unknown");
}
