using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Itam.TeamsBot.Pictures;

namespace Itam.TeamsBot.Tests.Pictures;

/// <summary>Reads a PNG by the specification, with the platform's own inflate; refuses what is not sound.</summary>
internal sealed record PngReader(int Width, int Height, IReadOnlyList<Pixel> Pixels)
{
    public static PngReader Of(byte[] png)
    {
        png.AsSpan(0, 8).ToArray().Should().Equal(0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A);
        var chunks = Chunks(png);
        chunks[0].Type.Should().Be("IHDR");
        chunks[^1].Type.Should().Be("IEND");
        var header = chunks[0].Data;
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        var rows = Unfilter(Inflate(Joined("IDAT")), height, pixelBytes: header[9] == 6 ? 4 : 1);
        IEnumerable<Pixel> pixels = (header[8], header[9]) switch
        {
            (8, 6) => rows.SelectMany(row => row.Chunk(4)).Select(p => new Pixel(p[0], p[1], p[2], p[3])),
            (4, 3) => rows.SelectMany(row => row.SelectMany(two => new[] { two >> 4, two & 15 })).Select(Coloured),
            _ => throw new InvalidDataException($"Depth {header[8]} and colour type {header[9]} are not ours."),
        };
        var read = new PngReader(width, height, [.. pixels]);
        read.Pixels.Should().HaveCount(width * height);
        return read;

        byte[] Joined(string type) => [.. chunks.Where(c => c.Type == type).SelectMany(c => c.Data)];
        Pixel Coloured(int index)
        {
            var colours = Joined("PLTE");
            return new Pixel(colours[index * 3], colours[(index * 3) + 1], colours[(index * 3) + 2], Joined("tRNS")[index]);
        }
    }

    private static List<(string Type, byte[] Data)> Chunks(byte[] png)
    {
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < png.Length; )
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            Crc(png.AsSpan(at + 4, length + 4)).Should().Be(BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            chunks.Add((Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]));
            at += length + 12;
        }

        return chunks;
    }

    private static byte[] Inflate(byte[] data)
    {
        using var zlib = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        using var all = new MemoryStream();
        zlib.CopyTo(all);
        return all.ToArray();
    }

    private static List<byte[]> Unfilter(byte[] raw, int height, int pixelBytes)
    {
        var length = (raw.Length / height) - 1;
        var rows = new List<byte[]>();
        for (var r = 0; r < height; r++)
        {
            var filter = raw[r * (length + 1)];
            var row = raw[((r * (length + 1)) + 1)..((r + 1) * (length + 1))];
            for (var i = 0; i < length; i++)
            {
                row[i] += filter switch
                {
                    0 => 0,
                    1 => i < pixelBytes ? (byte)0 : row[i - pixelBytes],
                    2 => r == 0 ? (byte)0 : rows[r - 1][i],
                    _ => throw new InvalidDataException($"Filter {filter} is not ours."),
                };
            }

            rows.Add(row);
        }

        return rows;
    }

    /// <summary>By division of polynomials, bit by bit from the top: not the way the product computes it.</summary>
    private static uint Crc(ReadOnlySpan<byte> data)
    {
        ulong rest = 0;
        var bytes = data.ToArray().Concat(new byte[4]).ToArray();
        for (var i = 0; i < bytes.Length; i++)
        {
            var value = i < 4 ? (byte)~bytes[i] : bytes[i];
            for (var bit = 0; bit < 8; bit++)
            {
                rest = (rest << 1) | (uint)((value >> bit) & 1);
                rest = (rest & 0x1_0000_0000) == 0 ? rest : rest ^ 0x1_04C1_1DB7;
            }
        }

        uint mirrored = 0;
        for (var bit = 0; bit < 32; bit++)
        {
            mirrored |= (uint)((rest >> bit) & 1) << (31 - bit);
        }

        return ~mirrored;
    }
}
