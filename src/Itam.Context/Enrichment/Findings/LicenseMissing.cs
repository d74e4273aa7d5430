using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

/// <summary>The words ask for a product that the person does not hold, or holds and cannot use.</summary>
internal sealed class LicenseMissing : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input) =>
        input.Licenses.Where(l => l.Mentioned && l.Seat is not SeatState.Active && !(l is { Entitled: true, Seat: null })).Select(Of);

    private static Finding Of(LicenseLine line)
    {
        var product = ReportText.Clean(line.Product);
        return line.Seat switch
        {
            SeatState.Pending => new Finding(
                "license-pending",
                Severity.Watch,
                $"{product}: assigned, still being set up",
                line.Origin,
                $"Wait until {product} is set up, then let them sign in again",
                "License pending"
            ),
            SeatState.Failed => Off("could not be set up", $"Find out why {product} could not be set up, and assign it again"),
            SeatState.Disabled => Off("switched off", $"If approved, switch {product} on for them: a seat is assigned already"),
            SeatState.Suspended => Off("the subscription does not run", $"Tell license management that the subscription of {product} does not run"),
            _ => new Finding(
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
            ),
        };

        Finding Off(string why, string action) =>
            new("license-off", Severity.Watch, $"{product}: assigned, but {why}", line.Origin, action, "License off");
    }
}
