using System.Text;
using CsvHelper;

namespace Itam.Context.Register.Import.Writing;

/// <summary>Writes CSV that Excel opens as it should: UTF-8 with its mark, commas, no cell that runs as a formula.</summary>
internal static class CsvOut
{
    // A rejected row may have more cells than its header.
    private static readonly CsvWriterOptions Options = CsvWriterOptions.Default with { ValidateFieldCount = false };

    public static CsvWriter To(TextWriter writer) => CsvWriter.Create(writer, Options, leaveOpen: true);

    public static StreamWriter Create(string path) => new(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

    public static void Row(CsvWriter csv, IEnumerable<string?> cells)
    {
        foreach (var cell in cells)
        {
            csv.WriteField(FormulaGuard.Protect(cell ?? ""));
        }

        csv.EndRecord();
    }
}
