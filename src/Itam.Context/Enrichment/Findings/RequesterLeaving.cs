using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

/// <summary>The requester leaves soon, or has left already.</summary>
internal sealed class RequesterLeaving : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (input.Requester is not { LeavesOn: { } leaves } person || leaves.DayNumber - input.Today.DayNumber > input.Thresholds.LeaverWatchDays)
        {
            yield break;
        }

        var origin = person.Origins.GetValueOrDefault(nameof(Person.LeavesOn));
        var name = CandidateRanker.FirstName(person);
        yield return leaves < input.Today
            ? new Finding(
                "requester-left",
                Severity.Act,
                $"{name} left the company on {ReportText.Day(leaves)}",
                origin,
                "Ask HR before you grant access or hand out anything, and arrange the return of what is still out",
                "Has left"
            )
            : new Finding(
                "requester-leaving",
                Severity.Watch,
                $"{name} leaves {ReportText.Until(leaves, input.Today)}, on {ReportText.Day(leaves)}",
                origin,
                "Lend rather than hand out new equipment, and agree on the return now",
                "Leaves soon"
            );
    }
}
