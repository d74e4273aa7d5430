using System.Reflection;
using System.Text.RegularExpressions;
using Itam.Context.Enrichment;
using Itam.Context.Sources;
using Itam.TeamsBot.Cards;
using Itam.Webhooks;

namespace Itam.Server.Tests.Architecture;

public partial class HouseRulesTests
{
    private static readonly string[] Vendors =
    [
        "Jira",
        "ServiceNow",
        "Freshservice",
        "SnipeIt",
        "Snipe-IT",
        "Jamf",
        "Okta",
        "CrowdStrike",
        "MicrosoftGraph",
    ];

    [Fact]
    public void Imports_run_one_way()
    {
        References(typeof(ContextReport).Assembly).Should().BeEmpty("Context knows nobody");
        References(typeof(DeskVendors).Assembly).Should().Equal("Itam.Context");
        References(typeof(AdaptiveCard).Assembly).Should().Equal("Itam.Context");
    }

    [Fact]
    public void Context_has_no_web_server_in_it() =>
        typeof(ContextReport)
            .Assembly.GetReferencedAssemblies()
            .Select(a => a.Name)
            .Should()
            .NotContain(name => name!.StartsWith("Microsoft.AspNetCore"));

    [Fact]
    public void A_vendor_is_named_only_in_its_own_folders_and_in_the_one_list()
    {
        var strangers =
            from file in Repository.Sources("src")
            where file.Path is not ("src/Itam.Webhooks/DeskVendors.cs" or "src/Itam.Context/Sources/SourceVendors.cs")
            from vendor in Vendors
            where !file.Path.Contains($"/{vendor.Replace("-IT", "It")}/")
            from line in file.Lines.Index()
            where line.Item.Contains(vendor, StringComparison.Ordinal)
            select $"{file}:{line.Index + 1} names {vendor}";

        strangers.Should().BeEmpty();
    }

    [Fact]
    public void A_file_is_a_room_and_not_a_house() =>
        Repository.Sources("src", "tests").Where(f => f.Lines.Length > 400).Should().BeEmpty("a file has one idea and seldom more than 300 lines");

    [Fact]
    public void Nothing_is_awaited_by_nobody() => Offenders(AsyncVoid()).Should().BeEmpty("an async void method loses its exceptions");

    [Fact]
    public void Nothing_is_swallowed() => Offenders(EmptyCatch(), "src").Should().BeEmpty("a caught failure is told, retried, or explained");

    [Fact]
    public void Nothing_is_left_to_do() => Offenders(LeftToDo()).Should().BeEmpty();

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Itam.Plugins.sln"));
        var projects = Directory
            .EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(p => !p.Contains("node_modules"))
            .Select(Path.GetFileName);

        projects.Should().OnlyContain(p => solution.Contains(p!));
    }

    [Fact]
    public void Every_connection_has_its_page()
    {
        DeskVendors.All.Should().NotBeEmpty();
        DeskVendors
            .All.Select(v => v.Kind)
            .Concat(SourceVendors.All.Select(v => v.Kind))
            .Append(TeamsBot.Authentication.TeamsConnection.Kind)
            .Should()
            .OnlyContain(kind => File.Exists(Path.Combine(Repository.Root, "docs", $"connect-{kind}.md")));
    }

    [Theory]
    [InlineData("jira/automation-body.json", "connect-jira.md")]
    [InlineData("servicenow/business-rule.js", "connect-servicenow.md")]
    [InlineData("freshservice/webhook-body.json", "connect-freshservice.md")]
    public void What_is_pasted_into_a_desk_is_what_its_page_shows(string file, string page) =>
        File.ReadAllText(Path.Combine(Repository.Root, "docs", page))
            .Should()
            .Contain(File.ReadAllText(Path.Combine(Repository.Root, "manifests", file)).Trim());

    [Fact]
    public void Links_between_the_documents_lead_somewhere()
    {
        var broken =
            from file in Directory
                .EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
                .Append(Path.Combine(Repository.Root, "README.md"))
            from Match link in MarkdownLink().Matches(File.ReadAllText(file))
            let target = link.Groups["target"].Value.Split('#')[0]
            where target.Length > 0 && !target.Contains("://") && !Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, target))
            select $"{Path.GetFileName(file)} → {target}";

        broken.Should().BeEmpty();
    }

    private static IEnumerable<string> References(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("Itam.")).Order();

    private static IEnumerable<string> Offenders(Regex pattern, params string[] folders) =>
        from file in Repository.Sources(folders.Length > 0 ? folders : ["src", "tests"])
        where !file.Path.EndsWith("HouseRulesTests.cs", StringComparison.Ordinal)
        where pattern.IsMatch(File.ReadAllText(file.FullPath))
        select file.Path;

    [GeneratedRegex(@"\basync void\b")]
    private static partial Regex AsyncVoid();

    [GeneratedRegex(@"catch\s*(\([^)]*\))?\s*(when\s*\([^{]*\))?\s*\{\s*\}")]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b")]
    private static partial Regex LeftToDo();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex MarkdownLink();
}
