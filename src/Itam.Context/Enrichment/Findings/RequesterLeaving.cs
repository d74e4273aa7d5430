using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

/// <summary>The requester leaves soon, or has left already: by their last day, or because their account is closed.</summary>
internal sealed class RequesterLeaving : IFindingRule
{
    private const string AskHr = "Ask HR before you grant access or hand out anything, and arrange the return of what is still out";

    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (input.Requester is { } gone && IsClosed(gone, input.Today))
        {
            yield return new Finding(
                "requester-left",
                Severity.Act,
                $"{CandidateRanker.FirstName(gone)}'s account is closed",
                gone.Origins.GetValueOrDefault(nameof(Person.Active)),
                AskHr,
                "Account closed"
            );
            yield break;
        }

        if (input.Requester is not { LeavesOn: { } leaves } person || leaves.DayNumber - input.Today.DayNumber > input.Thresholds.LeaverWatchDays)
        {
            yield break;
        }

        var origin = person.Origins.GetValueOrDefault(nameof(Person.LeavesOn));
        var name = CandidateRanker.FirstName(person);
        yield return leaves < input.Today
            ? new Finding("requester-left", Severity.Act, $"{name} left the company on {ReportText.Day(leaves)}", origin, AskHr, "Has left")
            : new Finding(
                "requester-leaving",
                Severity.Watch,
                $"{name} leaves {ReportText.Until(leaves, input.Today)}, on {ReportText.Day(leaves)}",
                origin,
                "Lend rather than hand out new equipment, and agree on the return now",
                "Leaves soon"
            );
    }

    /// <summary>A last day that has passed says more, and before the first day an account is not open yet.</summary>
    public static bool IsClosed(Person person, DateOnly today) => !person.Active && !(person.LeavesOn < today) && !(person.StartsOn > today);
}
