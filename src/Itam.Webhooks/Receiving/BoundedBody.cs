using System.Buffers;

namespace Itam.Webhooks.Receiving;

/// <summary>A request body in a pooled buffer, counted while it is read: what Content-Length says is never believed.</summary>
internal sealed class BoundedBody : IDisposable
{
    private const int FirstBuffer = 16 * 1024;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private int _length;

    private BoundedBody() { }

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Null: more than <paramref name="limit"/> bytes came.</summary>
    public static async Task<BoundedBody?> ReadAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        var body = new BoundedBody();
        try
        {
            while (await stream.ReadAsync(body._buffer.AsMemory(body._length), cancellationToken) is > 0 and var read)
            {
                body._length += read;
                if (body._length > limit)
                {
                    body.Dispose();
                    return null;
                }

                if (body._length == body._buffer.Length)
                {
                    body.Grow();
                }
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        // Bodies hold people's words; the next renter must not see them.
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
        _length = 0;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = larger;
    }
}
