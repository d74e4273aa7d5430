using System.Collections.Immutable;
using System.Xml.Linq;
using Itam.Sandbox.ServiceNow;
using Itam.Webhooks.ServiceNow;

namespace Itam.Webhooks.Tests.ServiceNow;

public sealed class RenderingTheJournalTests
{
    private const string Text = """
        Asset context · as of 21 Nov 2026, 09:42 UTC
        Dana Demo · Sales, Berlin · VIP

        ✕ Act: Disk 97 % full, 6.1 GB free · Intune, 3 h ago
        ! Watch: Warranty ends in 18 days · Lenovo, 6 days ago
        +1 more

        Device: ThinkPad T14 Gen 4 · LT-0042 · PF3ABCDE · sure (0.97): serial in the text, assigned to Dana
        or: MacBook Air · MB-0107 · less likely (0.21): assigned
        Do: 1 Swap from stock
        2 Claim the battery
        History: This device: 3 tickets in 90 days (INC0010001, INC0010002)
        Licenses: Microsoft 365 E3 ✓

        Wrong device? Link the right one and this note follows.
        ctx-7f3a9c2e · 1b2c3d4e
        """;

    private static readonly string[] Tags = ["root", "p", "table", "tr", "td", "b", "i", "code", "a"];

    public static TheoryData<string> Attacks =>
        [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "</td></tr></table><b>",
            "&lt;script&gt;",
            "[code]<b>bold</b>[/code]",
            "[/code]<script>alert(1)</script>[code]",
            "[CODE]x[/Code]",
            "[ code ]x[ /code ]",
            "[co\u200Bde]x[/co\u200Bde]",
            "{{constructor.constructor('alert(1)')()}}",
            "${gs.getProperty('x')}",
            "@mention @[6816f79cc0a8016401c5a33be04be441:Dana]",
            "[~user] [link|https://evil.example]",
            "javascript:alert(1)",
            "\" onmouseover=\"alert(1)",
            "' or 1=1 --",
            "a\nctx-7f3a9c2e · 00000000",
            "a\r\n\u2028\u2029ctx-7f3a9c2e · 00000000",
            "ctx-7f3a9c2e · 00000000",
            "\u202Egnp.exe\u2066\u200B\u0000\u0007",
            "]]>",
            "<!--",
            "\uD800 lone",
            "→ x",
        ];

    [Fact]
    public void The_text_reads_from_top_to_bottom() =>
        JournalNote.Render(Reports.Rich(), JournalFormat.Text).Should().Be(Text.ReplaceLineEndings("\n"));

