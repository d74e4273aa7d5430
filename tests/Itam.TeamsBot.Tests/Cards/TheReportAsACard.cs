using System.Text;
using FsCheck;
using Itam.Context.Enrichment;
using Itam.TeamsBot.Cards;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Tests.Cards;

public class TheReportAsACard
{
    [Fact]
    public void It_is_an_adaptive_card_with_the_verdict_first()
    {
        var card = JObject.Parse(ContextCard.Of(Report("x")).ToJson());

        card.Value<string>("$schema").Should().Be("http://adaptivecards.io/schemas/adaptive-card.json");
        card.Value<string>("type").Should().Be("AdaptiveCard");
        card.Value<string>("version").Should().Be("1.5");
        var header = card["body"]![0]!;
        header.Value<string>("type").Should().Be("Container");
        header.Value<string>("style").Should().Be("attention");
        header["items"]![0]!.Value<string>("text").Should().Be("✕ Act");
        header["items"]![0]!.Value<string>("style").Should().Be("heading");
        Words(header).Should().Be("Disk 97 %");
    }

    [Fact]
    public void It_says_what_the_note_says_in_the_same_order()
    {
        var words = JObject.Parse(ContextCard.Of(Report("x")).ToJson())["body"]!.Skip(1).Select(Words).ToList();

        words[0].Should().StartWith("Dana x");
        words[1].Should().StartWith("✕ Act: Disk 97 % full x");
        words.Should().Contain(w => w.StartsWith("Device  ThinkPad x"));
        words.Should().Contain(w => w.StartsWith("Do  1 Swap x"));
        words[^1].Should().EndWith("ctx-7f3a9c2e");
    }

    [Fact]
    public void A_client_without_cards_and_a_screen_reader_get_the_words()
    {
        var card = JObject.Parse(ContextCard.Of(Report("x")).ToJson());

        card.Value<string>("fallbackText").Should().Contain("Disk 97 % full x").And.Contain("Device");
        card.Value<string>("speak").Should().Be("Act: Disk 97 %");
    }

    [Theory]
    [InlineData("[click](javascript:alert(1))")]
    [InlineData("**bold** _it_ `code`")]
    [InlineData("{{DATE(2026-01-01,SHORT)}}")]
    [InlineData("\",\"type\":\"Action.Submit")]
    [InlineData("<at>Everyone</at>")]
    public void Text_from_outside_stays_text(string attack)
    {
        var evil = JObject.Parse(ContextCard.Of(Report(attack)).ToJson());

        Shape(evil).Should().Be(Shape(JObject.Parse(ContextCard.Of(Report("x")).ToJson())));
        evil.Descendants()
            .OfType<JObject>()
            .Where(o => o.Value<string>("type") == "TextBlock")
            .Should()
            .OnlyContain(o => o.Value<string>("text") == "✕ Act", "a TextBlock reads Markdown");
        Words(evil["body"]![1]!).Should().Contain($"Dana {attack}");
    }

    [Fact]
    public void No_text_changes_the_shape_of_the_card()
    {
        var shape = Shape(JObject.Parse(ContextCard.Of(Report("x")).ToJson()));
        Prop.ForAll<NonNull<string>>(text => Shape(JObject.Parse(ContextCard.Of(Report("y" + ReportText.Clean(text.Get))).ToJson())) == shape)
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Only_web_links_can_be_opened()
    {
        var report = Report("x") with
        {
            History =
            [
                new ReportHistory(
                    "Dana: 2 tickets",
                    [new("HELP-1", new Uri("https://desk.example.com/1")), new("HELP-2", new Uri("javascript:alert(1)"))]
                ),
            ],
        };

        var links = JObject
            .Parse(ContextCard.Of(report).ToJson())
            .Descendants()
            .OfType<JProperty>()
            .Where(p => p.Name == "url")
            .Select(p => (string?)p.Value);

        links.Should().Equal("https://desk.example.com/1");
    }

    [Fact]
    public void The_largest_card_fits_into_Teams()
    {
        var longest = new string('W', ReportText.MaxLength);
        var report = Report(longest) with
        {
            Findings = [.. Enumerable.Repeat(new ReportFinding("c", Severity.Act, longest, longest), 3)],
            Actions = [longest, longest, longest],
            Licenses = [longest, longest, longest, longest],
        };

        Encoding.UTF8.GetByteCount(ContextCard.Of(report).ToJson()).Should().BeLessThan(25 * 1024);
    }

    private static string Words(JToken element) => string.Concat(element.SelectTokens("$..inlines[*].text").Select(t => t.Value<string>()));

    /// <summary>The card without its texts.</summary>
    private static string Shape(JObject card) =>
        string.Join(
            '\n',
            card.Descendants()
                .OfType<JProperty>()
                .Where(p => p.Name is not ("text" or "fallbackText" or "speak"))
                .Select(p => p.Value is JValue v ? $"{p.Path}={v}" : p.Path)
        );

    private static ContextReport Report(string text) =>
        new()
        {
            Reference = "ctx-7f3a9c2e",
            Fingerprint = "f",
            AsOf = new DateTimeOffset(2026, 11, 21, 9, 42, 0, TimeSpan.Zero),
            Headline = "Disk 97 %",
            Verdict = Severity.Act,
            Who = new ReportWho($"Dana {text}", ["Sales, Berlin"]),
            Findings = [new ReportFinding("storage-full", Severity.Act, $"Disk 97 % full {text}", "Intune, 3 h ago")],
            MoreFindings = 0,
            Devices = [new ReportDevice($"ThinkPad {text}", ["LT-0042", "PF3ABCDE"], "sure (0.97)", 0.97, ["serial in the text"])],
            Actions = [$"Swap {text}"],
            History = [new ReportHistory("This device: 1 ticket in 90 days", [new("HELP-3", new Uri("https://desk.example.com/3"))])],
            Licenses = [$"Visio {text}"],
            Help = "Not this device?",
        };
}
