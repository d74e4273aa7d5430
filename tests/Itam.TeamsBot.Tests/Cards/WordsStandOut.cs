using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Tests.Cards;

/// <summary>Contrast by WCAG 2.2 (1.4.3) of everything that is read, in the colours of Teams' themes.</summary>
public class WordsStandOut
{
    private static readonly JObject Themes = JObject.Parse(File.ReadAllText(E2e.PathOf("teams-themes.json")));

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    [InlineData("contrast")]
    public void Every_word_of_every_card_has_a_contrast_of_at_least_4_5(string theme)
    {
        var read = Gallery
            .Of("en")
            .SelectMany(c => Read(c.Card.ToJObject()).Select(r => (r.Style, r.Colour, c.Name)))
            .ToLookup(r => (r.Style, r.Colour), r => r.Name);
        read.Select(r => r.Key)
            .Should()
            .Contain([("attention", "text"), ("default", "subtle"), ("default", "link"), ("emphasis", "text")], "else nothing is judged");

        var faint = read.Select(r => (r.Key, Ratio: Ratio(theme, r.Key.Style, r.Key.Colour), On: r.First())).Where(r => r.Ratio < 4.5);

        faint.Should().BeEmpty();
    }

    [Theory]
    [InlineData("#000000", "#ffffff", 21)]
    [InlineData("#767676", "#ffffff", 4.54)]
    [InlineData("#92c353", "#ffffff", 2.07)]
    [InlineData("#bf252424", "#ffffff", 6.78)]
    public void The_measure_is_right(string front, string back, double expected) => Ratio(front, back).Should().BeApproximately(expected, 0.01);

    /// <summary>The tint on which each run of text stands, and as which of the theme's colours it is drawn.</summary>
    private static IEnumerable<(string Style, string Colour)> Read(JObject card)
    {
        foreach (var words in card.Descendants().OfType<JObject>().Where(o => (string?)o["type"] is "TextBlock" or "TextRun"))
        {
            var style = words
                .Ancestors()
                .OfType<JObject>()
                .Select(a => (string?)a["type"] == "Action.ShowCard" ? "emphasis" : (string?)a["style"])
                .FirstOrDefault(s => s is not null);
            words["color"].Should().BeNull("coloured text is too faint in the light theme");
            yield return (
                style ?? "default",
                words["selectAction"] is not null ? "link"
                : (bool?)words["isSubtle"] == true ? "subtle"
                : "text"
            );
        }
    }

    private static double Ratio(string theme, string style, string colour)
    {
        var colours = Themes[theme]!["styles"]![style]!;
        return Ratio((string)colours[colour]!, (string)colours["background"]!);
    }

    private static double Ratio(string front, string back)
    {
        var (alpha, ink) = Channels(front);
        var (_, paper) = Channels(back);
        var (light, dark) = (Luminance(ink.Zip(paper, (i, p) => (alpha * i) + ((1 - alpha) * p))), Luminance(paper));
        return (Math.Max(light, dark) + 0.05) / (Math.Min(light, dark) + 0.05);
    }

    private static double Luminance(IEnumerable<double> channels) =>
        channels
            .Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))
            .Zip([0.2126, 0.7152, 0.0722], (c, weight) => c * weight)
            .Sum();

    private static (double Alpha, double[] Channels) Channels(string colour)
    {
        var bytes = Convert.FromHexString(colour[1..]).Select(b => b / 255.0).ToArray();
        return bytes.Length == 4 ? (bytes[0], bytes[1..]) : (1, bytes);
    }
}
