namespace Itam.Context.Work;

/// <summary>The places of one process: how many items may run at once, and how many of them in each lane that nobody waits for.</summary>
internal sealed class WorkPlaces : IDisposable
{
    private readonly SemaphoreSlim _free;
    private readonly int _all;
    private readonly Lane[] _aside;

    public WorkPlaces(WorkOptions options, IEnumerable<IWorkHandler> handlers)
    {
        _all = options.Parallelism;
        _free = new SemaphoreSlim(_all);
        _aside =
        [
            .. handlers
                .Where(h => h.Lane != WorkLane.Live)
                .GroupBy(h => h.Lane)
                .Select(lane => new Lane(options.AsidePlaces, lane.Select(h => h.Kind).ToArray())),
        ];
    }

    /// <summary>Waits for a free place and takes all that are free.</summary>
    public async Task<int> TakeAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        var places = 1;
        while (await _free.WaitAsync(TimeSpan.Zero, CancellationToken.None))
        {
            places++;
        }

        return places;
    }

    /// <summary>What may be claimed for so many places. Never more than the narrowest lane has room for, since all of it may be of that lane.</summary>
    public (int Count, IReadOnlyList<string> Without) Room(int places)
    {
        var open = _aside.Where(l => l.Room > 0).Select(l => l.Room).DefaultIfEmpty(places).Min();
        return (Math.Min(places, open), [.. _aside.Where(l => l.Room <= 0).SelectMany(l => l.Kinds)]);
    }

    /// <summary>A place that was taken is now used by this kind.</summary>
    public void Begin(string kind) => LaneOf(kind)?.Begin();

    /// <summary>The place of this kind is free again.</summary>
    public void End(string kind)
    {
        LaneOf(kind)?.End();
        _free.Release();
    }

    /// <summary>Gives back places for which there was no work.</summary>
    public void GiveBack(int places)
    {
        if (places > 0)
        {
            _free.Release(places);
        }
    }

    /// <summary>Waits until nothing runs any more.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        for (var place = 0; place < _all; place++)
        {
            await _free.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _free.Dispose();

    private Lane? LaneOf(string kind) => Array.Find(_aside, l => l.Kinds.Contains(kind, StringComparer.Ordinal));

    private sealed class Lane(int places, IReadOnlyList<string> kinds)
    {
        private int _running;

        public IReadOnlyList<string> Kinds => kinds;
        public int Room => places - Volatile.Read(ref _running);

        public void Begin() => Interlocked.Increment(ref _running);

        public void End() => Interlocked.Decrement(ref _running);
    }
}
