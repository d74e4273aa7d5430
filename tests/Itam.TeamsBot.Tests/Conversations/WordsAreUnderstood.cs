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
    [InlineData("Outlook software is not working", CardVerbs.Problem)]
    [InlineData("my laptop crashes all the time", CardVerbs.Problem)]
    [InlineData("Excel has crashed again and I lost my work", CardVerbs.Problem)]
    [InlineData("my laptop lost its network connection", CardVerbs.Problem)]
    [InlineData("I can't log in to my computer", CardVerbs.Problem)]
    [InlineData("The screen of my laptop flickers", CardVerbs.Problem)]
    [InlineData("in order to print I have to restart, otherwise errors", CardVerbs.Problem)]
    [InlineData("I need a new monitor, the old one is broken", CardVerbs.Catalogue)]
    [InlineData("what is the status of my request?", CardVerbs.Requests)]
    [InlineData("which software do I have", CardVerbs.Licenses)]
    [InlineData("I found my laptop, it was in the car", CardVerbs.Found)]
    [InlineData("Mein Notebook stürzt dauernd ab", CardVerbs.Problem)]
    [InlineData("Die Software startet nicht mehr", CardVerbs.Problem)]
    [InlineData("Ich kann mich nicht anmelden", CardVerbs.Problem)]
    [InlineData("Bekomme eine Fehlermeldung in SAP", CardVerbs.Problem)]
    [InlineData("VPN-Verbindung verloren", CardVerbs.Problem)]
    [InlineData("Mein Bildschirm ist eingefroren", CardVerbs.Problem)]
    [InlineData("Ich brauche einen neuen Laptop", CardVerbs.Catalogue)]
    [InlineData("Welche Lizenzen habe ich?", CardVerbs.Licenses)]
    [InlineData("Ich habe mein Handy verloren", CardVerbs.Loss)]
    [InlineData("Das Handy ist wieder aufgetaucht", CardVerbs.Found)]
    [InlineData("the weather is nice", null)]
    [InlineData("", null)]
    public void Plain_sentences_find_their_way(string text, string? verb) => Intents.Of(text).Should().Be(verb);

    [Fact]
    public void Whatever_is_written_nothing_breaks() =>
        Prop.ForAll<string>(text => Intents.Of(text ?? "") is null or { Length: > 0 }).QuickCheckThrowOnFailure();
}
