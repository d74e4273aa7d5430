namespace Itam.Context.Enrichment.Findings;

/// <summary>More seats in use than owned. Said only where the ticket is about the product: an agent cannot act on the others.</summary>
internal sealed class LicenseOverDeployed : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        foreach (var line in input.Licenses.Where(l => l.Mentioned && l.Used > l.Owned))
        {
            yield return new Finding(
                "license-over-deployed",
                Severity.Watch,
                $"{ReportText.Clean(line.Product)}: {line.Used} seats in use, {line.Owned} owned",
                line.Origin,
                $"Tell license management before another seat of {ReportText.Clean(line.Product)} is assigned",
                "Over-deployed"
            );
        }
    }
}
