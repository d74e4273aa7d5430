using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

/// <summary>The requester starts soon: what is missing is missing on the first day.</summary>
internal sealed class RequesterJoining : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (
            input.Requester is not { StartsOn: { } starts } person
            || starts < input.Today
            || starts.DayNumber - input.Today.DayNumber > input.Thresholds.JoinerWatchDays
        )
        {
            yield break;
        }

        yield return new Finding(
            "requester-joining",
            Severity.Watch,
            $"{CandidateRanker.FirstName(person)} starts {ReportText.Until(starts, input.Today)}, on {ReportText.Day(starts)}",
            person.Origins.GetValueOrDefault(nameof(Person.StartsOn)),
            $"Have device and accounts ready by {ReportText.Day(starts)}",
            "Starts soon"
        );
    }
}
