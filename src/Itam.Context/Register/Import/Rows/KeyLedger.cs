namespace Itam.Context.Register.Import.Rows;

/// <summary>The keys that were seen in this file, so that two rows about one thing cannot overwrite each other at every import.</summary>
internal sealed class KeyLedger
{
    private readonly Dictionary<string, (int Line, UInt128 Fingerprint)> _seen = new(StringComparer.Ordinal);

    /// <returns>False for a repetition: an identical row (without a fault) or a contradiction (with one).</returns>
    public bool Claim(ImportRow row, string key, string what)
    {
        var fingerprint = row.Fingerprint;
        if (_seen.TryAdd(key, (row.Line, fingerprint)))
        {
            return true;
        }

        var first = _seen[key];
        if (first.Fingerprint != fingerprint)
        {
            row.Fault(null, $"{what} is already on line {first.Line} with other values. Keep one of the two rows.");
        }

        return false;
    }
}