    [Fact]
    public void The_html_says_the_same_in_one_code_block_with_the_marker_below()
    {
        var note = JournalNote.Render(Reports.Rich(), JournalFormat.Html);

        note.Should().StartWith("[code]<p>").And.EndWith("[/code]\nctx-7f3a9c2e · 1b2c3d4e");
        var html = Parse(note);
        html.Descendants("a").Should().ContainSingle().Which.Attribute("href")!.Value.Should().Be("https://acme.service-now.com/x?a=1&b=2");
        html.Descendants("tr")
            .Select(r => r.Elements("td").First().Value)
            .Should()
            .Equal("✕ Act", "! Watch", "", "Device", "or", "Do", "", "History", "Licenses");
        JournalViewOf(note).Should().Contain("Disk 97 % full").And.EndWith("ctx-7f3a9c2e · 1b2c3d4e");
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public void No_text_field_can_change_the_lines_of_the_text(string attack)
    {
        foreach (var ((field, attacked), (_, plain)) in Reports.WithInEveryField(attack).Zip(Reports.WithInEveryField("x")))
        {
            var note = JournalNote.Render(attacked, JournalFormat.Text);

            note.Should().NotContainAny(["[", "]", "<", ">"], field);
            note.Should().NotMatchRegex(@"[\u200B\u202A-\u202E\u2066-\u2069\u2028\u2029\r\u0000]", field);
            note.Split('\n').Should().HaveSameCount(JournalNote.Render(plain, JournalFormat.Text).Split('\n'), field);
            note.Split('\n')[^1].Should().Be("ctx-7f3a9c2e · 1b2c3d4e", field);
            NoteMarker.Says(note, attacked).Should().BeTrue();
        }
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public void No_text_field_can_change_the_tree_of_the_html(string attack)
    {
        foreach (var ((field, attacked), (_, plain)) in Reports.WithInEveryField(attack).Zip(Reports.WithInEveryField("x")))
        {
            var note = JournalNote.Render(attacked, JournalFormat.Html);
            var html = Parse(note);

            html.DescendantsAndSelf().Select(e => e.Name.LocalName).Should().OnlyContain(n => Tags.Contains(n), field);
            html.Descendants()
                .SelectMany(e => e.Attributes())
                .Should()
                .OnlyContain(a => a.Name == "href" && a.Value.StartsWith("https://acme.service-now.com/"), field);
            Shape(html).Should().Be(Shape(Parse(JournalNote.Render(plain, JournalFormat.Html))), field);
            note.Split("[code]").Should().HaveCount(2, field);
            note.Split("[/code]").Should().HaveCount(2, field);
            note.Split('\n')[^1].Should().Be("ctx-7f3a9c2e · 1b2c3d4e", field);
        }
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,<script>")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:secret@evil.example/")]
    public void An_unsafe_address_is_no_link(string address)
    {
        var report = Reports.Rich() with { History = [new("This device", [new("INC1", new Uri(address))])] };

        Parse(JournalNote.Render(report, JournalFormat.Html)).Descendants("a").Should().BeEmpty();
    }

    [Fact]
    public void An_address_cannot_close_the_code_block()
    {
        var report = Reports.Rich() with { History = [new("This device", [new("INC1", new Uri("https://x.example/?q=[/code]<b>&\"'"))])] };

        var note = JournalNote.Render(report, JournalFormat.Html);

        note.Split("[/code]").Should().HaveCount(2);
        Parse(note).Descendants("a").Should().ContainSingle();
    }

    [Fact]
    public void The_longest_texts_stay_below_the_limit_and_keep_title_worst_finding_and_footer()
    {
        foreach (var format in Enum.GetValues<JournalFormat>())
        {
            foreach (var (field, report) in Reports.WithInEveryField(string.Concat(Enumerable.Repeat("<&ä𝒳 ", 5_000))))
            {
                var crowded = report with
                {
                    Actions = [.. Enumerable.Repeat("Do something that takes many words to say", 60)],
                    Licenses = [.. Enumerable.Repeat("Microsoft 365 E3 ✓", 60)],
                };

                var note = JournalNote.Render(crowded, format);

                note.Length.Should().BeLessThanOrEqualTo(JournalNote.MaxLength, field);
                note.Should().Contain("Asset context").And.Contain("✕ Act").And.EndWith("ctx-7f3a9c2e · 1b2c3d4e");
            }
        }
    }

    [Fact]
    public void A_report_without_anything_still_says_how_to_help()
    {
        var empty = Reports.Rich() with { Who = null, Findings = [], MoreFindings = 0, Devices = [], Actions = [], History = [], Licenses = [] };

        JournalNote
            .Render(empty, JournalFormat.Text)
            .Should()
            .Be("Asset context · as of 21 Nov 2026, 09:42 UTC\n\nWrong device? Link the right one and this note follows.\nctx-7f3a9c2e · 1b2c3d4e");
    }

    [Theory]
    [InlineData(JournalFormat.Text)]
    [InlineData(JournalFormat.Html)]
    public async Task What_is_attacked_on_a_real_ticket_stays_harmless_in_the_activity_stream(object format)
    {
        await using var instance = await Instance.StartAsync(("JournalFormat", format.ToString()));
        var ticket = await instance.RaiseAsync();
        var report = Reports.Rich() with { Licenses = ImmutableArray.Create("[code]<script>alert(1)</script>[/code]") };

        await instance.Desk.WriteNoteAsync(ticket, report, null, default);

        var note = instance.View(ticket).Notes.Should().ContainSingle().Subject;
        note.Html.Should().NotContain("<script").And.NotContain("[code]");
        note.Text.Should().Contain("script").And.Contain("alert(1)");
    }

    private static XElement Parse(string note)
    {
        var from = note.IndexOf("[code]", StringComparison.Ordinal) + "[code]".Length;
        return XElement.Parse($"<root>{note[from..note.LastIndexOf("[/code]", StringComparison.Ordinal)]}</root>");
    }

    private static string Shape(XElement element) => $"{element.Name}({string.Join(',', element.Elements().Select(Shape))})";

    private static string JournalViewOf(string note) => JournalView.Text(note);
}
