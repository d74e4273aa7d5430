using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

/// <summary>What one source says of who holds the device.</summary>
/// <param name="Source">What people call the source.</param>
public sealed record HolderClaim(string Source, Guid PersonId, string Name, DateTimeOffset AsOf);

/// <summary>Two systems name two people. Whom the register believes is settled by precedence; that they disagree is worth knowing.</summary>
internal sealed class HolderMismatch : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (input.Device is not { } device || device.Shared || !device.State.IsOperational())
        {
            yield break;
        }

        // The newest word of each person; who was named last comes first.
        var people = input.Holders.GroupBy(h => h.PersonId).Select(g => g.MaxBy(h => h.AsOf)!).OrderByDescending(h => h.AsOf).ToList();
        if (people.Count < 2)
        {
            yield break;
        }

        var words = string.Join(", ", people.Take(3).Select(h => $"{ReportText.Clean(h.Source)} says {ReportText.Clean(h.Name)}"));
        yield return new Finding(
            "holder-mismatch",
            Severity.Watch,
            $"Systems disagree who has it: {words}",
            null,
            "Ask who has the device, and correct the system that is wrong",
            "Holder unclear"
        );
    }
}
