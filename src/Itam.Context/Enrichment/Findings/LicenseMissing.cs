namespace Itam.Context.Enrichment.Findings;

/// <summary>The words ask for a product that the person does not hold.</summary>
internal sealed class LicenseMissing : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        foreach (var line in input.Licenses.Where(l => l is { Mentioned: true, Entitled: false }))
        {
            var product = ReportText.Clean(line.Product);
            yield return new Finding(
                "license-missing",
                Severity.Watch,
                $"{product}: asked for in the text, not entitled",
                line.Origin,
                line.Free switch
                {
                    null => $"Find out whether a seat of {product} can be assigned",
                    0 => $"No seat of {product} is free: free one, or order it with the manager's approval",
                    1 => $"If approved, assign the last free seat of {product}",
                    { } free => $"If approved, assign a seat of {product} ({free} free)",
                },
                "License missing"
            );
        }
    }
}
