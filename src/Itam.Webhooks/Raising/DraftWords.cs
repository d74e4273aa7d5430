using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Register;

namespace Itam.Webhooks.Raising;

/// <summary>
/// The words of a draft, as lines for every desk's own format: what the person wrote, then the devices by name (a desk that cannot link them still shows them, and
/// whoever reads the ticket finds them), then what the desk has no field for, then our reference.
/// </summary>
internal static class DraftWords
{
    public static string Summary(TicketDraft draft, int maxCharacters) =>
        PlainLines.One(draft.Summary, maxCharacters) is { Length: > 0 } summary ? summary
        : draft.Kind == TicketKind.Incident ? "Incident"
        : "Service request";

    /// <param name="maxCharacters">Of all lines with their breaks. The person's words are cut, never what follows them.</param>
    /// <param name="more">Lines about what the desk has no field for.</param>
    public static IReadOnlyList<string> Lines(TicketDraft draft, int maxCharacters, params IEnumerable<string> more)
    {
        string[] tail = ["", .. draft.Devices.Select(Device), .. more, Reference.Line(draft.Reference)];
        var room = maxCharacters - tail.Sum(line => line.Length + 1);
        return [.. PlainLines.Of(draft.Description, Math.Max(room, 1)), .. tail];
    }

    /// <summary>For a desk that cannot raise in this person's name: "Requested by Dana Demo (dana@acme.example)".</summary>
    public static string RequestedBy(TicketPerson person) =>
        $"Requested by {ReportText.Clean(person.DisplayName)}{(person.Email is { } email ? $" ({ReportText.Clean(email)})" : "")}";

    private static string Device(LinkedDevice device)
    {
        var label = ReportText.Clean(device.Label);
        var names = device
            .Names.Where(n => n.Kind is IdentifierKind.Hostname or IdentifierKind.AssetTag or IdentifierKind.Serial)
            .OrderBy(n => n.Kind == IdentifierKind.Serial)
            .Select(n => ReportText.Clean(n.Value))
            .Prepend(label)
            .Where(n => n.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase);
        return $"Device {string.Join(" · ", names)}";
    }
}
