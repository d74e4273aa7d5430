namespace Itam.Evaluation;

/// <summary>Seeded chance (SplitMix64), the same on every runtime and machine.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <returns>From 0 up to and without <paramref name="sides"/>.</returns>
    public int Roll(int sides) => (int)(Next() % (ulong)sides);

    public bool OneIn(int sides) => Roll(sides) == 0;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Roll(choices.Count)];

    public string Digits(int count) => Text("0123456789", count);

    public string Text(string alphabet, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => alphabet[Roll(alphabet.Length)]));

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
