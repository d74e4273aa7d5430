using System.Text;

namespace Itam.Context.Register.Import.Reading;

/// <summary>How the text of a CSV file is encoded, recognised from the file itself; vendors export UTF-8, Excel and older tools what they like.</summary>
internal static class CsvEncoding
{
    private const int Sniffed = 64 * 1024;

    /// <exception cref="ImportRefusedException">The file is empty or not text.</exception>
    public static async Task<Encoding> OfAsync(string path, CancellationToken cancellationToken)
    {
        var file = Path.GetFileName(path);
        await using var stream = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            Sniffed,
            useAsync: true
        );
        var start = new byte[Sniffed];
        var length = await stream.ReadAtLeastAsync(start, Sniffed, throwOnEndOfStream: false, cancellationToken);
        if (length == 0)
        {
            throw new ImportRefusedException($"{file} is empty.");
        }

        if (start.AsSpan(0, length).StartsWith("PK\u0003\u0004"u8))
        {
            throw new ImportRefusedException(
                $"{file} is an Excel workbook or another archive, not a CSV file. Save it as \"CSV UTF-8\" and import that."
            );
        }

        return Unicode(start.AsSpan(0, length)) ?? await EightBitAsync(stream, start.AsMemory(0, length), cancellationToken);
    }

    /// <summary>By its mark, or by the zero bytes that plain letters have in UTF-16.</summary>
    private static Encoding? Unicode(ReadOnlySpan<byte> start) =>
        start switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8,
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            [not 0, 0, not 0, 0, ..] => Encoding.Unicode,
            [0, not 0, 0, not 0, ..] => Encoding.BigEndianUnicode,
            _ => null,
        };

    // The whole file decides: an export in Windows-1252 may have its first umlaut on the last line.
    private static async Task<Encoding> EightBitAsync(Stream rest, ReadOnlyMemory<byte> start, CancellationToken cancellationToken)
    {
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var characters = new char[Sniffed + 1];
        var buffer = new byte[Sniffed];
        try
        {
            decoder.GetChars(start.Span, characters, flush: false);
            int length;
            do
            {
                length = await rest.ReadAsync(buffer, cancellationToken);
                decoder.GetChars(buffer.AsSpan(0, length), characters, flush: length == 0);
            } while (length > 0);

            return new UTF8Encoding(false);
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        }
    }
}
