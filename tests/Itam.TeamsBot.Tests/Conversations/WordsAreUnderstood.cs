using FsCheck;
using Itam.TeamsBot.Cards;
using Itam.TeamsBot.Conversations;
using Itam.TeamsBot.Package;

namespace Itam.TeamsBot.Tests.Conversations;

public class WordsAreUnderstood
{
    private static readonly Dictionary<string, string> VerbOfCommand = new(StringComparer.Ordinal)
    {
        ["my-devices"] = CardVerbs.Devices,
        ["my-licenses"] = CardVerbs.Licenses,
        ["my-requests"] = CardVerbs.Requests,
        ["request-equipment"] = CardVerbs.Catalogue,
        ["report-a-problem"] = CardVerbs.Problem,
        ["lost-or-stolen"] = CardVerbs.Loss,
        ["return-a-device"] = CardVerbs.Return,
        ["help"] = CardVerbs.Menu,
    };

    [Fact]
    public void Every_entry_of_the_apps_menu_is_understood_in_every_language()
    {
        BotCommands.All.Select(c => c.Id).Should().BeEquivalentTo(VerbOfCommand.Keys);
        foreach (var command in BotCommands.All)
        {
            Intents.Of(command.English.Title).Should().Be(VerbOfCommand[command.Id], "{0}", command.English.Title);
            Intents.Of(command.German.Title).Should().Be(VerbOfCommand[command.Id], "{0}", command.German.Title);
        }
    }

    [Theory]
    [InlineData("My laptop was stolen!", CardVerbs.Loss)]
    [InlineData("Mein Handy ist weg, ich glaube gestohlen", CardVerbs.Loss)]
    [InlineData("can I return my old monitor?", CardVerbs.Return)]
    [InlineData("I need a new headset", CardVerbs.Catalogue)]
    [InlineData("my laptop is so slow", CardVerbs.Problem)]
    [InlineData("Drucker funktioniert nicht", CardVerbs.Problem)]
    [InlineData("WHAT DEVICES DO I HAVE", CardVerbs.Devices)]
    [InlineData("meine geräte", CardVerbs.Devices)]
    [InlineData("hello", CardVerbs.Menu)]
    [InlineData("the weather is nice", null)]
    [InlineData("", null)]
    public void Plain_sentences_find_their_way(string text, string? verb) => Intents.Of(text).Should().Be(verb);

    [Fact]
    public void Whatever_is_written_nothing_breaks() =>
        Prop.ForAll<string>(text => Intents.Of(text ?? "") is null or { Length: > 0 }).QuickCheckThrowOnFailure();
}
