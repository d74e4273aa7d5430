using System.Text;
using CsvHelper;

namespace Itam.Context.Register.Import.Reading;

/// <param name="Line">Where the record begins.</param>
/// <param name="Broken">How its quotes are wrong; null when they are right.</param>
internal sealed record CsvRecord(int Line, string[] Cells, string? Broken);

/// <summary>The records of one file, one at a time; memory does not grow with the file.</summary>
internal sealed class CsvRecords(string path, Encoding encoding) : IDisposable
{
    /// <summary>In bytes; more is no row but a quote that was never closed, or not a table at all.</summary>
    public const int LongestRecord = 256 * 1024;

    private readonly Dictionary<int, CsvMalformedReason> _broken = [];
    private FileStream? _stream;
    private CsvReader? _reader;
    private bool _lineByLine;
    private int _lastLine;

    public long BytesRead => _stream?.Position ?? 0;
    public long BytesTotal { get; } = new FileInfo(path).Length;

    /// <summary>The last line of the last record that was read.</summary>
    public int LastLine => _lastLine;

    /// <returns>Null at the end of the file. Blank lines are passed over.</returns>
    /// <exception cref="CsvFormatException">One line alone is longer than <see cref="LongestRecord"/>; the file cannot be read further.</exception>
    public async Task<CsvRecord?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                _reader ??= Open();
                if (!await _reader.ReadAsync(cancellationToken))
                {
                    return null;
                }
            }
            catch (CsvFormatException) when (!_lineByLine)
            {
                await ReopenLineByLineAsync(_lastLine, cancellationToken);
                continue;
            }

            var line = (int)_reader.LineNumber;
            CsvMalformedReason? reason = _broken.Remove(line, out var bad) ? bad : null;
            if (reason is CsvMalformedReason.UnterminatedQuote && !_lineByLine)
            {
                await ReopenLineByLineAsync(_lastLine, cancellationToken);
                continue;
            }

            var cells = new string[_reader.FieldCount];
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = _reader.GetString(i);
            }

            _lastLine = line + cells.Sum(c => c.Count(character => character == '\n'));
            if (cells.Any(c => c.Length > 0))
            {
                return new CsvRecord(line, cells, Explain(reason));
            }
        }
    }

    public void Dispose() => _reader?.Dispose();

    private CsvReader Open()
    {
        _broken.Clear();
        _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, useAsync: true);
        var options = CsvReaderOptions.Default with
        {
            HasHeader = false,
            TrackLineNumbers = true,
            MaxRecordSize = LongestRecord,
            AllowLineBreaksInQuotes = !_lineByLine,
            OnMalformedRecord = bad => _broken[(int)bad.LineNumber] = bad.Reason,
        };
        return CsvReader.Create(new StreamReader(_stream, encoding, detectEncodingFromByteOrderMarks: true), options);
    }

    /// <summary>A quote that is never closed would swallow the rest of the file. From the last good record on, every line break ends a record, so that it costs one row.</summary>
    private async Task ReopenLineByLineAsync(int lastGood, CancellationToken cancellationToken)
    {
        _reader?.Dispose();
        _lineByLine = true;
        _reader = Open();
        while (lastGood > _reader.LineNumber && await _reader.ReadAsync(cancellationToken))
        {
            _broken.Remove((int)_reader.LineNumber);
        }
    }

    private static string? Explain(CsvMalformedReason? reason) =>
        reason switch
        {
            null => null,
            CsvMalformedReason.StrayQuote =>
                "A quote stands inside a cell. Put the cell in quotes and write the inner one twice (\"\"), or remove it.",
            CsvMalformedReason.TextAfterClosingQuote => "Text follows the closing quote of a cell. Write inner quotes twice (\"\").",
            _ => "A quote is opened and not closed on this line. Close it or remove it.",
        };
}
