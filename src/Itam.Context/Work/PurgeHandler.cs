namespace Itam.Context.Work;

/// <summary>Enforces the retentions of the queue and of every room every hour; the timer re-arms itself.</summary>
internal sealed class PurgeHandler(WorkQueue queue, IEnumerable<IPurge> rooms, WorkOptions options, TimeProvider time) : IWorkHandler
{
    public const string KindName = "purge";

    public string Kind => KindName;

    public WorkLane Lane => WorkLane.Rounds;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        await queue.PurgeAsync(cancellationToken);
        foreach (var room in rooms)
        {
            await room.PurgeAsync(cancellationToken);
        }

        var now = time.GetUtcNow();
        return new WorkOutcome.Done((db, token) => db.EnsureTimerAsync(KindName, item.OrderingKey, now + options.PurgeEvery, now, token));
    }
}
