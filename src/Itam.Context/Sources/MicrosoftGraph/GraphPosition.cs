using Itam.Context.Connections;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.MicrosoftGraph;

internal enum GraphPhase
{
    Devices,
    People,
    Licenses,
}

/// <summary>Where a read stands, to go on there after a break.</summary>
/// <param name="Link">Next page of the phase; null starts the phase.</param>
/// <param name="Delta">Where the next incremental read of people starts, once the phase of people is over.</param>
/// <param name="Anew">The delta started over, so that people are listed in full and not only what changed.</param>
internal sealed record GraphPosition(GraphPhase Phase, string? Link, string? Delta, bool Anew = false)
{
    public static readonly GraphPosition Start = new(GraphPhase.Devices, null, null);

    /// <summary>A position that cannot be read starts at the beginning.</summary>
    public static GraphPosition Parse(string? text)
    {
        try
        {
            return
                text is not null
                && VendorJson.Parse(text) is JObject at
                && Enum.TryParse<GraphPhase>(at["phase"].Text(), out var phase)
                && Enum.IsDefined(phase)
                ? new GraphPosition(phase, at["link"].Text(), at["delta"].Text(), at["anew"] is JValue { Value: true })
                : Start;
        }
        catch (JsonException)
        {
            return Start;
        }
    }

    public override string ToString() =>
        new JObject
        {
            ["phase"] = Phase.ToString(),
            ["link"] = Link,
            ["delta"] = Delta,
            ["anew"] = Anew,
        }.ToString(Formatting.None);
}
