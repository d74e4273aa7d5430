using System.Collections.Immutable;
using CsvHelper;
using Itam.Context.Register.Import.Rows;

namespace Itam.Context.Register.Import.Writing;

/// <summary>The rejected rows as they came, with a reason behind each. Made when the first row is rejected.</summary>
internal sealed class RejectFile(string path, ImmutableArray<string> headers) : IDisposable
{
    private const string Reason = "reason";
    private readonly int _reasonAt =
        headers.Length > 0 && headers[^1].Equals(Reason, StringComparison.OrdinalIgnoreCase) ? headers.Length - 1 : headers.Length;
    private StreamWriter? _file;
    private CsvWriter? _csv;

    public string? PathIfWritten => _csv is null ? null : path;

    public static string PathFor(string file, string? folder) =>
        Path.Combine(folder ?? Path.GetDirectoryName(Path.GetFullPath(file))!, Path.GetFileNameWithoutExtension(file) + ".rejects.csv");

    public void Write(ImportRow row)
    {
        if (_csv is null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            _file = CsvOut.Create(path);
            _csv = CsvOut.To(_file);
            CsvOut.Row(_csv, [.. headers.Take(_reasonAt), Reason]);
        }

        var reasons = row.Faults.Select(f => f.Column is null ? f.Reason : $"{f.Column}: {f.Reason}");
        var cells = row.Cells.Select(FormulaGuard.Remove).ToArray();
        CsvOut.Row(
            _csv,
            [
                .. cells.Take(_reasonAt),
                .. Enumerable.Repeat("", Math.Max(0, _reasonAt - cells.Length)),
                string.Join(" ", reasons),
                // Cells beyond the header have no column; behind the reason they are at least not lost.
                .. cells.Skip(headers.Length),
            ]
        );
    }

    public void Dispose()
    {
        _csv?.Dispose();
        _file?.Dispose();
    }
}
