namespace Itam.Context.Enrichment.EndOfLife;

/// <summary>When security support of operating systems and devices ends, from the file beside this one or a newer copy of it.</summary>
public sealed class EndOfLifeCalendar
{
    private readonly ILookup<string, Cycle> _cycles;

    private EndOfLifeCalendar(IEnumerable<Cycle> cycles) => _cycles = cycles.ToLookup(c => c.Product, StringComparer.Ordinal);

    public static EndOfLifeCalendar Shipped { get; } = ReadShipped();

    /// <summary>Every cycle it knows, in the order of its file.</summary>
    internal IEnumerable<Cycle> Cycles => _cycles.SelectMany(c => c);

    /// <summary>The refreshed file where there is one, else what ships with the product.</summary>
    /// <exception cref="FormatException">The file is not in our format.</exception>
    public static EndOfLifeCalendar From(string path) =>
        File.Exists(path) ? new EndOfLifeCalendar(EndOfLifeFile.Read(File.ReadAllText(path))) : Shipped;

    /// <summary>The support cycle that this operating system is in, or null where the version is not known to us.</summary>
    public EndOfLifeDate? OfOperatingSystem(string? name, string? version)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        var words = $"{name} {version}".ToLowerInvariant();
        if (words.Contains("windows", StringComparison.Ordinal))
        {
            return words.Contains("server", StringComparison.Ordinal) ? BestNumber("windows-server", "Windows Server", words) : Windows(words);
        }

        (string Product, string Label)? named =
            words.Contains("macos", StringComparison.Ordinal) || words.Contains("mac os", StringComparison.Ordinal) ? ("macos", "macOS")
            : words.Contains("ipados", StringComparison.Ordinal) ? ("ipados", "iPadOS")
            : words.StartsWith("ios", StringComparison.Ordinal) ? ("ios", "iOS")
            : words.Contains("android", StringComparison.Ordinal) ? ("android", "Android")
            : words.Contains("ubuntu", StringComparison.Ordinal) ? ("ubuntu", "Ubuntu")
            : words.Contains("debian", StringComparison.Ordinal) ? ("debian", "Debian")
            : words.Contains("fedora", StringComparison.Ordinal) ? ("fedora", "Fedora")
            : words.Contains("mint", StringComparison.Ordinal) ? ("linuxmint", "Linux Mint")
            : words.Contains("red hat", StringComparison.Ordinal) || words.Contains("rhel", StringComparison.Ordinal)
                ? ("rhel", "Red Hat Enterprise Linux")
            : null;
        return named is { } found ? BestNumber(found.Product, found.Label, words) : null;
    }

    /// <summary>The end of the vendor's support for this model, or null where it is not listed.</summary>
    public EndOfLifeDate? OfModel(string? model)
    {
        if (string.IsNullOrWhiteSpace(model))
        {
            return null;
        }

        var wanted = Plain(model);
        foreach (var (product, prefix) in Models)
        {
            var hit = _cycles[product].FirstOrDefault(c => Plain(c.Label) == wanted || Plain(prefix + c.Label) == wanted);
            if (hit is not null)
            {
                return new EndOfLifeDate(model, hit.Ends, hit.Ended);
            }
        }

        return null;
    }

    private static readonly (string Product, string Prefix)[] Models =
    [
        ("surface", ""),
        ("iphone", "iphone"),
        ("ipad", "ipad"),
        ("pixel", "pixel"),
        ("samsung-mobile", ""),
        ("samsung-galaxy-tab", ""),
    ];

    /// <summary>Windows is told apart by build (10.0.26100.4061) or release (24H2), and by edition: Enterprise and Education end on another day than Home and Pro.</summary>
    private EndOfLifeDate? Windows(string words)
    {
        var generation =
            words.Contains("windows 11", StringComparison.Ordinal) ? "11"
            : words.Contains("windows 10", StringComparison.Ordinal) ? "10"
            : null;
        var home = words.Contains(" home", StringComparison.Ordinal) || words.Contains(" pro", StringComparison.Ordinal);
        var cycles = _cycles["windows"]
            .Where(c => !c.Name.Contains("lts", StringComparison.Ordinal) && !c.Name.Contains("iot", StringComparison.Ordinal));
        var hits = cycles
            .Where(c => IsBuild(words, c.Latest) || (generation is not null && IsRelease(words, generation, c.Name)))
            .OrderByDescending(c => c.Name.EndsWith(home ? "-w" : "-e", StringComparison.Ordinal))
            .ToList();
        return hits.Count == 0 ? null : Date("Windows " + hits[0].Label.Split(" (")[0], hits[0]);
    }

    private static bool IsBuild(string words, string latest) =>
        latest.Length > 0
        && (Contains(words, latest) || (latest.StartsWith("10.0.", StringComparison.Ordinal) && Contains(words, latest["10.0.".Length..])));

    private static bool IsRelease(string words, string generation, string cycle)
    {
        var parts = cycle.Split('-');
        return parts.Length > 1 && parts[0] == generation && Contains(words, parts[1]);
    }

    /// <summary>The cycle whose number starts the version: 22.04 for 22.04.3, 14 for 14.5, 10.15 before 10.</summary>
    private EndOfLifeDate? BestNumber(string product, string label, string words)
    {
        var hit = _cycles[product]
            .Where(c => Contains(words, c.Name) || words.Contains($" {c.Name}.", StringComparison.Ordinal))
            .MaxBy(c => c.Name.Length);
        return hit is null ? null : Date($"{label} {hit.Name}", hit);
    }

    private static EndOfLifeDate Date(string label, Cycle cycle) => new(label, cycle.Ends, cycle.Ended);

    private static bool Contains(string words, string token)
    {
        var at = words.IndexOf(token, StringComparison.Ordinal);
        return at >= 0
            && (at == 0 || !char.IsLetterOrDigit(words[at - 1]) && words[at - 1] != '.')
            && (at + token.Length == words.Length || !char.IsLetterOrDigit(words[at + token.Length]));
    }

    private static string Plain(string text) =>
        new([
            .. text.ToLowerInvariant()
                .Replace("generation", "", StringComparison.Ordinal)
                .Replace("gen", "", StringComparison.Ordinal)
                .Where(char.IsLetterOrDigit),
        ]);

    private static EndOfLifeCalendar ReadShipped()
    {
        using var stream = new StreamReader(typeof(EndOfLifeCalendar).Assembly.GetManifestResourceStream("end-of-life.csv")!);
        return new EndOfLifeCalendar(EndOfLifeFile.Read(stream.ReadToEnd()));
    }
}

/// <param name="Label">"Windows 11 24H2".</param>
/// <param name="Ends">Last day of security support; null while none is announced, or where only <paramref name="Ended"/> is known.</param>
public sealed record EndOfLifeDate(string Label, DateOnly? Ends, bool Ended);
