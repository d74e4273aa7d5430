namespace Itam.Context.Sources.Jira;

/// <summary>One value that is loaded once for many callers and again after a while. A failed load is not kept.</summary>
internal sealed class Cached<T>(Func<CancellationToken, Task<(T Value, TimeSpan KeepFor)>> load, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private (T Value, DateTimeOffset Until)? _current;

    public async ValueTask<T> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_current is { } current && time.GetUtcNow() < current.Until)
            {
                return current.Value;
            }

            var (value, keepFor) = await load(cancellationToken);
            _current = (value, time.GetUtcNow() + keepFor);
            return value;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Forgets the value if it is still this one, so that many refused callers cause one new load.</summary>
    public async ValueTask DropAsync(T value, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_current is { } current && EqualityComparer<T>.Default.Equals(current.Value, value))
            {
                _current = null;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
