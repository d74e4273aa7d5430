namespace Itam.Context.Register.Import.Values;

/// <summary>A value read from a cell; neither value nor fault means that the cell says nothing (empty, "n/a", 0001-01-01).</summary>
/// <param name="Fault">Why the text is not a value, in words for the person who owns the file.</param>
internal readonly record struct Cell<T>(T? Value, string? Fault = null)
    where T : struct
{
    public static Cell<T> Nothing => default;

    public static Cell<T> Bad(string fault) => new(null, fault);

    public static implicit operator Cell<T>(T value) => new(value);
}
