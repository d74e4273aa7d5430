using Itam.Context.Register.Import.Columns;
using Itam.Context.Register.Import.Writing;

namespace Itam.Context.Register.Import.Rows;

internal enum RowOutcome
{
    New,
    Changed,
    Unchanged,
}

/// <summary>The tally of one run: what became of each row, and what people should be told.</summary>
internal sealed class ImportRun(string file, string source, DateTimeOffset asOf, TimeProvider time, RejectFile rejects)
{
    private readonly List<ImportNote> _rejections = [];
    private readonly List<ImportNote> _warnings = [];
    private readonly HashSet<(string?, string?, string)> _warned = [];
    private readonly int[] _outcomes = new int[3];
    private int _warningCount;

    public TimeProvider Time { get; } = time;
    public int Seen { get; private set; }
    public int Rejected { get; private set; }

    public Guid NewId() => Guid.CreateVersion7(Time.GetUtcNow());

    public Origin OriginOf(DateTimeOffset? stated) => new(source, stated ?? asOf);

    public void Keep(ImportRow row, RowOutcome outcome)
    {
        Seen++;
        _outcomes[(int)outcome]++;
        Warn(row);
    }

    /// <summary>A row that was kept turns out to have changed (its manager stood further down).</summary>
    public void Recount(RowOutcome from, RowOutcome to)
    {
        _outcomes[(int)from]--;
        _outcomes[(int)to]++;
    }

    public void Warn(ImportRow row)
    {
        foreach (var doubt in row.Doubts)
        {
            if (!doubt.Once || _warned.Add((doubt.Column, doubt.Value, doubt.Reason)))
            {
                _warningCount++;
                Add(_warnings, row.Line, doubt);
            }
        }

        row.Doubts.Clear();
    }

    public void WarnAboutFile(string reason)
    {
        _warningCount++;
        _warnings.Add(new ImportNote(file, 1, null, null, reason));
    }

    public void Reject(ImportRow row)
    {
        Seen++;
        Rejected++;
        foreach (var fault in row.Faults)
        {
            Add(_rejections, row.Line, fault);
        }

        rejects.Write(row);
    }

    public ImportResult Result(HeaderMap headers, string encoding, ImportNote? stopped) =>
        new(
            file,
            headers.Set.Kind,
            encoding,
            Seen,
            _outcomes[(int)RowOutcome.New],
            _outcomes[(int)RowOutcome.Changed],
            _outcomes[(int)RowOutcome.Unchanged],
            Rejected,
            [.. _rejections],
            [.. _warnings],
            _warningCount,
            headers.Unknown,
            rejects.PathIfWritten,
            stopped
        );

    private void Add(List<ImportNote> notes, int line, RowFault fault)
    {
        if (notes.Count < ImportResult.NotesKept)
        {
            notes.Add(new ImportNote(file, line, fault.Column, Shorten(fault.Value), fault.Reason));
        }
    }

    private static string? Shorten(string? value) => value is { Length: > 80 } ? value[..79] + "…" : value;
}
