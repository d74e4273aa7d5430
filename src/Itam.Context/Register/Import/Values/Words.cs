namespace Itam.Context.Register.Import.Values;

/// <summary>The words of one vocabulary: what the export writes, and what other systems and German spreadsheets say for it.</summary>
internal sealed class Words<T>
    where T : struct, Enum
{
    private readonly Dictionary<string, T> _meaning = new(StringComparer.Ordinal);
    private readonly Dictionary<T, string> _print = [];

    public Words(params ReadOnlySpan<(T Value, string[] Said)> rows)
    {
        foreach (var (value, said) in rows)
        {
            _print.TryAdd(value, said[0]);
            foreach (var word in said)
            {
                _meaning[Key(word)] = value;
            }
        }
    }

    public T? Find(string text) => _meaning.TryGetValue(Key(text), out var value) ? value : null;

    /// <returns>Empty for a value that says nothing, so that importing it changes nothing.</returns>
    public string Print(T value) => _print.GetValueOrDefault(value, "");

    public string Examples => string.Join(", ", _print.Values);

    private static string Key(string text) => new([.. text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
