using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

/// <summary>A source said in so many words that nobody manages the device. A private device is its owner's.</summary>
internal sealed class NotManaged : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (
            input.Device is not { Managed: false, Ownership: not Ownership.Personal } device
            || device.Type is not (DeviceType.Laptop or DeviceType.Desktop or DeviceType.Phone or DeviceType.Tablet)
            || !device.State.IsOperational()
        )
        {
            yield break;
        }

        yield return input.OrStale(
            new Finding(
                "not-managed",
                Severity.Watch,
                "Not enrolled in device management",
                device.OriginOf(nameof(Device.Managed)),
                "Enrol the device in management",
                "Not managed"
            ),
            "managed-stale",
            "Not enrolled in device management when last reported"
        );
    }
}
