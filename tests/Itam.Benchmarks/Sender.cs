using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Itam.Benchmarks;

/// <param name="Latencies">Of the acknowledged requests, sorted.</param>
internal sealed record Load(double PerSecond, IReadOnlyList<TimeSpan> Latencies)
{
    public TimeSpan Percentile(double share) => Latencies.Count == 0 ? TimeSpan.Zero : Latencies[(int)((Latencies.Count - 1) * share)];
}

/// <summary>A frugal keep-alive client on plain sockets, since it shares the processor with the server. Only a 202 counts.</summary>
internal sealed class Sender(Uri address, byte[] secret, TimeProvider time)
{
    private const int BodyBytes = 4096;
    private const int IdDigits = 12;
    private static long _nextId;
    private readonly byte[] _body = Encoding.ASCII.GetBytes("{\"issue\":{\"id\":\"10042\"},\"text\":\"" + new string('x', BodyBytes - 34) + "\"}");

    public async Task<Load> RunAsync(string path, int connections, TimeSpan warmUp, TimeSpan measured)
    {
        var start = time.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => SendAsync(path, start, warmUp, warmUp + measured))));
        var latencies = all.SelectMany(l => l).Order().ToList();
        return new Load(latencies.Count / measured.TotalSeconds, latencies);
    }

    private async Task<List<TimeSpan>> SendAsync(string path, long start, TimeSpan from, TimeSpan until)
    {
        using var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        var stream = socket.GetStream();
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(secret, _body));
        var beforeId =
            $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\nContent-Length: {_body.Length}\r\nX-Signature: {signature}\r\nX-Delivery: ";
        byte[] request = [.. Encoding.ASCII.GetBytes(beforeId + new string('0', IdDigits) + "\r\n\r\n"), .. _body];
        var answer = new byte[2048];
        var latencies = new List<TimeSpan>();
        while (time.GetElapsedTime(start) is var began && began < until)
        {
            Interlocked.Increment(ref _nextId).TryFormat(request.AsSpan(beforeId.Length, IdDigits), out _, "D12");
            await stream.WriteAsync(request);
            await ReadAsync(stream, answer);
            var ended = time.GetElapsedTime(start);
            if (began >= from && ended <= until)
            {
                latencies.Add(ended - began);
            }
        }

        return latencies;
    }

    private static async Task ReadAsync(NetworkStream stream, byte[] answer)
    {
        var length = 0;
        do
        {
            var read = await stream.ReadAsync(answer.AsMemory(length));
            length = read > 0 ? length + read : throw new IOException("The server closed the connection.");
        } while (!IsWhole(answer.AsSpan(0, length)));

        if (!answer.AsSpan().StartsWith("HTTP/1.1 202"u8))
        {
            throw new IOException(Encoding.ASCII.GetString(answer, 0, length));
        }
    }

    /// <summary>Every endpoint measured here answers with a Content-Length and a body that ends in '}'.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> answer) => answer.EndsWith("}"u8);
}
