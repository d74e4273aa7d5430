using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

/// <summary>The vendor's end of support for the model; the device's own date, where one is set, wins over the shipped calendar.</summary>
internal sealed class HardwareEndOfLife : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (input.Device is not { } device)
        {
            yield break;
        }

        var listed = input.Calendar.OfModel(device.Model);
        if ((device.EndOfLifeOn ?? listed?.Ends) is not { } ends)
        {
            if (listed is { Ended: true })
            {
                yield return new Finding("model-ended", Severity.Watch, "The vendor supports this model no more", Short: "Model ended");
            }

            yield break;
        }

        var origin = device.OriginOf(nameof(Device.EndOfLifeOn));
        if (ends < input.Today)
        {
            yield return new Finding(
                "model-ended",
                Severity.Watch,
                $"The vendor supports this model no more (since {ReportText.Day(ends)})",
                origin,
                Short: "Model ended"
            );
        }
        else if (ends.DayNumber - input.Today.DayNumber <= input.Thresholds.EndOfLifeWatchDays)
        {
            yield return new Finding(
                "model-ending",
                Severity.Watch,
                $"The vendor supports this model until {ReportText.Day(ends)}",
                origin,
                Short: "Model ends soon"
            );
        }
    }
}
