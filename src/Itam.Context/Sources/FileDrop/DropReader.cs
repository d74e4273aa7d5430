using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;
using Itam.Context.Connections;
using Itam.Context.Register.Import;
using Itam.Context.Register.Import.Columns;
using Itam.Context.Register.Import.Reading;
using Itam.Context.Register.Import.Rows;

namespace Itam.Context.Sources.FileDrop;

/// <summary>One file whose headers are understood.</summary>
internal sealed record OpenedFile(DropFile File, Encoding Encoding, HeaderMap Headers)
{
    public ImportKind Kind => Headers.Set.Kind;
}

/// <summary>Reads files with the columns and values of the import, so that a file means the same whichever way it comes.</summary>
internal sealed class DropReader(string name, DateOrder? dateOrder)
{
    /// <exception cref="ImportRefusedException">Not a CSV file, or not one of a known kind.</exception>
    public static async Task<OpenedFile> OpenAsync(DropFile file, CancellationToken cancellationToken)
    {
        var encoding = await CsvEncoding.OfAsync(file.Path, cancellationToken);
        using var records = new CsvRecords(file.Path, encoding);
        try
        {
            var header = await records.ReadAsync(cancellationToken) ?? throw new ImportRefusedException($"{file.Name} has no header line.");
            return new OpenedFile(file, encoding, HeaderMap.Of(file.Name, [.. header.Cells.Select(c => FormulaGuard.Remove(c.Trim()))], kind: null));
        }
        catch (CsvFormatException)
        {
            throw new ImportRefusedException($"{file.Name} is not a CSV file: its first line is longer than {CsvRecords.LongestRecord / 1024} KB.");
        }
    }

    /// <summary>Every row; those whose shape is broken carry a fault. A fault without a row behind it ends the file.</summary>
    public async IAsyncEnumerable<ImportRow> RowsAsync(OpenedFile opened, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var records = Open(opened);
        var first = true;
        while (true)
        {
            CsvRecord? record = null;
            ImportRow? end = null;
            try
            {
                record = await records.ReadAsync(cancellationToken);
            }
            catch (CsvFormatException)
            {
                end = new ImportRow(records.LastLine + 1, [], opened.Headers, dateOrder);
                end.Fault(
                    null,
                    $"This line is longer than {CsvRecords.LongestRecord / 1024} KB, which no row of a table is. The file was read up to here."
                );
            }
            catch (IOException problem)
            {
                throw Lost(opened, problem);
            }

            if (end is not null)
            {
                yield return end;
            }

            if (record is null)
            {
                yield break;
            }

            if (!first)
            {
                yield return Shaped(record, opened.Headers);
            }

            first = false;
        }
    }

    private CsvRecords Open(OpenedFile opened)
    {
        try
        {
            return new CsvRecords(opened.File.Path, opened.Encoding);
        }
        catch (IOException problem)
        {
            throw Lost(opened, problem);
        }
    }

    private ConnectionException Lost(OpenedFile opened, IOException problem) =>
        new(
            ConnectionFailure.Retry,
            $"{name} could not read {opened.File.Name} to its end ({problem.Message}). The folder is read again.",
            inner: problem
        );

    private ImportRow Shaped(CsvRecord record, HeaderMap headers)
    {
        var row = new ImportRow(record.Line, record.Cells, headers, dateOrder);
        var (cells, expected) = (record.Cells.Length, headers.Headers.Length);
        if (record.Broken is { } broken)
        {
            row.Fault(null, broken);
        }
        else if (cells < expected || record.Cells.Skip(expected).Any(c => c.Length > 0))
        {
            row.Fault(
                null,
                $"The row has {cells} cells and the header {expected}. A delimiter is missing or needs quotes around it, or a line break is in the middle of the row."
            );
        }

        return row;
    }
}
