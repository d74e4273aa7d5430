using System.Text.RegularExpressions;

namespace Itam.Sandbox.Demo;

/// <summary>A demo ticket on its desk.</summary>
internal sealed record RaisedCase(DemoCase Case, IEmulatedDesk Desk, string Number)
{
    public TicketView View => Desk.View(Number);

    public override string ToString() => $"{Desk.Name} {Number} \"{Case.Ticket.Subject}\"";
}

/// <summary>Judges the notes of one ticket as an agent would.</summary>
internal static partial class NoteJudge
{
    /// <param name="tags">All asset tags there are.</param>
    /// <returns>Null when all is well, else what was expected and what was found.</returns>
    public static string? Fault(RaisedCase raised, IReadOnlyCollection<string> tags) => Fault(raised.View.Notes, raised.Case, tags);

    public static string? Fault(IReadOnlyList<NoteView> notes, DemoCase expected, IReadOnlyCollection<string> tags)
    {
        if (notes is not [var note])
        {
            return $"expected one note, found {(notes.Count == 0 ? "none" : notes.Count)}";
        }

        if (note.Public)
        {
            return "expected an internal note, found one that customers can read";
        }

        if (SuspectedBatch().IsMatch(note.Text) != expected.SuspectedBatch)
        {
            return expected.SuspectedBatch
                ? "expected the words that the batch is suspected, did not find them"
                : "found a suspected batch where nothing is to be suspected";
        }

        if (expected.AnyDevice)
        {
            return null;
        }

        var found = FirstDevice(note.Text, tags);
        return (expected.ExpectedTag, found) switch
        {
            (null, null) => NoneKnown().IsMatch(note.Text) ? null : "expected the words that no device is known, found neither them nor a device",
            (null, _) => $"expected the words that no device is known, found {found}",
            (_, null) => $"expected {expected.ExpectedTag} as the first device, found no device",
            _ => found == expected.ExpectedTag ? null : $"expected {expected.ExpectedTag} as the first device, found {found}",
        };
    }

    /// <summary>The first known asset tag from the line "Device" on, before any other section begins.</summary>
    private static string? FirstDevice(string text, IReadOnlyCollection<string> tags)
    {
        var section = text.Split('\n')
            .Select(line => line.Trim())
            .SkipWhile(line => !DeviceLabel().IsMatch(line))
            .TakeWhile(line => !OtherLabel().IsMatch(line));
        return Words().Matches(string.Join('\n', section)).Select(word => word.Value).FirstOrDefault(tags.Contains);
    }

    [GeneratedRegex(@"^Device\b(?!s)", RegexOptions.None, 1000)]
    private static partial Regex DeviceLabel();

    [GeneratedRegex(@"^(or|Do|History|Licenses)\b", RegexOptions.None, 1000)]
    private static partial Regex OtherLabel();

    [GeneratedRegex(@"[\p{L}\p{N}][\p{L}\p{N}_.-]*[\p{L}\p{N}]", RegexOptions.None, 1000)]
    private static partial Regex Words();

    [GeneratedRegex(@"suspected\s+batch", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex SuspectedBatch();

    [GeneratedRegex("no device (is )?known", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex NoneKnown();
}
