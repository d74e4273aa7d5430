using Itam.Context.Register;

namespace Itam.Context.Enrichment.FaultClusters;

/// <summary>Which kind of fault the words of a ticket name, from the word lists beside this file. The summary counts twice: it is what the ticket is about.</summary>
public static class FaultWords
{
    private static readonly (FaultClass Class, string[] Words, string[] Phrases)[] Lists = Read();

    /// <summary>The class named most often; of equals the one listed first. Null where no word of any list stands in the text.</summary>
    public static FaultClass? Of(string summary, string description)
    {
        var (title, body) = (TicketWords.Of(summary, ""), TicketWords.Of("", description));
        var best = Lists.Select(l => (l.Class, Hits: 2 * Hits(title, l.Words, l.Phrases) + Hits(body, l.Words, l.Phrases))).MaxBy(l => l.Hits);
        return best.Hits > 0 ? best.Class : null;
    }

    /// <summary>"battery", as it stands in a sentence.</summary>
    public static string Name(this FaultClass fault) => fault.ToString().ToLowerInvariant();

    /// <summary>Repairing or replacing the device helps against these; the network's faults are mostly not the device's.</summary>
    public static bool IsHardware(this FaultClass fault) => fault is not FaultClass.Network;

    private static int Hits(TicketWords words, string[] list, string[] phrases) =>
        list.Count(w => words.HasAny([w])) + phrases.Count(words.HasPhrase);

    private static (FaultClass, string[], string[])[] Read()
    {
        using var reader = new StreamReader(typeof(FaultWords).Assembly.GetManifestResourceStream("fault-words.csv")!);
        return
        [
            .. reader
                .ReadToEnd()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.StartsWith('#'))
                .Skip(1)
                .Select(line => line.Split(','))
                .Select(cells =>
                {
                    var phrases = cells[1].Trim().Split('|').ToLookup(w => w.Contains(' ', StringComparison.Ordinal));
                    return (Enum.Parse<FaultClass>(cells[0]), phrases[false].ToArray(), phrases[true].ToArray());
                }),
        ];
    }
}
