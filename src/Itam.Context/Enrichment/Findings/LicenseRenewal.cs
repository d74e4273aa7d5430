namespace Itam.Context.Enrichment.Findings;

/// <summary>The product the ticket is about is up for renewal, or its renewal date has passed.</summary>
internal sealed class LicenseRenewal : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        foreach (var line in input.Licenses)
        {
            if (
                line is not { Mentioned: true, RenewsOn: { } renews }
                || renews.DayNumber - input.Today.DayNumber > input.Thresholds.LicenseRenewalWatchDays
            )
            {
                continue;
            }

            yield return new Finding(
                "license-renewal",
                Severity.Watch,
                $"{ReportText.Clean(line.Product)}: renewal {(renews < input.Today ? "was due" : "is due")} {ReportText.Until(renews, input.Today)}",
                line.RenewalOrigin,
                renews < input.Today ? $"Check that {ReportText.Clean(line.Product)} was renewed" : null,
                "Renewal due"
            );
        }
    }
}
