using System.Text.RegularExpressions;
using Itam.Context.Enrichment;

namespace Itam.Server.Tests.Architecture;

public partial class EveryFindingIsExplained
{
    [Fact]
    public void Every_code_of_a_finding_stands_in_the_documents()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "findings.md"));
        var codes = Repository
            .Sources("src")
            .Where(f => f.Path.Contains("/Enrichment/", StringComparison.Ordinal))
            .SelectMany(f => Code().Matches(File.ReadAllText(f.FullPath)))
            .Select(m => m.Groups["code"].Value)
            .ToHashSet();

        codes.Should().HaveCountGreaterThan(40);
        codes.Should().OnlyContain(code => page.Contains($"`{code}`"));
    }

    [Fact]
    public void Every_threshold_stands_in_the_documents()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"));

        typeof(Thresholds).GetProperties().Select(p => p.Name).Should().OnlyContain(name => page.Contains($"`{name}`"));
    }

    /// <summary>The first argument of a finding, and the code that takes its place where the value is stale.</summary>
    [GeneratedRegex(
        @"(?:new Finding\(|severity == Severity\.Act \? ""storage-full"" :|^)\s*(?:severity == Severity\.Act \? )?""(?<code>[a-z]+(-[a-z]+)+)""",
        RegexOptions.Multiline
    )]
    private static partial Regex Code();
}
