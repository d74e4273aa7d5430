using System.Collections.Immutable;

namespace Itam.Context.Register.Import;

/// <summary>What one run did. Seen = New + Changed + Unchanged + Rejected.</summary>
/// <param name="File">The file's name without its folder.</param>
/// <param name="Encoding">As recognised: utf-8, utf-16, utf-16BE or windows-1252.</param>
/// <param name="Rejections">Why rows were rejected, one note per bad value; the first <see cref="NotesKept"/>.</param>
/// <param name="Warnings">Rows that were kept, with something to look at; the first <see cref="NotesKept"/>.</param>
/// <param name="WarningCount">All warnings, also those beyond the kept ones.</param>
/// <param name="UnknownColumns">Headers that are not imported.</param>
/// <param name="RejectFile">Rejected rows with their reason, to be corrected and imported; null where there are none.</param>
/// <param name="Stopped">Why reading ended before the end of the file; null when all of it was read.</param>
public sealed record ImportResult(
    string File,
    ImportKind Kind,
    string Encoding,
    int Seen,
    int New,
    int Changed,
    int Unchanged,
    int Rejected,
    ImmutableArray<ImportNote> Rejections,
    ImmutableArray<ImportNote> Warnings,
    int WarningCount,
    ImmutableArray<string> UnknownColumns,
    string? RejectFile,
    ImportNote? Stopped
)
{
    public const int NotesKept = 1000;
}

/// <param name="Line">First line of the row in the file; the header is line 1.</param>
/// <param name="Column">The header as the file writes it; null when the note is about the whole row.</param>
/// <param name="Value">As the file writes it, at most 80 characters.</param>
public sealed record ImportNote(string File, int Line, string? Column, string? Value, string Reason)
{
    public override string ToString() =>
        (Column, Value) switch
        {
            (null, _) => $"{File} line {Line}: {Reason}",
            (_, null) => $"{File} line {Line}, {Column}: {Reason}",
            _ => $"{File} line {Line}, {Column} \"{Value}\": {Reason}",
        };
}

/// <param name="BytesRead">Of the file, so that a bar can be drawn before the number of rows is known.</param>
public sealed record ImportProgress(long BytesRead, long BytesTotal, int Rows, int Rejected);

/// <summary>The file as a whole cannot be imported; nothing was written. The message says what to do.</summary>
public sealed class ImportRefusedException(string message) : Exception(message);
