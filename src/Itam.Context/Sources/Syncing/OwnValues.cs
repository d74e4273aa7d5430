using Itam.Context.Register;

namespace Itam.Context.Sources.Syncing;

/// <summary>Tells which values of a device, person or license are the register's own, from an import or a person, and remembers where each came from.</summary>
/// <param name="alone">No source has ever spoken of it, so everything is its own.</param>
/// <param name="products">Names of all sources; a value from one of them is not the register's own, unless a person locked it.</param>
/// <param name="origins">Where the values of the own record come from; brought up to date.</param>
internal sealed class OwnValues(Func<string, Origin?> originOf, bool alone, IReadOnlySet<string> products, Dictionary<string, Origin> origins)
{
    /// <summary>At least one value is the register's own.</summary>
    public bool Any { get; private set; }

    public string? Text(string property, string? now, string? before) =>
        Owns(property, now) ? now
        : IsReleased(property) ? null
        : before;

    public T? Value<T>(string property, T? now, T? before)
        where T : struct =>
        Owns(property, now) ? now
        : IsReleased(property) ? null
        : before;

    public bool Owns(string property, object? now)
    {
        var origin = originOf(property);
        if (now is null || !(alone || origin is null or { Locked: true } || !products.Contains(origin.Source)))
        {
            return false;
        }

        Any = true;
        if (origin is null)
        {
            origins.Remove(property);
        }
        else
        {
            origins[property] = origin;
        }

        return true;
    }

    /// <summary>A person took the lock off and gave the field back to the sources: what was locked does not come back.</summary>
    private bool IsReleased(string property) =>
        origins.TryGetValue(property, out var kept) && kept.Locked && originOf(property) is { Locked: false } && origins.Remove(property);
}
