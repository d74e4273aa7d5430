namespace Itam.Evaluation;

/// <summary>One line of a template file: case, language, summary, description. A case may be narrowed ("own-hint/Phone").</summary>
internal sealed record Template(string Label, string? Constraint, string Language, string Summary, string Description)
{
    public static IReadOnlyList<Template> Load(string set)
    {
        using var stream = typeof(Template).Assembly.GetManifestResourceStream($"{set}.txt")!;
        using var reader = new StreamReader(stream);
        return [.. Lines(reader).Where(l => l.Length > 0 && l[0] != '#').Select(Parse)];
    }

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static Template Parse(string line) =>
        line.Split('|', StringSplitOptions.TrimEntries) is [var label, var language, var summary, var description]
            ? new(
                label.Split('/')[0],
                label.Split('/') is [_, var constraint] ? constraint : null,
                language,
                summary,
                description.Replace("\\n", "\n", StringComparison.Ordinal)
            )
            : throw new FormatException($"A template has four parts between bars: case | language | summary | description. This has not: {line}");
}
