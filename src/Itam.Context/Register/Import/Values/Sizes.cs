using System.Globalization;
using System.Text.RegularExpressions;

namespace Itam.Context.Register.Import.Values;

/// <summary>How many bytes one unit is. Vendors of disks and management tools count in tens, so GB is 10⁹ and only GiB is 2³⁰.</summary>
internal readonly record struct SizeUnit(decimal Bytes);

internal static partial class Sizes
{
    // No disk holds fewer bytes than this, so a bare small number is in GB.
    private const decimal SmallestInBytes = 1_000_000;

    private static readonly Dictionary<string, SizeUnit> Units = new(StringComparer.OrdinalIgnoreCase)
    {
        ["b"] = new(1m),
        ["byte"] = new(1m),
        ["bytes"] = new(1m),
        ["kb"] = new(1e3m),
        ["mb"] = new(1e6m),
        ["gb"] = new(1e9m),
        ["tb"] = new(1e12m),
        ["kib"] = new(1024m),
        ["mib"] = new(1048576m),
        ["gib"] = new(1073741824m),
        ["tib"] = new(1099511627776m),
    };

    /// <param name="headerUnit">The unit of a number that names none.</param>
    public static Cell<long> Parse(string text, SizeUnit? headerUnit = null)
    {
        var match = Shape().Match(text.Trim());
        if (!match.Success || Numbers.Parse(match.Groups["number"].Value, dotIsDecimal: true) is not { } number)
        {
            return Cell<long>.Bad("This is not a size. Write it like 512 GB.");
        }

        var unit = match.Groups["unit"].Value is { Length: > 0 } name
            ? Units[name]
            : headerUnit ?? (number < SmallestInBytes ? Units["gb"] : Units["b"]);
        return number < 0 ? Cell<long>.Bad("A size cannot be negative. Write it like 512 GB.")
            : number > long.MaxValue / unit.Bytes ? Cell<long>.Bad("This size is larger than any disk. Write it like 512 GB.")
            : (long)Math.Round(number * unit.Bytes);
    }

    /// <summary>What a header adds to its name: "gb", "inbytes", "totalmb".</summary>
    public static SizeUnit? UnitOfHeader(string rest) =>
        Units.TryGetValue(rest.StartsWith("in", StringComparison.Ordinal) ? rest[2..] : rest, out var unit) ? unit : null;

    /// <summary>Exact to the byte: nine decimals of a GB.</summary>
    public static string Print(long bytes) => (bytes / 1e9m).ToString("0.#########", CultureInfo.InvariantCulture) + " GB";

    [GeneratedRegex(@"^(?<number>-?\d[\d.,\s'’]*?)\s*(?<unit>([kmgt]i?)?b|bytes?)?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Shape();
}
