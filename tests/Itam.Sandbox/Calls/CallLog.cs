using System.Collections.Concurrent;
using Itam.Sandbox.Faults;

namespace Itam.Sandbox.Calls;

/// <summary>What the product asked of each desk: the latest calls, newest first.</summary>
public sealed class CallLog
{
    private const int Kept = 200;

    private readonly ConcurrentQueue<DeskCall> _calls = new();
    private long _total;

    /// <summary>All calls so far, also those that are no longer kept.</summary>
    public long Total => Interlocked.Read(ref _total);

    public IReadOnlyList<DeskCall> Latest(string desk, int limit) => [.. _calls.Reverse().Where(c => c.Desk == desk).Take(limit)];

    internal void Add(DeskCall call)
    {
        _calls.Enqueue(call);
        Interlocked.Increment(ref _total);
        while (_calls.Count > Kept)
        {
            _calls.TryDequeue(out _);
        }
    }
}

/// <param name="Path">Below the desk's prefix, without the query: that may hold a person's words.</param>
/// <param name="Status">Null: the connection was cut without an answer.</param>
/// <param name="Fault">The planned fault that hit this call.</param>
public sealed record DeskCall(string Desk, DateTimeOffset At, string Method, string Path, int? Status, FaultKind? Fault);
