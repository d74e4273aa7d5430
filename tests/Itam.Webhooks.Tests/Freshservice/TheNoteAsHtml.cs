using System.Xml.Linq;
using Itam.Context.Enrichment;
using Itam.Webhooks.Freshservice;

namespace Itam.Webhooks.Tests.Freshservice;

public class TheNoteAsHtml
{
    private static readonly string[] AllowedTags = ["div", "b", "table", "tr", "td", "a"];

    private static readonly string[] Attacks =
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</td></tr></table><h1>gone</h1>",
        "</div><div>",
        "<!-- -->",
        "<a href=\"https://evil.example\">click</a>",
        "\" onmouseover=\"alert(1)",
        "' onclick='x",
        "&lt;script&gt;",
        "&#60;script&#62;",
        "[code]<b>x</b>[/code]",
        "{{ticket.requester.email}}",
        "{% assign x = 1 %}",
        "@ines @[Ines](user:3)",
        "[~user]",
        "javascript:alert(1)",
        "[x](javascript:alert(1))",
        "`${1}`",
        "\u202Egnp.exe",
        "a\u200Bb\u2066c\u2069",
        "line\r\nbreak\u2028\u0000\u0007",
        "\uD800 lone",
        "😀 ünïcødé",
        new string('x', 100_000),
        string.Concat(Enumerable.Repeat("<b>&\"'{", 20_000)),
    ];

    public static TheoryData<string> FieldNames => [.. Reports.Fields.Keys];

    [Theory]
    [MemberData(nameof(FieldNames))]
    public void No_text_changes_the_structure(string field)
    {
        var harmless = Shape(NoteHtml.Render(Reports.Fields[field]("x")));
        foreach (var attack in Attacks)
        {
            var html = NoteHtml.Render(Reports.Fields[field](attack));

            Shape(html).Should().Be(harmless, "field '{0}' held {1}", field, attack.Length > 60 ? attack[..60] : attack);
            html.Should().NotContainAny("{", "}", "`", "\u202E", "\u2066", "\u0000");
            html.Length.Should().BeLessThanOrEqualTo(NoteHtml.MaxLength);
        }
    }

    [Fact]
    public void Plain_lines_stay_lines_whatever_they_say()
    {
        foreach (var attack in Attacks)
        {
            var html = NoteHtml.Lines([attack, "y"]);

            Parse(html.Replace("<br>", "", StringComparison.Ordinal)).DescendantsAndSelf().Select(e => e.Name.LocalName).Should().Equal("div");
            html.Should().NotContainAny("{", "}", "`", "\u202E", "\u2066", "\u0000");
        }
    }

    [Theory]
    [MemberData(nameof(FieldNames))]
    public void Text_stays_readable(string field)
    {
        const string Odd = "5 > 3 & \"Dana's\" {{x}} <tag> 97 %";

        Parse(NoteHtml.Render(Reports.Fields[field](Odd))).Value.Should().Contain(Odd);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:password@evil.example/")]
    public void Only_web_addresses_become_links(string address)
    {
        var report = Reports.Rich with { History = [new ReportHistory("Before", [new ReportTicketLink("INC-1", new Uri(address))])] };

        var html = Parse(NoteHtml.Render(report));

        html.Descendants("a").Should().BeEmpty();
        html.Value.Should().Contain("INC-1");
    }

    [Fact]
    public void A_link_cannot_leave_its_attribute()
    {
        var report = Reports.Rich with
        {
            History = [new ReportHistory("Before", [new ReportTicketLink("INC-1", new Uri("https://x.example/?a='b\"><script>&c={{d}}"))])],
        };

        var link = Parse(NoteHtml.Render(report)).Descendants("a").Single();

        link.Attributes().Should().ContainSingle().Which.Value.Should().StartWith("https://x.example/?a=");
    }

    [Fact]
    public void It_reads_from_who_to_reference()
    {
        var lines = Parse(NoteHtml.Render(Reports.Rich))
            .DescendantsAndSelf()
            .Where(e => e.Name == "tr" || (e.Name == "div" && !e.Elements("div").Any()))
            .Select(e => string.Join(" | ", e.Name == "tr" ? e.Elements().Select(c => c.Value.Replace('\u00A0', ' ')) : [e.Value]));

        lines
            .Should()
            .Equal(
                "Asset context · as of 21 Nov 2026, 09:42 UTC",
                "Dana Demo · Sales, Berlin · VIP",
                "✕ Act | Disk 97 % full, 6.1 GB free · Intune, 3 h ago",
                "! Watch | Warranty ends in 18 days · Lenovo, 6 days ago",
                "  | +1 more",
                "Device | ThinkPad T14 Gen 4 · LT-0042 · PF3ABCDE · sure (0.97): serial in the text, assigned to Dana",
                "or | MacBook Air · MB-0107 · less likely (0.21): assigned",
                "Do | 1 Swap from stock",
                "  | 2 Claim the battery before 9 Dec",
                "History | This device: 3 tickets in 90 days · INC-12",
                "Licenses | Microsoft 365 E3 ✓ · Visio: asked for in the text, not entitled",
                "Wrong device? Link the right one on the ticket. · ctx-7f3a9c2e"
            );
    }

    [Fact]
    public void What_is_too_long_loses_the_least_important_rows_and_keeps_the_footer()
    {
        var report = Reports.Rich with { Actions = [.. Enumerable.Repeat(new string('&', 400), 40)] };

        var html = NoteHtml.Render(report);

        html.Length.Should().BeLessThanOrEqualTo(NoteHtml.MaxLength);
        Parse(html).Value.Should().Contain("Disk 97 % full").And.EndWith("ctx-7f3a9c2e").And.NotContain("Licenses");
    }

    private static XElement Parse(string html) => XElement.Parse(html, LoadOptions.PreserveWhitespace);

    private static string Shape(string html)
    {
        var root = Parse(html);
        root.DescendantsAndSelf().Select(e => e.Name.LocalName).Should().OnlyContain(tag => AllowedTags.Contains(tag));
        root.DescendantsAndSelf().Where(e => e.Name != "a").SelectMany(e => e.Attributes()).Should().BeEmpty();
        return Of(root);

        static string Of(XElement e) =>
            $"{e.Name.LocalName}[{string.Concat(e.Attributes().Select(a => a.Name))}]({string.Concat(e.Elements().Select(Of))})";
    }
}
