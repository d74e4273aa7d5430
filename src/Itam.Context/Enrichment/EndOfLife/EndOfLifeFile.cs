using System.Globalization;
using System.Text;
using CsvHelper;

namespace Itam.Context.Enrichment.EndOfLife;

/// <param name="Ends">Last day of security support; null while none is announced, or where only <paramref name="Ended"/> is known.</param>
/// <param name="Latest">Newest build or version of the cycle; empty where unknown.</param>
internal sealed record Cycle(string Product, string Name, string Label, DateOnly? Ends, bool Ended, string Latest);

/// <summary>The product's own format: comments with source and date, then product, cycle, label, ends (a day, "ended" or nothing), latest.</summary>
internal static class EndOfLifeFile
{
    /// <exception cref="FormatException">Not in this format.</exception>
    public static IReadOnlyList<Cycle> Read(string text)
    {
        try
        {
            using var csv = CsvReader.FromText(string.Join('\n', text.Split('\n').Where(line => !line.StartsWith('#'))), new CsvReaderOptions());
            csv.ReadHeader();
            var cycles = new List<Cycle>();
            while (csv.Read())
            {
                var ends = csv.GetString("ends");
                cycles.Add(
                    new Cycle(
                        csv.GetString("product"),
                        csv.GetString("cycle"),
                        csv.GetString("label"),
                        Day(ends),
                        ends == "ended",
                        csv.GetString("latest")
                    )
                );
            }

            return cycles;
        }
        catch (KeyNotFoundException wrong)
        {
            throw new FormatException("The end-of-life file lacks a column. Delete it, or run: itam data update", wrong);
        }
    }

    public static string Write(IEnumerable<Cycle> cycles, string source, DateOnly readOn)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"# End of security support of operating systems and devices. Source: {source} (MIT licence), read {readOn:yyyy-MM-dd}; the dates are the vendors' own.\n"
        );
        text.Append("product,cycle,label,ends,latest\n");
        foreach (var cycle in cycles)
        {
            text.AppendJoin(',', new[] { cycle.Product, cycle.Name, cycle.Label, Ends(cycle), cycle.Latest }.Select(Quote)).Append('\n');
        }

        return text.ToString();
    }

    private static string Ends(Cycle cycle) => cycle.Ends?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? (cycle.Ended ? "ended" : "");

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string Quote(string value) =>
        value.AsSpan().ContainsAny(",\"\r\n") ? $"\"{value.ReplaceLineEndings(" ").Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
