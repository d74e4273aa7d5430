namespace Itam.Context.Sources;

/// <summary>The one list of sources that can be connected. Desks bring their own asset stores with them.</summary>
public static class SourceVendors
{
    public static IReadOnlyList<ISourceVendor> All { get; } =
    [new Dell.DellVendor(), new Lenovo.LenovoVendor(), new Hp.HpVendor(), new Level.LevelVendor()];
}
