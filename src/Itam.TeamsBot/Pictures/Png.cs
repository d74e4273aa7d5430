using System.Buffers.Binary;

namespace Itam.TeamsBot.Pictures;

/// <summary>Writes a canvas as PNG (W3C PNG specification, third edition). The same picture gives the same bytes everywhere.</summary>
internal static class Png
{
    private const byte Truecolour = 6;
    private const byte IndexedColour = 3;
    private const int BitsPerIndex = 4;

    /// <summary>Red, green, blue and alpha, 8 bits each.</summary>
    public static byte[] Of(Canvas canvas)
    {
        var rows = Rows(canvas.Size, row => [.. Enumerable.Range(0, canvas.Size).Select(column => canvas.At(column, row)).SelectMany(Bytes)]);
        return [.. Signature, .. Header(canvas.Size, 8, Truecolour), .. Chunk("IDAT", Smallest(rows, 4)), .. Chunk("IEND", [])];

        static IEnumerable<byte> Bytes(Pixel p) => [p.Red, p.Green, p.Blue, p.Alpha];
    }

    /// <summary>At most 16 colours: each pixel becomes the nearest. Far smaller; for what travels inside messages.</summary>
    public static byte[] Of(Canvas canvas, IReadOnlyList<Pixel> palette)
    {
        var used = new List<Pixel>();
        var indexes = new byte[canvas.Size, canvas.Size];
        for (var row = 0; row < canvas.Size; row++)
        {
            for (var column = 0; column < canvas.Size; column++)
            {
                var nearest = palette.MinBy(p => Distance(p, canvas.At(column, row)));
                indexes[row, column] = (byte)(used.IndexOf(nearest) is var known and >= 0 ? known : used.Count);
                if (indexes[row, column] == used.Count)
                {
                    used.Add(nearest);
                }
            }
        }

        var rows = Rows(
            canvas.Size,
            row =>
                [
                    .. Enumerable
                        .Range(0, canvas.Size / 2)
                        .Select(pair => (byte)((indexes[row, pair * 2] << BitsPerIndex) | indexes[row, (pair * 2) + 1])),
                ]
        );
        return
        [
            .. Signature,
            .. Header(canvas.Size, BitsPerIndex, IndexedColour),
            .. Chunk("PLTE", [.. used.SelectMany(p => new[] { p.Red, p.Green, p.Blue })]),
            .. Chunk("tRNS", [.. used.Select(p => p.Alpha)]),
            .. Chunk("IDAT", Smallest(rows, 1)),
            .. Chunk("IEND", []),
        ];
    }

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static byte[][] Rows(int size, Func<int, byte[]> row) => [.. Enumerable.Range(0, size).Select(row)];

    /// <summary>Compresses unfiltered, and with each row told as its difference from the pixel before or the row above; keeps the shortest.</summary>
    private static byte[] Smallest(byte[][] rows, int pixelBytes)
    {
        var above = rows.Prepend(new byte[rows[0].Length]).ToArray();
        byte[][] ways =
        [
            [.. rows.SelectMany(row => row.Prepend((byte)0))],
            [.. rows.SelectMany(row => row.Select((value, i) => (byte)(value - (i < pixelBytes ? 0 : row[i - pixelBytes]))).Prepend((byte)1))],
            [.. rows.SelectMany((row, r) => row.Select((value, i) => (byte)(value - above[r][i])).Prepend((byte)2))],
        ];
        return ways.Select(way => Deflate.Zlib(way)).MinBy(packed => packed.Length)!;
    }

    private static byte[] Header(int size, byte depth, byte colour)
    {
        var data = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(data, size);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), size);
        data[8] = depth;
        data[9] = colour;
        return Chunk("IHDR", data);
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        System.Text.Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Crc(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }

    /// <summary>CRC-32 as in ISO 3309, the PNG specification's annex D.</summary>
    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0xEDB88320);
            }
        }

        return ~crc;
    }

    /// <summary>As the eye sees it on a page: what is transparent has no colour.</summary>
    private static int Distance(Pixel a, Pixel b)
    {
        return Square((a.Red * a.Alpha) - (b.Red * b.Alpha))
            + Square((a.Green * a.Alpha) - (b.Green * b.Alpha))
            + Square((a.Blue * a.Alpha) - (b.Blue * b.Alpha))
            + Square((a.Alpha - b.Alpha) * 255);

        static int Square(int difference) => difference / 255 * (difference / 255);
    }
}
