using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Itam.Context.Enrichment;
using Itam.Context.Sources.Jira;
using Itam.Sandbox.Jira;
using Itam.Webhooks.Jira;
using Itam.Webhooks.Raising;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Tests.Jira;

public sealed class RenderingTheNote
{
    private const int Plenty = 1_000_000;

    public static TheoryData<string> Hostile() => [.. Reports.Hostile];

    private static ContextReport[] All() =>
        [
            Reports.Rich(),
            Reports.Huge(),
            Reports.Rich() with
            {
                Who = null,
                Findings = [],
                Devices = [],
                Actions = [],
                History = [],
                Licenses = [],
                MoreFindings = 0,
                Verdict = Severity.Unknown,
            },
            .. Reports.Hostile.Select(text => Reports.Everywhere(text)),
            Reports.Everywhere(""),
            Reports.Everywhere("   "),
            Reports.Everywhere("\u200B"),
        ];

    /// <summary>Types, marks and attributes without the texts.</summary>
    private static string Shape(JToken node)
    {
        var copy = node.DeepClone();
        foreach (var text in copy.SelectTokens("$..text").OfType<JValue>().ToList())
        {
            text.Value = "x";
        }

        return copy.ToString(Formatting.None);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void In_ADF_hostile_text_has_the_same_tree_as_x(string text) =>
        Shape(AdfNote.Render(Reports.Everywhere(text), Plenty)).Should().Be(Shape(AdfNote.Render(Reports.Everywhere("x"), Plenty)));

    [Fact]
    public void In_ADF_only_known_nodes_and_marks_appear()
    {
        foreach (var report in All())
        {
            var nodes = AdfNote
                .Render(report, Plenty)
                .DescendantsAndSelf()
                .OfType<JObject>()
                .Select(n => (string?)n["type"])
                .OfType<string>()
                .ToHashSet();
            nodes
                .Should()
                .BeSubsetOf([
                    "doc",
                    "panel",
                    "paragraph",
                    "text",
                    "table",
                    "tableRow",
                    "tableHeader",
                    "tableCell",
                    "status",
                    "strong",
                    "em",
                    "code",
                    "link",
                ]);
        }
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:password@evil.example/")]
    public void A_link_that_is_not_plain_web_is_not_a_link(string address)
    {
        var report = Reports.Everywhere("x", new Uri(address));

        AdfNote.Render(report, Plenty).ToString().Should().NotContain("\"link\"").And.NotContain(address);
        WikiNote.Render(report, Plenty).Should().NotContain("[x|").And.NotContain(address);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void In_markup_hostile_text_renders_to_the_same_tags_as_x(string text)
    {
        static string Tags(ContextReport report) =>
            string.Concat(Regex.Matches(Html(report), "<[^>]+>", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(m => m.Value));

        Tags(Reports.Everywhere(text)).Should().Be(Tags(Reports.Everywhere("x")));
    }

    [Fact]
    public void In_markup_what_was_written_is_what_is_seen()
    {
        var visible = WebUtility.HtmlDecode(Html(Reports.Everywhere("*a* [b|https://c.example] {d} <e> \"f\" @g #h")));

        visible.Should().Contain("*a* [b|https://c.example] {d} <e> \"f\" @g #h");
    }

    [Fact]
    public void The_reference_stands_as_it_is_in_both_formats()
    {
        AdfNote.Render(Reports.Rich(), Plenty).ToString().Should().Contain(Reports.Reference);
        WikiNote.Render(Reports.Rich(), Plenty).Should().Contain(Reports.Reference);
        WikiNote.Render(Reports.Rich() with { Reference = "ctx|{code}" }, Plenty).Should().NotContain("{code}");
    }

    [Fact]
    public void What_hides_or_turns_text_is_taken_out()
    {
        foreach (var text in Reports.Hostile)
        {
            var adf = AdfNote.Render(Reports.Everywhere(text), Plenty).ToString(Formatting.None);
            var wiki = WikiNote.Render(Reports.Everywhere(text), Plenty);
            foreach (var hidden in "\u202E\u202C\u2066\u2069\u200B\u0000\u0007\u001b\u2028")
            {
                adf.Should().NotContain(hidden.ToString());
                wiki.Should().NotContain(hidden.ToString());
            }
        }
    }

    [Theory]
    [InlineData(2_000)]
    [InlineData(8_000)]
    [InlineData(32_000)]
    public void A_note_keeps_to_the_limit_and_keeps_head_and_reference(int limit)
    {
        var adf = AdfNote.Render(Reports.Huge(), limit);
        adf.ToString(Formatting.None).Length.Should().BeLessThanOrEqualTo(limit);
        adf.ToString().Should().Contain(Reports.Reference).And.Contain("Asset context");

        var wiki = WikiNote.Render(Reports.Huge(), limit);
        wiki.Length.Should().BeLessThanOrEqualTo(limit);
        wiki.Should().Contain(Reports.Reference).And.Contain("Asset context");
    }

    [Fact]
    public async Task The_note_reads_top_down_in_ten_seconds()
    {
        await using var world = await JiraWorld.StartAsync();
        var ticket = await world.RaiseAsync();
        await world.Desk.WriteNoteAsync(ticket, Reports.Rich(), null, default);

        world
            .Notes(ticket)
            .Single()
            .Text.Split('\n')
            .Should()
            .Equal(
                "Asset context · as of 21 Nov 2026, 09:42 UTC",
                "Dana Demo · Sales, Berlin · 10:42 there · VIP",
                "✕ Act\tDisk 97 % full, 6.1 GB free · Intune, 3 h ago\t",
                "! Watch\tWarranty ends in 18 days (Premier Support, 9 Dec 2026) · Lenovo, 6 days ago",
                "+1 more\t",
                "Device\tThinkPad T14 Gen 4 · LT-0042 · PF3ABCDE · sure (0.97): serial in the text, assigned to Dana\t",
                "or\tMacBook Air · MB-0107 · less likely (0.21): assigned, silent for 41 days\t",
                "Do\t1 Swap from stock: 3 × T14 Gen 4 in Berlin",
                "2 Claim the battery before 9 Dec\t",
                "History\tThis device: 3 tickets in 90 days · HELP-1",
                "Dana: 4\t",
                "Licenses\tMicrosoft 365 E3 ✓ · Visio: asked for in the text, not entitled, 4 seats free\t",
                $"Wrong device? Link the right one and this note updates itself. · {Reports.Reference}"
            );
    }

    [Fact]
    public async Task The_vendors_own_schema_accepts_every_note()
    {
        var documents = new JArray(
            All()
                .Select(report => (JToken)AdfNote.Render(report, 32_000))
                .Concat(
                    HostileTexts.All.Add("").Select(text => PlainBody.For(JiraDeployment.Cloud, room => PlainLines.Of(text, room), "itam-1", 30_000))
                )
        );

        var (exitCode, output) = await JudgeAsync(documents);

        output.Should().Contain($"{documents.Count} judged, 0 refused");
        exitCode.Should().Be(0);
    }

    [Fact]
    public async Task The_judge_refuses_what_is_wrong()
    {
        var broken = AdfNote.Render(Reports.Rich(), Plenty);
        broken.SelectTokens("$..text").OfType<JValue>().First().Value = "";

        (await JudgeAsync([broken])).ExitCode.Should().Be(1);
    }

    private static string Html(ContextReport report) => JiraEmulator.RenderMarkup(WikiNote.Render(report, Plenty));

    private static async Task<(int ExitCode, string Output)> JudgeAsync(JArray documents)
    {
        var folder = Path.Combine(Root(), "tests", "e2e");
        Directory
            .Exists(Path.Combine(folder, "node_modules", "@atlaskit", "adf-schema"))
            .Should()
            .BeTrue("the judge needs the npm packages of tests/e2e: run ./test, it installs them");
        using var node = Process.Start(
            new ProcessStartInfo("node", "adf-judge.mjs")
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        await node.StandardInput.WriteAsync(documents.ToString(Formatting.None));
        node.StandardInput.Close();
        var errors = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync() + await errors;
        await node.WaitForExitAsync();
        return (node.ExitCode, output);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Itam.Plugins.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the project's folder.");
    }
}
