namespace Itam.Context.Register.Import.Columns;

/// <summary>One thing that can be imported: the header that the export writes, and the headers by which other systems call it, best first.</summary>
/// <param name="property">The property whose <see cref="Origin"/> it sets; empty where the value lives in a row of its own.</param>
/// <param name="aliases">Separated by |.</param>
internal sealed class Column(string header, string property, string aliases = "")
{
    public string Header { get; } = header;
    public string Property { get; } = property;

    /// <summary>Keys as <see cref="KeyOf"/> makes them; the canonical header first.</summary>
    public IReadOnlyList<string> Keys { get; } =
    [.. aliases.Split('|').Prepend(header).Select(KeyOf).Where(k => k.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>Case, blanks and punctuation do not tell headers apart.</summary>
    public static string KeyOf(string header) => new([.. header.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    public override string ToString() => Header;
}
