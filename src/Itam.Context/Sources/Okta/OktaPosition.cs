using Itam.Context.Connections;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Okta;

internal enum OktaPhase
{
    Devices,
    People,

    /// <summary>Who was deprovisioned; a full read of people does not tell of them.</summary>
    Deprovisioned,
}

/// <summary>The newest change seen of each kind: where the next incremental read starts.</summary>
internal sealed record OktaMark(DateTimeOffset? Devices, DateTimeOffset? People)
{
    public static readonly OktaMark None = new(null, null);

    /// <summary>A mark that cannot be read reads everything.</summary>
    public static OktaMark Parse(string? text) => Json.Of(text) is { } at ? new OktaMark(at.Moment("devices"), at.Moment("people")) : None;

    public DateTimeOffset? Of(OktaPhase phase) => phase == OktaPhase.Devices ? Devices : People;

    public OktaMark Seen(OktaPhase phase, DateTimeOffset? at) =>
        at is null || Of(phase) >= at || phase == OktaPhase.Deprovisioned ? this
        : phase == OktaPhase.Devices ? this with { Devices = at }
        : this with { People = at };

    public JObject Write() =>
        new() { ["devices"] = Devices is { } d ? OktaValues.Write(d) : null, ["people"] = People is { } p ? OktaValues.Write(p) : null };

    public override string ToString() => Write().ToString(Formatting.None);
}

/// <summary>Where a read stands, to go on there after a break.</summary>
/// <param name="Link">Next page of the phase; null starts the phase.</param>
internal sealed record OktaPosition(OktaPhase Phase, string? Link, OktaMark Seen)
{
    /// <summary>A position that cannot be read starts at the beginning.</summary>
    public static OktaPosition? Parse(string? text) =>
        Json.Of(text) is { } at && Enum.TryParse<OktaPhase>(at.Word("phase"), out var phase) && Enum.IsDefined(phase)
            ? new OktaPosition(phase, at.Word("link"), OktaMark.Parse(at["seen"]?.ToString(Formatting.None)))
            : null;

    public override string ToString() =>
        new JObject
        {
            ["phase"] = Phase.ToString(),
            ["link"] = Link,
            ["seen"] = Seen.Write(),
        }.ToString(Formatting.None);
}

file static class Json
{
    public static JObject? Of(string? text)
    {
        try
        {
            return text is null ? null : VendorJson.Parse(text) as JObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
