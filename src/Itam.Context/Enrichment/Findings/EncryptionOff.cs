using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

internal sealed class EncryptionOff : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (input.Device is not { } device || device.Type is not (DeviceType.Laptop or DeviceType.Desktop or DeviceType.Tablet or DeviceType.Phone))
        {
            yield break;
        }

        var origin = device.OriginOf(nameof(Device.Encryption));
        if (device.Encryption is Encryption.None or Encryption.Partial)
        {
            var words = device.Encryption == Encryption.None ? "Disk is not encrypted" : "Disk is only partly encrypted";
            yield return input.OrStale(
                new Finding(
                    "not-encrypted",
                    device.Type == DeviceType.Laptop ? Severity.Act : Severity.Watch,
                    words,
                    origin,
                    "Turn on disk encryption",
                    "Not encrypted"
                ),
                "encryption-stale",
                "Disk was not fully encrypted when last reported"
            );
        }
    }
}
