using System.Numerics;

namespace Itam.TeamsBot.Pictures;

/// <summary>
/// Compresses with the fixed codes of RFC 1951. The platform's compressor is smaller but gives other bytes on another processor or runtime, and pictures that
/// are kept in a repository and compared must not.
/// </summary>
internal sealed class Deflate
{
    private const int Shortest = 3;
    private const int Longest = 258;
    private const int Farthest = 32 * 1024;

    /// <summary>How many earlier places with the same three bytes are tried.</summary>
    private const int Patience = 64;

    private readonly List<byte> _out = [];
    private int _bits;
    private int _count;

    /// <summary>A zlib stream (RFC 1950).</summary>
    public static byte[] Zlib(ReadOnlySpan<byte> data)
    {
        var (low, high) = (1u, 0u);
        foreach (var value in data)
        {
            low = (low + value) % 65521;
            high = (high + low) % 65521;
        }

        return [0x78, 0x01, .. new Deflate().Block(data), (byte)(high >> 8), (byte)high, (byte)(low >> 8), (byte)low];
    }

    private List<byte> Block(ReadOnlySpan<byte> data)
    {
        // The last block, fixed codes.
        Bits(0b011, 3);
        var seen = new Dictionary<int, List<int>>();
        for (var at = 0; at < data.Length; )
        {
            var (length, distance) = LongestMatch(data, at, seen);
            if (length >= Shortest)
            {
                Length(length);
                Distance(distance);
            }
            else
            {
                Symbol(data[at]);
                length = 1;
            }

            for (var end = at + length; at < end; at++)
            {
                Remember(data, at, seen);
            }
        }

        Symbol(256);
        Bits(0, (8 - _count) % 8);
        return _out;
    }

    private static (int Length, int Distance) LongestMatch(ReadOnlySpan<byte> data, int at, Dictionary<int, List<int>> seen)
    {
        var best = (Length: 0, Distance: 0);
        if (at + Shortest > data.Length || !seen.TryGetValue(Key(data, at), out var places))
        {
            return best;
        }

        for (var i = places.Count - 1; i >= Math.Max(0, places.Count - Patience) && at - places[i] <= Farthest; i--)
        {
            var most = Math.Min(Longest, data.Length - at);
            var length = data.Slice(at, most).CommonPrefixLength(data.Slice(places[i], most));
            if (length > best.Length)
            {
                best = (length, at - places[i]);
            }
        }

        return best;
    }

    private static void Remember(ReadOnlySpan<byte> data, int at, Dictionary<int, List<int>> seen)
    {
        if (at + Shortest <= data.Length)
        {
            var key = Key(data, at);
            if (!seen.TryGetValue(key, out var places))
            {
                seen[key] = places = [];
            }

            places.Add(at);
        }
    }

    private static int Key(ReadOnlySpan<byte> data, int at) => data[at] | (data[at + 1] << 8) | (data[at + 2] << 16);

    /// <summary>RFC 1951, 3.2.5: groups of four codes, each group with one extra bit more.</summary>
    private void Length(int length)
    {
        var value = length - Shortest;
        if (length == Longest)
        {
            Symbol(285);
        }
        else if (value < 8)
        {
            Symbol(257 + value);
        }
        else
        {
            var extra = BitOperations.Log2((uint)value) - 2;
            Symbol(257 + (4 * extra) + (value >> extra));
            Bits(value & ((1 << extra) - 1), extra);
        }
    }

    /// <summary>RFC 1951, 3.2.5: groups of two codes.</summary>
    private void Distance(int distance)
    {
        var value = distance - 1;
        var extra = value < 4 ? 0 : BitOperations.Log2((uint)value) - 1;
        Code((2 * extra) + (value >> extra), 5);
        Bits(value & ((1 << extra) - 1), extra);
    }

    /// <summary>RFC 1951, 3.2.6.</summary>
    private void Symbol(int symbol)
    {
        switch (symbol)
        {
            case < 144:
                Code(0x30 + symbol, 8);
                break;
            case < 256:
                Code(0x190 + symbol - 144, 9);
                break;
            case < 280:
                Code(symbol - 256, 7);
                break;
            default:
                Code(0xC0 + symbol - 280, 8);
                break;
        }
    }

    /// <summary>Huffman codes go highest bit first.</summary>
    private void Code(int code, int width)
    {
        for (var bit = width - 1; bit >= 0; bit--)
        {
            Bits((code >> bit) & 1, 1);
        }
    }

    /// <summary>Everything else goes lowest bit first.</summary>
    private void Bits(int value, int width)
    {
        _bits |= value << _count;
        _count += width;
        for (; _count >= 8; _count -= 8)
        {
            _out.Add((byte)_bits);
            _bits >>= 8;
        }
    }
}
