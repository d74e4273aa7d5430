using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

/// <summary>A loaner that should be back.</summary>
internal sealed class LoanOverdue : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (input.Device is not { LoanDueOn: { } due } device || due >= input.Today || !device.State.IsOperational())
        {
            yield break;
        }

        yield return new Finding(
            "loan-overdue",
            Severity.Watch,
            $"This loaner was due back {ReportText.Until(due, input.Today)}",
            device.OriginOf(nameof(Device.LoanDueOn)),
            "Ask for the loaner back, or extend the loan",
            "Loan overdue"
        );
    }
}
