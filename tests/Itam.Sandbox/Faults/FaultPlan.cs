namespace Itam.Sandbox.Faults;

/// <summary>Faults that a desk will show, in the order they were asked for; each hits the next request that it fits.</summary>
public sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<Planned> _planned = [];

    public TimeSpan SlowFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Faults that have hit so far.</summary>
    public int Hits { get; private set; }

    /// <summary>What is still to come: each kind with how many requests it will hit.</summary>
    public IReadOnlyList<(FaultKind Kind, int Times)> Pending
    {
        get
        {
            lock (_lock)
            {
                return [.. _planned.Select(p => (p.Kind, p.Times))];
            }
        }
    }

    /// <param name="times">How many fitting requests it hits; int.MaxValue until <see cref="Clear"/>.</param>
    /// <param name="when">Which requests it fits; null is every one. Example: <c>r =&gt; r.Method == "POST"</c>.</param>
    public void Add(FaultKind kind, int times = 1, Func<HttpRequest, bool>? when = null)
    {
        lock (_lock)
        {
            _planned.Add(new Planned(kind, times, when ?? (static _ => true)));
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _planned.Clear();
        }
    }

    internal FaultKind? Take(HttpRequest request)
    {
        lock (_lock)
        {
            var index = _planned.FindIndex(p => p.When(request));
            if (index < 0)
            {
                return null;
            }

            Hits++;
            var planned = _planned[index];
            if (planned.Times <= 1)
            {
                _planned.RemoveAt(index);
            }
            else
            {
                _planned[index] = planned with { Times = planned.Times == int.MaxValue ? int.MaxValue : planned.Times - 1 };
            }

            return planned.Kind;
        }
    }

    private sealed record Planned(FaultKind Kind, int Times, Func<HttpRequest, bool> When);
}
