using CsvHelper;
using Itam.Context.Register.Import.Columns;
using Itam.Context.Register.Import.Reading;
using Itam.Context.Register.Import.Rows;
using Itam.Context.Register.Import.Writing;
using Itam.Context.Storage;

namespace Itam.Context.Register.Import;

/// <summary>Imports CSV files into the register of one tenant. Importing a file again changes nothing; a bad row never stops the good ones.</summary>
public sealed class RegisterImport(Database database, TimeProvider time)
{
    /// <summary>Reads one file and writes it in batches, each in a transaction of its own, so that an interrupted import is finished by running it again.</summary>
    /// <exception cref="ImportRefusedException">Not a CSV file, or not one of a known kind. Nothing was written.</exception>
    /// <exception cref="FileNotFoundException"/>
    public async Task<ImportResult> ImportAsync(
        TenantId tenant,
        string path,
        ImportOptions options,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        var file = Path.GetFileName(path);
        var asOf = options.AsOf ?? new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);
        var encoding = await CsvEncoding.OfAsync(path, cancellationToken);
        using var records = new CsvRecords(path, encoding);
        var headers = await ReadHeadersAsync(records, file, options.Kind, cancellationToken);
        using var rejects = new RejectFile(RejectFile.PathFor(path, options.RejectFolder), headers.Headers);
        var run = new ImportRun(file, options.Source ?? "CSV " + file, asOf, time, rejects);
        if (encoding.CodePage == 1252)
        {
            run.WarnAboutFile(
                "The file is not UTF-8 and was read as Windows-1252. Check a few names with accents or umlauts; if they are wrong, save the file as \"CSV UTF-8\"."
            );
        }

        var rows = RowsOf(headers.Set.Kind, run);
        ImportNote? stopped = null;
        while (stopped is null)
        {
            CsvRecord? record;
            try
            {
                record = await records.ReadAsync(cancellationToken);
            }
            catch (CsvFormatException)
            {
                stopped = new ImportNote(
                    file,
                    records.LastLine + 1,
                    null,
                    null,
                    $"This line is longer than {CsvRecords.LongestRecord / 1024} KB, which no row of a table is. The rows before it were imported. Correct it and import the file again."
                );
                break;
            }

            if (record is null)
            {
                break;
            }

            Take(record, headers, options.DateOrder, rows, run);
            if (rows.Waiting >= options.BatchSize)
            {
                await database.WriteAsync(tenant, rows.WriteAsync, cancellationToken);
                progress?.Report(new ImportProgress(records.BytesRead, records.BytesTotal, run.Seen, run.Rejected));
            }
        }

        await database.WriteAsync(tenant, rows.WriteAsync, cancellationToken);
        await database.WriteAsync(tenant, rows.FinishAsync, cancellationToken);
        progress?.Report(new ImportProgress(records.BytesTotal, records.BytesTotal, run.Seen, run.Rejected));
        return run.Result(headers, encoding.WebName, stopped);
    }

    private static async Task<HeaderMap> ReadHeadersAsync(CsvRecords records, string file, ImportKind? kind, CancellationToken cancellationToken)
    {
        try
        {
            var header = await records.ReadAsync(cancellationToken);
            return header is null
                ? throw new ImportRefusedException($"{file} has no header line.")
                : HeaderMap.Of(file, [.. header.Cells.Select(c => FormulaGuard.Remove(c.Trim()))], kind);
        }
        catch (CsvFormatException)
        {
            throw new ImportRefusedException($"{file} is not a CSV file: its first line is longer than {CsvRecords.LongestRecord / 1024} KB.");
        }
    }

    private static IRowImport RowsOf(ImportKind kind, ImportRun run) =>
        kind switch
        {
            ImportKind.Devices => new DeviceImport(run),
            ImportKind.People => new PersonImport(run),
            ImportKind.Licenses => new LicenseImport(run),
            ImportKind.Seats => new SeatImport(run),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of file."),
        };

    private static void Take(CsvRecord record, HeaderMap headers, DateOrder? order, IRowImport rows, ImportRun run)
    {
        var row = new ImportRow(record.Line, record.Cells, headers, order);
        var (cells, expected) = (record.Cells.Length, headers.Headers.Length);
        if (record.Broken is { } broken)
        {
            row.Fault(null, broken);
        }
        else if (cells < expected)
        {
            row.Fault(
                null,
                $"The row has {cells} cells and the header {expected}. A delimiter is missing, or a line break is in the middle of the row."
            );
        }
        else if (cells > expected && record.Cells.Skip(expected).Any(c => c.Length > 0))
        {
            row.Fault(null, $"The row has {cells} cells and the header {expected}. A value with a delimiter in it needs quotes around it.");
        }

        if (row.Faults.Count > 0)
        {
            run.Reject(row);
        }
        else
        {
            rows.Add(row);
        }
    }
}
