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
        switch (device.Encryption)
        {
            case Encryption.Unknown when input.IsGap(nameof(Device.Encryption)):
                yield return new Finding("encryption-unknown", Severity.Unknown, "Disk encryption is not known", Short: "Encryption unknown");
                break;
            case Encryption.Full when input.IsStale(origin):
                yield return new Finding(
                    "encryption-stale",
                    Severity.Unknown,
                    "Disk was encrypted when last reported",
                    origin,
                    Short: "Encryption unknown"
                );
                break;
            case Encryption.None or Encryption.Partial:
                yield return input.OrStale(
                    new Finding(
                        "not-encrypted",
                        device.Type == DeviceType.Laptop ? Severity.Act : Severity.Watch,
                        device.Encryption == Encryption.None ? "Disk is not encrypted" : "Disk is only partly encrypted",
                        origin,
                        "Turn on disk encryption",
                        "Not encrypted"
                    ),
                    "encryption-stale",
                    "Disk was not fully encrypted when last reported"
                );
                break;
        }
    }
}
