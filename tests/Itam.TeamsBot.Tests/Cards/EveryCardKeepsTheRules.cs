using System.Collections;
using System.Globalization;
using System.Resources;
using Itam.TeamsBot.Cards;
using Itam.TeamsBot.Languages;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Tests.Cards;

public class EveryCardKeepsTheRules
{
    public static TheoryData<string> Languages => Gallery.Languages;

    [Theory]
    [MemberData(nameof(Languages))]
    public void It_is_what_version_1_5_of_the_schema_allows(string language) => Judge(language, card => Schema.FaultsOf(card));

    [Fact]
    public void The_schema_refuses_what_is_wrong()
    {
        var card = Gallery.Of("en").Single(c => c.Name == "loss-form").Card.ToJObject();
        card["body"]![0]!["colour"] = "red";
        card.Descendants().OfType<JObject>().First(o => (string?)o["type"] == "Input.ChoiceSet")["style"] = "radio";
        card.Descendants().OfType<JObject>().First(o => (string?)o["type"] == "ActionSet")["type"] = "Carousel";
        card["version"] = "1.6";

        Schema.FaultsOf(card).Should().HaveCount(4);
    }

    /// <summary>Even when every text from outside is as long as a line of ours gets.</summary>
    [Theory]
    [MemberData(nameof(Languages))]
    public void It_fits_into_Teams(string language)
    {
        var largest = Gallery.Of(language).MaxBy(c => c.Card.Size())!;
        largest.Card.Size().Should().BeLessThanOrEqualTo(AdaptiveCard.MaxBytes, "{0} is the largest", largest);

        var longest = Gallery.Of(language, words => $"{words} {new string('Ä', 80)}"[..80]).MaxBy(c => c.Card.Size())!;
        longest.Card.Size().Should().BeLessThanOrEqualTo(AdaptiveCard.MaxBytes, "{0} is the largest of the longest", longest);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Each_button_works_in_older_clients_too(string language) =>
        Judge(
            language,
            card =>
                from action in Of(card, "Action.Execute")
                where !action.Path.StartsWith("refresh", StringComparison.Ordinal)
                let fallback = action["fallback"]
                where
                    (string?)action.Parent?.Parent?.Parent?["type"] != "ActionSet"
                    || (string?)fallback?["type"] != "Action.Submit"
                    || !JToken.DeepEquals(fallback["data"], action["data"])
                    || (string?)fallback["title"] != (string?)action["title"]
                    || (string?)fallback["associatedInputs"] != (string?)action["associatedInputs"]
                select action.Path
        );

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_data_of_a_card_say_what_and_to_what_and_nothing_else(string language) =>
        Judge(
            language,
            card =>
                from data in card.Descendants().OfType<JProperty>().Where(p => p.Name == "data").Select(p => (JObject)p.Value)
                from member in data.Properties()
                where
                    member.Name is not ("itam" or "id" or "once" or "msteams")
                    || (member.Name == "itam" && string.IsNullOrEmpty((string?)member.Value))
                select member.Path
        );

    [Theory]
    [MemberData(nameof(Languages))]
    public void Inputs_have_a_name_of_their_own_and_a_label(string language) =>
        Judge(
            language,
            card =>
            {
                var inputs = card.Descendants()
                    .OfType<JObject>()
                    .Where(o => ((string?)o["type"])?.StartsWith("Input.", StringComparison.Ordinal) == true)
                    .ToList();
                var ids = inputs.Select(i => (string)i["id"]!).ToList();
                return
                [
                    .. ids.Where(i => i is "itam" or "id" or "once" or "msteams" or "")
                        .Select(i => $"the input '{i}' would overwrite the card's data"),
                    .. ids.GroupBy(i => i).Where(g => g.Count() > 1).Select(g => $"the input '{g.Key}' is there twice"),
                    .. inputs.Where(i => string.IsNullOrWhiteSpace((string?)i["label"])).Select(i => $"{i.Path} has no label"),
                    .. inputs
                        .Where(i => (bool?)i["isRequired"] == true && string.IsNullOrWhiteSpace((string?)i["errorMessage"]))
                        .Select(i => $"{i.Path} does not say what is missing"),
                ];
            }
        );

    [Theory]
    [MemberData(nameof(Languages))]
    public void It_can_be_read_without_eyes_and_without_cards(string language) =>
        Judge(
            language,
            card =>
                [
                    .. new[] { "lang", "speak", "fallbackText" }.Where(m => string.IsNullOrWhiteSpace((string?)card[m])).Select(m => $"no {m}"),
                    .. Of(card, "Image").Where(i => string.IsNullOrWhiteSpace((string?)i["altText"])).Select(i => $"{i.Path} has no altText"),
                    .. Of(card, "TextBlock").Where(t => (bool?)t["wrap"] != true).Select(t => $"{t.Path} would be cut off"),
                    .. Of(card, "TextBlock").Any(t => (string?)t["style"] == "heading") ? Array.Empty<string>() : ["no heading"],
                    .. Actions(card).Where(a => string.IsNullOrWhiteSpace((string?)a["title"])).Select(a => $"{a.Path} has no title"),
                    .. Actions(card)
                        .GroupBy(a => ((string?)a["tooltip"] ?? (string?)a["title"], a.Parent!.Path))
                        .Where(g => g.Count() > 1)
                        .Select(g => $"two buttons are called {g.Key}"),
                ]
        );

    [Theory]
    [MemberData(nameof(Languages))]
    public void At_most_three_buttons_stand_in_a_row(string language) =>
        Judge(
            language,
            card =>
                Of(card, "ActionSet")
                    .Where(s => s["actions"]!.Count() is 0 or > 3)
                    .Select(s =>
                        $"{s.Path} has {s["actions"]!.Count()} buttons; Teams hides those after {AdaptiveActionSet.MaxActions}, people read 3"
                    )
        );

    [Fact]
    public void A_card_that_looks_different_to_others_lists_who_is_shown_their_own()
    {
        var refreshed = Gallery.Of("en").Select(c => c.Card.ToJObject()["refresh"]?["userIds"]?.Count()).Where(n => n is not null).ToList();

        refreshed.Should().NotBeEmpty().And.OnlyContain(n => n >= 1 && n <= AdaptiveRefresh.MaxUsers);
        var nobody = () => new AdaptiveRefresh(new AdaptiveExecuteAction(CardVerbs.Request, "x"), []);
        var crowd = () => new AdaptiveRefresh(new AdaptiveExecuteAction(CardVerbs.Request, "x"), [.. Enumerable.Repeat("29:1", 61)]);
        nobody.Should().Throw<ArgumentException>();
        crowd.Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData("en", "de")]
    [InlineData("de", "en")]
    public void No_card_speaks_two_languages(string language, string other)
    {
        var foreign = Sentences(other).Except(Sentences(language)).ToList();
        foreign.Should().HaveCountGreaterThan(80);

        Judge(
            language,
            card =>
                from text in card.Descendants().OfType<JValue>().Where(v => v.Type == JTokenType.String).Select(v => (string)v!)
                from sentence in foreign
                where text.Contains(sentence, StringComparison.OrdinalIgnoreCase)
                select sentence
        );
    }

    /// <summary>The words of a language that are longer than three words, up to the first place for a value.</summary>
    private static IEnumerable<string> Sentences(string language) =>
        new ResourceManager("Itam.TeamsBot.Languages.Words", typeof(CardText).Assembly)
            .GetResourceSet(
                language == "en" ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(language),
                createIfNotExists: true,
                tryParents: false
            )!
            .Cast<DictionaryEntry>()
            .Select(e => ((string)e.Value!).Split('{')[0].Trim())
            .Where(w => w.Split(' ').Length > 3);

    private static void Judge(string language, Func<JObject, IEnumerable<string>> faults)
    {
        var cards = Gallery.Of(language);
        cards.Should().HaveCountGreaterThan(50);
        cards.SelectMany(c => faults(c.Card.ToJObject()).Select(f => $"{c.Name}: {f}")).Should().BeEmpty();
    }

    private static IEnumerable<JObject> Of(JObject card, string type) => card.Descendants().OfType<JObject>().Where(o => (string?)o["type"] == type);

    private static IEnumerable<JObject> Actions(JObject card) => Of(card, "ActionSet").SelectMany(s => s["actions"]!.OfType<JObject>());
}
