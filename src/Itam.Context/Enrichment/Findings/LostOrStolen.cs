using Itam.Context.Register;

namespace Itam.Context.Enrichment.Findings;

internal sealed class LostOrStolen : IFindingRule
{
    public IEnumerable<Finding> Evaluate(FindingInput input)
    {
        if (input.Device is not { State: LifecycleState.Lost or LifecycleState.Stolen } device)
        {
            yield break;
        }

        var word = device.State == LifecycleState.Lost ? "lost" : "stolen";
        yield return new Finding(
            $"device-{word}",
            Severity.Act,
            $"This device is reported {word}",
            device.OriginOf(nameof(Device.State)),
            "Tell security before anything else, and ask where the device is",
            char.ToUpperInvariant(word[0]) + word[1..]
        );
    }
}
