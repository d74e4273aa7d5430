using Itam.TeamsBot.Pictures;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Package;

/// <summary>
/// The app manifest (developer.microsoft.com/json-schemas/teams). It asks for nothing: no resource-specific consent, since the bot reads members only of
/// conversations it is in, which needs none; no files, calls, device features or pages inside Teams.
/// </summary>
internal static class TeamsManifest
{
    /// <summary>What is in it validates unchanged against each of these. An older one is for clouds that do not know the newest yet; before 1.21 there was no
    /// <c>color32x32</c>.</summary>
    public static readonly IReadOnlyList<string> Schemas = [.. Enumerable.Range(21, 10).Select(minor => $"1.{minor}")];

    public const string GermanFile = "de.json";

    public static string NewestSchema => Schemas[^1];

    public static JObject Of(TeamsAppFacts facts) =>
        new()
        {
            ["$schema"] = SchemaAddress(facts, "MicrosoftTeams.schema.json"),
            ["manifestVersion"] = facts.SchemaVersion,
            ["version"] = facts.Version,
            ["id"] = facts.AppId.ToString(),
            ["localizationInfo"] = new JObject
            {
                ["defaultLanguageTag"] = "en",
                ["additionalLanguages"] = new JArray(new JObject { ["languageTag"] = "de", ["file"] = GermanFile }),
            },
            ["developer"] = new JObject
            {
                ["name"] = facts.DeveloperName,
                ["websiteUrl"] = facts.WebsiteUrl.AbsoluteUri,
                ["privacyUrl"] = facts.PrivacyUrl.AbsoluteUri,
                ["termsOfUseUrl"] = facts.TermsOfUseUrl.AbsoluteUri,
            },
            ["name"] = new JObject { ["short"] = AppWords.English.ShortName, ["full"] = AppWords.English.FullName },
            ["description"] = new JObject { ["short"] = AppWords.English.Summary, ["full"] = AppWords.English.Description },
            ["icons"] = new JObject
            {
                ["color"] = TeamsAppPackage.ColorFile,
                ["outline"] = TeamsAppPackage.OutlineFile,
                ["color32x32"] = TeamsAppPackage.Color32File,
            },
            ["accentColor"] = AppIcons.Accent.Hex,
            ["bots"] = new JArray(
                new JObject
                {
                    ["botId"] = facts.BotId.ToString(),
                    // Team: the bot posts cards for the people who triage into one of their channels.
                    ["scopes"] = new JArray("personal", "team"),
                    ["isNotificationOnly"] = false,
                    ["supportsFiles"] = false,
                    ["commandLists"] = new JArray(CommandLists.Select(CommandList)),
                }
            ),
            ["composeExtensions"] = new JArray(ComposeExtension(facts)),
            ["defaultInstallScope"] = "personal",
            ["defaultGroupCapability"] = new JObject { ["team"] = "bot" },
            ["validDomains"] = new JArray(facts.ValidDomains),
            // Without it Microsoft Graph may not install the app for people (proactive installation). The resource is never asked for a token.
            ["webApplicationInfo"] = new JObject { ["id"] = facts.BotId.ToString(), ["resource"] = $"api://botid-{facts.BotId}" },
        };

    /// <summary>The same words in German, by their place in the manifest.</summary>
    public static JObject German(TeamsAppFacts facts)
    {
        var german = new JObject
        {
            ["$schema"] = SchemaAddress(facts, "MicrosoftTeams.Localization.schema.json"),
            ["name.short"] = AppWords.German.ShortName,
            ["name.full"] = AppWords.German.FullName,
            ["description.short"] = AppWords.German.Summary,
            ["description.full"] = AppWords.German.Description,
        };
        foreach (var (l, list) in CommandLists.Index())
        {
            foreach (var (c, command) in list.Commands.Index())
            {
                german[$"bots[0].commandLists[{l}].commands[{c}].title"] = command.German.Title;
                german[$"bots[0].commandLists[{l}].commands[{c}].description"] = command.German.Description;
            }
        }

        german["composeExtensions[0].commands[0].title"] = AppWords.German.Search.Title;
        german["composeExtensions[0].commands[0].description"] = AppWords.German.Search.Description;
        german["composeExtensions[0].commands[0].parameters[0].title"] = AppWords.German.SearchInput.Title;
        german["composeExtensions[0].commands[0].parameters[0].description"] = AppWords.German.SearchInput.Description;
        return german;
    }

    private static IReadOnlyList<(string Scope, IReadOnlyList<BotCommand> Commands)> CommandLists { get; } =
    [("personal", BotCommands.All), ("team", [.. BotCommands.All.Where(c => c.InTeam)])];

    private static JObject CommandList((string Scope, IReadOnlyList<BotCommand> Commands) list) =>
        new()
        {
            ["scopes"] = new JArray(list.Scope),
            ["commands"] = new JArray(
                list.Commands.Select(c => new JObject { ["title"] = c.English.Title, ["description"] = c.English.Description })
            ),
        };

    private static JObject ComposeExtension(TeamsAppFacts facts)
    {
        var extension = new JObject
        {
            ["botId"] = facts.BotId.ToString(),
            ["commands"] = new JArray(
                new JObject
                {
                    ["id"] = BotCommands.SearchAssets,
                    ["type"] = "query",
                    // Not "message": on a message Teams offers actions only, no searches.
                    ["context"] = new JArray("compose", "commandBox"),
                    ["title"] = AppWords.English.Search.Title,
                    ["description"] = AppWords.English.Search.Description,
                    ["initialRun"] = false,
                    ["parameters"] = new JArray(
                        new JObject
                        {
                            ["name"] = BotCommands.SearchParameter,
                            ["inputType"] = "text",
                            ["title"] = AppWords.English.SearchInput.Title,
                            ["description"] = AppWords.English.SearchInput.Description,
                        }
                    ),
                }
            ),
        };
        if (facts.LinkHosts.Count > 0)
        {
            extension["messageHandlers"] = new JArray(
                new JObject
                {
                    ["type"] = "link",
                    ["value"] = new JObject { ["domains"] = new JArray(facts.LinkHosts) },
                }
            );
        }

        return extension;
    }

    private static string SchemaAddress(TeamsAppFacts facts, string file) =>
        $"https://developer.microsoft.com/json-schemas/teams/v{facts.SchemaVersion}/{file}";
}
