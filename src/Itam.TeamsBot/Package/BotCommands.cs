namespace Itam.TeamsBot.Package;

/// <summary>What a person can ask for by choosing it from the menu. Choosing sends the title as an ordinary message, so the bot must understand the titles of
/// every language.</summary>
/// <param name="Id">For code; never shown.</param>
/// <param name="InTeam">Also offered in a channel. What concerns one person is offered in the personal chat only: a channel has readers.</param>
public sealed record BotCommand(string Id, bool InTeam, CommandWords English, CommandWords German);

/// <param name="Title">At most 32 characters, so that phones show all of it; the schema allows 128.</param>
public sealed record CommandWords(string Title, string Description);

/// <summary>The commands of the app's menu, in its order.</summary>
public static class BotCommands
{
    public static IReadOnlyList<BotCommand> All { get; } =
    [
        new(
            "my-devices",
            InTeam: false,
            new("my devices", "Which devices I have, and how they are"),
            new("meine Geräte", "Welche Geräte ich habe und wie es ihnen geht")
        ),
        new(
            "my-licenses",
            InTeam: false,
            new("my licenses", "Which software I have a license for"),
            new("meine Lizenzen", "Für welche Software ich eine Lizenz habe")
        ),
        new("my-requests", InTeam: false, new("my requests", "How far my requests are"), new("meine Anträge", "Wie weit meine Anträge sind")),
        new(
            "request-equipment",
            InTeam: false,
            new("request equipment", "Ask for a device, an accessory or a license"),
            new("Ausstattung beantragen", "Ein Gerät, Zubehör oder eine Lizenz beantragen")
        ),
        new(
            "report-a-problem",
            InTeam: false,
            new("report a problem", "Tell the service desk that something does not work"),
            new("Problem melden", "Dem Service Desk sagen, dass etwas nicht geht")
        ),
        new(
            "lost-or-stolen",
            InTeam: false,
            new("lost or stolen", "Tell at once that a device is gone"),
            new("verloren oder gestohlen", "Sofort melden, dass ein Gerät weg ist")
        ),
        new(
            "return-a-device",
            InTeam: false,
            new("return a device", "Give back what I no longer need"),
            new("Gerät zurückgeben", "Zurückgeben, was ich nicht mehr brauche")
        ),
        new("help", InTeam: true, new("help", "What I can do for you"), new("Hilfe", "Was ich für Sie tun kann")),
    ];

    /// <summary>The commandId with which a search arrives (composeExtension/query), and the name of its one parameter.</summary>
    public const string SearchAssets = "searchAssets";

    public const string SearchParameter = "q";
}
