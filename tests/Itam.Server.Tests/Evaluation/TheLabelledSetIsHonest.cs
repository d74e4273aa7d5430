using Itam.Server.Tests.Architecture;

namespace Itam.Server.Tests.Evaluation;

public sealed class TheLabelledSetIsHonest
{
    [Fact]
    public void What_judges_the_product_shares_no_code_with_it() =>
        typeof(Itam.Evaluation.LabelledSet)
            .Assembly.GetReferencedAssemblies()
            .Select(a => a.Name)
            .Should()
            .NotContain(name => name!.StartsWith("Itam.", StringComparison.Ordinal));

    [Fact]
    public void What_is_committed_is_what_the_generator_writes()
    {
        foreach (var (name, lines) in Itam.Evaluation.LabelledSet.Files())
        {
            File.ReadLines(Path.Combine(Repository.Root, "tests", "Itam.Evaluation", "data", name)).Should().Equal(lines, name);
        }
    }

    [Fact]
    public void The_halves_share_no_template()
    {
        var folder = Path.Combine(Repository.Root, "tests", "Itam.Evaluation", "templates");
        var dev = Sentences(Path.Combine(folder, "dev.txt"));

        dev.Should().NotBeEmpty().And.NotIntersectWith(Sentences(Path.Combine(folder, "held-out.txt")));
    }

    private static HashSet<string> Sentences(string path) =>
        [.. File.ReadLines(path).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('|')[3].Trim())];
}
