namespace Itam.Context.Enrichment.Findings;

/// <summary>A seat that the person holds and does not use. A seat without a known last use is not accused.</summary>
internal sealed class SeatUnused : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        foreach (var line in input.Licenses)
        {
            if (
                line is not { Entitled: true, Mentioned: false, LastUsedAt: { } used }
                || input.Now - used <= TimeSpan.FromDays(input.Thresholds.SeatUnusedDays)
            )
            {
                continue;
            }

            var product = ReportText.Clean(line.Product);
            yield return new Finding(
                "seat-unused",
                Severity.Watch,
                $"{product}: not used for {(input.Now - used).Days} days",
                Action: $"Ask whether the seat of {product} can go to somebody else",
                Short: "Seat unused"
            );
        }
    }
}
