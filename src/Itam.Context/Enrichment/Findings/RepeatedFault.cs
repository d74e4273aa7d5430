namespace Itam.Context.Enrichment.Findings;

/// <summary>The same device again and again.</summary>
internal sealed class RepeatedFault : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        var since = input.Now - TimeSpan.FromDays(input.Thresholds.RepeatWindowDays);
        var count = input.DeviceTickets.Count(t => t >= since);
        if (input.Device is null || count < input.Thresholds.RepeatedTickets)
        {
            yield break;
        }

        yield return new Finding(
            "repeated-fault",
            Severity.Watch,
            $"{count} earlier tickets about this device in {input.Thresholds.RepeatWindowDays} days",
            null,
            "Consider replacing it instead of another repair",
            $"{count} tickets"
        );
    }
}
