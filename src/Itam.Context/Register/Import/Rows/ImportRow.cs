using System.Security.Cryptography;
using System.Text;
using Itam.Context.Register.Import.Columns;
using Itam.Context.Register.Import.Values;

namespace Itam.Context.Register.Import.Rows;

/// <param name="Column">The header as the file writes it; null when it is about the whole row.</param>
/// <param name="Once">Many rows will say the same; one note is enough.</param>
internal sealed record RowFault(string? Column, string? Value, string Reason, bool Once = false);

/// <summary>One row of the file. Asking for a value notes what is wrong with it; <see cref="Faults"/> decides whether the row is kept.</summary>
internal sealed class ImportRow(int line, string[] cells, HeaderMap headers, DateOrder? dateOrder)
{
    private static readonly HashSet<string> Blank = new(StringComparer.OrdinalIgnoreCase)
    {
        "-",
        "--",
        "—",
        "–",
        "n/a",
        "#n/a",
        "null",
        "(null)",
        "(empty)",
        "k.a.",
        "k. a.",
    };

    public int Line { get; } = line;

    /// <summary>As the file writes them.</summary>
    public string[] Cells { get; } = cells;

    /// <summary>The row must not be imported.</summary>
    public List<RowFault> Faults { get; } = [];

    /// <summary>The row is imported without these values.</summary>
    public List<RowFault> Doubts { get; } = [];

    /// <summary>Equal for rows that say the same.</summary>
    public UInt128 Fingerprint
    {
        get
        {
            var known = string.Join('\u001f', headers.Set.All.Select(c => Raw(c) ?? ""));
            return BitConverter.ToUInt128(SHA256.HashData(Encoding.UTF8.GetBytes(known)));
        }
    }

    public string? Text(Column column) => Raw(column) is { } text && !Blank.Contains(text) ? text : null;

    public DateOnly? Date(Column column) => Read(column, text => Dates.Date(Unless(text, "none", "never", "nie"), dateOrder));

    public DateTimeOffset? Moment(Column column) => Read(column, text => Dates.Moment(Unless(text, "none", "never", "nie"), dateOrder));

    public long? Size(Column column) => Read(column, text => Sizes.Parse(text, headers.UnitOf(column)));

    public Money? Amount(Column column) => Read<Money>(column, Money.Parse);

    public int? Count(Column column) => Read<int>(column, Numbers.Count);

    public bool? Flag(Column column) => Read<bool>(column, Flags.Parse);

    /// <summary>A word that is not known leaves the value out, since every company has words of its own.</summary>
    public T? Word<T>(Column column, Words<T> words)
        where T : struct, Enum
    {
        if (Text(column) is not { } text || (words.Find(text) is not { } value && text.Equals("unknown", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        if (words.Find(text) is { } known)
        {
            return known;
        }

        Doubt(column, $"This word is not known here, so the {column} was left as it is. Known are: {words.Examples}.", once: true);
        return null;
    }

    /// <summary>A value that is left out when <paramref name="find"/> does not know it.</summary>
    public string? Known(Column column, Func<string, string?> find, string what)
    {
        if (Text(column) is not { } text)
        {
            return null;
        }

        var found = find(text);
        if (found is null)
        {
            Doubt(column, $"This is not {what} that is known here, so the {column} was left as it is.", once: true);
        }

        return found;
    }

    public void Fault(Column? column, string reason) => Faults.Add(Note(column, reason));

    public void Doubt(Column column, string reason, bool once = false) => Doubts.Add(Note(column, reason) with { Once = once });

    public string HeaderOf(Column column) => headers.PositionOf(column) is { } at ? headers.Headers[at] : column.Header;

    private RowFault Note(Column? column, string reason) =>
        column is null ? new RowFault(null, null, reason) : new RowFault(HeaderOf(column), Raw(column), reason);

    private string? Raw(Column column) =>
        headers.PositionOf(column) is { } at && at < Cells.Length && FormulaGuard.Remove(Cells[at].Trim()).Trim() is { Length: > 0 } text
            ? text
            : null;

    private T? Read<T>(Column column, Func<string, Cell<T>> parse)
        where T : struct
    {
        if (Text(column) is not { } text)
        {
            return null;
        }

        var cell = parse(text);
        if (cell.Fault is { } fault)
        {
            Fault(column, fault);
        }

        return cell.Value;
    }

    // A placeholder reads as the date that means "never".
    private static string Unless(string text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return "0001-01-01";
            }
        }

        return text;
    }
}
