using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

/// <summary>A full disk. A value older than the device's silence limit is no verdict, good or bad.</summary>
internal sealed class Storage : IFindingRule
{
    private const double Gb = 1_000_000_000;

    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (input.Device is not { } device || !device.IsManaged())
        {
            yield break;
        }

        if (device.StorageTotalBytes is not > 0 || device.StorageFreeBytes is null)
        {
            if (device.Type.IsComputer())
            {
                yield return new Finding("storage-unknown", Severity.Unknown, "Disk space is not known", Short: "Disk unknown");
            }

            yield break;
        }

        var limits = input.Thresholds;
        var total = (double)device.StorageTotalBytes;
        var free = (double)device.StorageFreeBytes / Gb;
        var used = 100 * (1 - (double)device.StorageFreeBytes / total);
        var origin = device.OriginOf(nameof(Device.StorageFreeBytes));
        var severity =
            used >= limits.StorageActPercent || free < limits.StorageActFreeGb ? Severity.Act
            : used >= limits.StorageWatchPercent || free < limits.StorageWatchFreeGb ? Severity.Watch
            : Severity.Ok;
        var percent = FindingRules.Number(Math.Floor(used), "0");
        if (input.IsStale(origin))
        {
            yield return new Finding(
                "storage-stale",
                Severity.Unknown,
                $"Disk was {percent} % full when last reported",
                origin,
                Short: "Disk unknown"
            );
            yield break;
        }

        if (severity == Severity.Ok)
        {
            yield break;
        }

        yield return new Finding(
            severity == Severity.Act ? "storage-full" : "storage-low",
            severity,
            $"Disk {percent} % full, {FindingRules.Number(free)} GB free",
            origin,
            "Free disk space: empty the recycle bin and downloads, move large files to the cloud",
            $"Disk {percent} %"
        );
    }
}
