using System.Collections.Concurrent;
using Itam.Sandbox.Page;

namespace Itam.Sandbox.Demo;

/// <summary>Raises the demo's tickets and waits for their notes.</summary>
internal sealed class DemoTicketsRun(Board board, Func<long> calls, TimeProvider time)
{
    private const int AtOnce = 3;
    private static readonly TimeSpan NoteWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan QuietWithin = TimeSpan.FromSeconds(30);

    /// <summary>Each case on its desk, or on the desks in turn.</summary>
    public async Task<IReadOnlyList<RaisedCase>> RaiseAsync(IReadOnlyList<DemoCase> cases, CancellationToken cancellationToken)
    {
        var raised = new ConcurrentDictionary<int, RaisedCase>();
        await Parallel.ForEachAsync(
            cases.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (item, stop) =>
            {
                var desk = item.Item.Desk is { } name
                    ? board.Find(name) ?? throw new DemoException($"The ticket \"{item.Item.Ticket.Subject}\" is for {name}, which is not emulated.")
                    : board.Desks[item.Index % board.Desks.Count];
                raised[item.Index] = new RaisedCase(item.Item, desk, await board.RaiseAsync(desk, item.Item.Ticket, stop));
            }
        );
        return [.. raised.OrderBy(r => r.Key).Select(r => r.Value)];
    }

    /// <summary>Tells of each note when it arrives. Ends when all are there, or after a minute.</summary>
    public async Task WatchAsync(IReadOnlyList<RaisedCase> cases, Action<RaisedCase, TimeSpan> arrived, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var waiting = cases.ToList();
        while (waiting.Count > 0 && time.GetElapsedTime(start) < NoteWithin)
        {
            foreach (var noted in waiting.Where(c => c.View.Notes.Count > 0).ToList())
            {
                waiting.Remove(noted);
                arrived(noted, time.GetElapsedTime(start));
            }

            await Task.Delay(Glance, time, cancellationToken);
        }
    }

    /// <summary>Returns when the product and the desks have had nothing to say to each other for a while: a second note would be there by then.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var quietSince = start;
        var before = Traffic();
        while (time.GetElapsedTime(quietSince) < QuietFor && time.GetElapsedTime(start) < QuietWithin)
        {
            await Task.Delay(Glance, time, cancellationToken);
            var now = Traffic();
            if (now != before)
            {
                before = now;
                quietSince = time.GetTimestamp();
            }
        }
    }

    private (long Calls, long Webhooks) Traffic() => (calls(), board.Desks.Sum(d => (long)d.Webhooks.Sent.Count));
}
