using System.Globalization;

namespace Itam.Context.Sources.Jamf;

internal enum JamfList
{
    Computers,
    Mobile,
}

/// <summary>Where a walk stands: "mobile/3/600/2026-11-20T08:00:00Z". The start goes along, because what changed after it belongs to the next read.</summary>
/// <param name="Seen">Rows of this list so far. Not page times size, since a server may cap the size.</param>
internal sealed record JamfPosition(JamfList List, int Page, int Seen, DateTimeOffset Started)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{List.ToString().ToLowerInvariant()}/{Page}/{Seen}/{Started.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");

    /// <summary>Null where the text is none of ours; the walk then begins anew.</summary>
    public static JamfPosition? Parse(string? text) =>
        text?.Split('/') is [var list, var page, var seen, var started]
        && Enum.TryParse<JamfList>(list, ignoreCase: true, out var which)
        && Enum.IsDefined(which)
        && int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && int.TryParse(seen, NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
        && DateTimeOffset.TryParse(started, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? new JamfPosition(which, number, rows, at)
            : null;
}
