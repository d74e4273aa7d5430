using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Itam.Context.Lifecycle;
using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Register;
using Itam.TeamsBot.Cards;
using Itam.TeamsBot.Languages;

namespace Itam.TeamsBot.Tests.Languages;

public partial class EveryWordIsThere
{
    private static readonly ResourceManager Resources = new("Itam.TeamsBot.Languages.Words", typeof(CardText).Assembly);

    [Fact]
    public void Every_language_has_the_same_words_with_the_same_places_for_values()
    {
        var english = Words("");
        english.Should().NotBeEmpty();
        foreach (var language in CardText.Languages.Where(l => l != "en"))
        {
            var other = Words(language);
            other.Keys.Should().BeEquivalentTo(english.Keys);
            foreach (var (key, text) in english)
            {
                Places(other[key]).Should().Equal(Places(text), "'{0}' in {1}", key, language);
            }
        }
    }

    [Fact]
    public void Words_that_are_put_together_from_parts_are_all_there()
    {
        IEnumerable<string> keys =
        [
            .. Enum.GetNames<EquipmentState>().Select(s => $"state.{s}"),
            .. Enum.GetNames<EquipmentStep>().Select(s => $"step.{s}"),
            .. Enum.GetNames<WaitingFor>().Select(s => $"waits.{s}"),
            .. Enum.GetNames<NotAllowedReason>().Select(s => $"refused.{s}"),
            .. Enum.GetNames<InvalidReason>().Select(s => $"invalid.{s}"),
            .. Enum.GetNames<PolicyReason>().Select(s => $"policy.{s}"),
            .. Enum.GetNames<CaseNoticeKind>().Select(s => $"notice.{s}"),
            .. Enum.GetNames<DeviceType>().Select(s => $"type.{s.ToLowerInvariant()}"),
            .. Enum.GetNames<Encryption>().Select(s => $"encryption.{s.ToLowerInvariant()}"),
            .. EmployeeFindings.Keys.SelectMany(k => new[] { $"health.{k}", $"remedy.{k}" }),
        ];

        Words("").Keys.Should().Contain(keys);
    }

    [Fact]
    public void No_card_asks_for_words_that_do_not_exist()
    {
        var known = Words("");
        var asked = Directory
            .EnumerateFiles(Source(), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Literals().Matches(File.ReadAllText(file)).Select(m => (file, m.Groups["call"].Value, Key: m.Groups["key"].Value)))
            .ToList();

        asked.Should().NotBeEmpty();
        asked.Where(a => !known.ContainsKey(a.Key) && !known.ContainsKey(a.Key + ".one")).Should().BeEmpty();
    }

    [Fact]
    public void Nobody_reads_a_word_twice_in_English_where_German_was_meant()
    {
        var (english, german) = (Words(""), Words("de"));
        english.Where(e => e.Key.Contains('.') && e.Value.Length > 25 && german[e.Key] == e.Value).Should().BeEmpty("these were never translated");
    }

    [Theory]
    [InlineData("en-US", "9 Dec 2026, 10:42")]
    [InlineData("de-DE", "9. Dez. 2026, 10:42")]
    [InlineData("fr-FR", "9 Dec 2026, 10:42")]
    public void Moments_are_told_in_the_persons_language_and_time_zone(string culture, string expected)
    {
        var text = new CardText(
            CultureInfo.GetCultureInfo(culture),
            TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
            new DateTimeOffset(2026, 12, 9, 12, 0, 0, TimeSpan.Zero)
        );

        text.Moment(new DateTimeOffset(2026, 12, 9, 9, 42, 0, TimeSpan.Zero)).Should().Be(expected);
    }

    private static Dictionary<string, string> Words(string language) =>
        Resources
            .GetResourceSet(
                language.Length == 0 ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(language),
                createIfNotExists: true,
                tryParents: false
            )!
            .Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string)e.Value!);

    private static IEnumerable<string> Places(string text) => Placeholder().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal);

    private static string Source()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Itam.Plugins.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        }

        return Path.Combine(folder.FullName, "src", "Itam.TeamsBot");
    }

    [GeneratedRegex(@"\{\d")]
    private static partial Regex Placeholder();

    [GeneratedRegex("""[tT]ext(?<call>\[|\.Of\(|\.Count\()"(?<key>[a-zA-Z][a-zA-Z.-]*[a-zA-Z])"(\]|,|\))""")]
    private static partial Regex Literals();
}
