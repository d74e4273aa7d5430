namespace Itam.Sandbox;

/// <summary>The one list of desks that are emulated.</summary>
public static class EmulatedDesks
{
    public static IReadOnlyList<IEmulatedDesk> Create(TimeProvider time)
    {
        _ = time;
        return [];
    }
}
