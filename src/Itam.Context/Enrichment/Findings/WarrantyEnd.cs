using Itam.Context.Enrichment.WarrantyClaims;
using Itam.Context.Matching;
using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

/// <summary>Whether the warranty still pays. "None found", "not checked" and "failed" are three different answers. An ended warranty is something to
/// know, not something to act on: it is Watch, so that it never hides what is broken now.</summary>
internal sealed class WarrantyEnd : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (input.Device is not { } device || !device.IsManaged() || device.Type == DeviceType.Virtual)
        {
            yield break;
        }

        if (WarrantyChoice.Of(device.Warranties) is not { } covers)
        {
            yield return device.Warranties.MaxBy(w => w.CheckedAt) switch
            {
                { Lookup: WarrantyLookup.Failed } failed => new Finding(
                    "warranty-failed",
                    Severity.Unknown,
                    "Warranty could not be looked up",
                    new Origin(failed.Source, failed.CheckedAt)
                ),
                { Lookup: WarrantyLookup.NoneFound } none => new Finding(
                    "warranty-none",
                    Severity.Unknown,
                    "The vendor knows no warranty for this serial",
                    new Origin(none.Source, none.CheckedAt)
                ),
                _ => new Finding("warranty-unchecked", Severity.Unknown, "Warranty has not been looked up"),
            };
            yield break;
        }

        var ends = covers.EndsOn!.Value;
        var days = ends.DayNumber - input.Today.DayNumber;
        var origin = new Origin(covers.Source, covers.CheckedAt);
        var level = covers.Level is { } text ? $"{ReportText.Clean(text)}, {ReportText.Day(ends)}" : ReportText.Day(ends);
        if (days < 0)
        {
            yield return new Finding(
                "warranty-ended",
                Severity.Watch,
                $"Warranty ended {ReportText.Until(ends, input.Today)} ({level})",
                origin,
                Short: "Warranty ended"
            );
        }
        else if (days <= input.Thresholds.WarrantyClaimDays)
        {
            yield return new Finding(
                "warranty-ending",
                Severity.Watch,
                $"Warranty ends {ReportText.Until(ends, input.Today)} ({level})",
                origin,
                $"If the hardware is at fault, claim{ClaimAddresses.WordsOf(device.Manufacturer)} before {ReportText.Day(ends)}",
                $"Warranty {days} d"
            );
        }
        else if (days <= input.Thresholds.WarrantyWatchDays)
        {
            yield return new Finding(
                "warranty-soon",
                Severity.Watch,
                $"Warranty ends {ReportText.Until(ends, input.Today)} ({level})",
                origin,
                Short: $"Warranty {days} d"
            );
        }
    }
}
