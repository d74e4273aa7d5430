using FsCheck;
using Itam.Context.Enrichment;
using Itam.Webhooks.Tests;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Tests.Cards;

/// <summary>Every text from outside, in every card at once: names, tags, tickets, wishes, comments, what somebody typed.</summary>
public class TextFromOutsideStaysText
{
    private static readonly Dictionary<string, string> Harmless = Gallery
        .Of("en", _ => "x")
        .ToDictionary(c => c.Name, c => Shape(c.Card.ToJObject()));

    public static TheoryData<string> Attacks =>
        [
            .. HostileTexts.All,
            "[click](javascript:alert(1))",
            "**bold** _it_ `code` # Heading",
            "- a list",
            "{{DATE(2026-01-01,SHORT)}}",
            "\",\"type\":\"Action.Submit",
            "<at>Everyone</at>",
            "<speak><break time='9s'/></speak>",
        ];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void It_changes_no_card(string attack)
    {
        foreach (var card in Gallery.Of("en", _ => attack))
        {
            var json = card.Card.ToJObject();
            Shape(json).Should().Be(Harmless[card.Name], "that is {0}", card);
            ((string)json["speak"]!).Should().NotContainAny("<", ">");
            ((string)json["fallbackText"]!).Should().NotContain("](");
        }
    }

    [Fact]
    public void No_text_at_all_changes_a_card()
    {
        Prop.ForAll<NonNull<string>>(text =>
                Gallery.Of("en", _ => "y" + ReportText.Clean(text.Get)).All(c => Shape(c.Card.ToJObject()) == Harmless[c.Name])
            )
            .Check(
                new Configuration
                {
                    MaxNbOfTest = 25,
                    QuietOnSuccess = true,
                    Runner = Config.QuickThrowOnFailure.Runner,
                }
            );
    }

    /// <summary>The card without what is shown as plain text. What a TextBlock says stays in, since that is Markdown: it must be ours.</summary>
    private static string Shape(JObject card) =>
        string.Join(
            '\n',
            card.Descendants().OfType<JProperty>().Select(p => p.Value is JValue value && !IsPlainText(p) ? $"{p.Path}={value}" : p.Path)
        );

    private static bool IsPlainText(JProperty property) =>
        property.Name switch
        {
            "fallbackText" or "speak" => property.Parent!.Parent is null,
            "text" => (string?)property.Parent!["type"] == "TextRun",
            "title" or "tooltip" => ((string?)property.Parent!["type"])?.StartsWith("Action.", StringComparison.Ordinal) == true,
            "value" => (string?)property.Parent!["type"] == "Input.Text",
            _ => false,
        };
}
