using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Itam.Context.Connections;
using Itam.Context.Register;
using Itam.Context.Sources.Jira;
using Itam.Webhooks.Receiving;

namespace Itam.Webhooks.Jira;

/// <summary>A Jira connection as configured. The page docs/connect-jira.md explains every setting.</summary>
internal sealed partial record JiraSettings
{
    public required JiraClientOptions Client { get; init; }

    /// <summary>Where people open tickets; null where only the API's address is known.</summary>
    public required Uri? SiteUrl { get; init; }

    /// <summary>Keys of the projects that are served. Others are neither read nor searched nor written to.</summary>
    public required ImmutableHashSet<string> Projects { get; init; }

    /// <summary>Our own account id where it is configured; otherwise it is asked.</summary>
    public required string? AccountId { get; init; }

    /// <summary>Id or name of the Assets field, for sites that have several.</summary>
    public required string? AssetsField { get; init; }

    /// <summary>Names of the attributes of asset objects that hold our identifiers; the first that is filled counts.</summary>
    public required ImmutableDictionary<IdentifierKind, ImmutableArray<string>> AssetAttributes { get; init; }

    /// <summary>Null where the site's Assets are not to be read.</summary>
    public required JiraAssetRegisterOptions? AssetRegister { get; init; }

    /// <summary>Null where no requests are raised.</summary>
    public required JiraRaisingSettings? Raising { get; init; }
    public required string MarkerProperty { get; init; }
    public required int MaxNoteCharacters { get; init; }
    public required IReadOnlyList<byte[]> WebhookSecrets { get; init; }

    /// <summary>What follows "Basic " in the header; empty: this way in is closed.</summary>
    public required IReadOnlyList<byte[]> BasicCredentials { get; init; }
    public required IReadOnlyList<byte[]> AutomationSecrets { get; init; }
    public required string AutomationHeader { get; init; }
    public required IReadOnlyList<byte[]> AppClientSecrets { get; init; }

    public const string ExampleSite = "https://acme.atlassian.net";

    public static JiraSettings Read(string connection, SettingsReader reader, HttpMessageHandler? handler)
    {
        var deployment = reader.Choice("Deployment", JiraDeployment.Cloud);
        var baseUrl = reader.Url("BaseUrl", ExampleSite);
        var viaGateway = IsGateway(baseUrl);
        var settings = new JiraSettings
        {
            Client = new JiraClientOptions
            {
                Connection = connection,
                Deployment = deployment,
                BaseUrl = baseUrl,
                SignIn = ReadSignIn(reader, deployment),
                AssetsUrl =
                    deployment == JiraDeployment.DataCenter ? null
                    : reader.Has("AssetsUrl") ? reader.Url("AssetsUrl", "https://api.atlassian.com/jsm/assets")
                    : new Uri(viaGateway ? $"{baseUrl}/jsm/assets" : "https://api.atlassian.com/jsm/assets"),
                PointsPerHour = (int)reader.Number("PointsPerHour", JiraClientOptions.DefaultPointsPerHour, 100, 500_000),
                Handler = handler,
            },
            SiteUrl = TicketSite(reader, baseUrl),
            Projects = ReadProjects(reader),
            AccountId = reader.OptionalText("AccountId"),
            AssetsField = reader.OptionalText("AssetsField"),
            AssetAttributes = ReadAttributes(reader.Section("AssetAttributes")),
            AssetRegister = JiraAssetRegisterOptions.Read(reader, deployment),
            Raising = JiraRaisingSettings.Read(reader),
            MarkerProperty = reader.OptionalText("MarkerProperty") ?? "com.itam.context",
            MaxNoteCharacters = (int)reader.Number("MaxNoteCharacters", 32_000, 2_000, 100_000),
            WebhookSecrets = reader.Has("WebhookSecret") ? reader.Secrets("WebhookSecret") : [],
            BasicCredentials = BasicSecrets.Read(reader),
            AutomationSecrets = reader.Has("AutomationSecret") ? reader.Secrets("AutomationSecret") : [],
            AutomationHeader = reader.OptionalText("AutomationHeader") ?? "X-Itam-Secret",
            AppClientSecrets = reader.Has("AppClientSecret") ? reader.Secrets("AppClientSecret") : [],
        };
        if (settings.WebhookSecrets.Count + settings.BasicCredentials.Count + settings.AutomationSecrets.Count + settings.AppClientSecrets.Count == 0)
        {
            reader.Report(
                "WebhookSecret",
                "is missing, and so are WebhookUser, AutomationSecret and AppClientSecret: without one of them nobody could tell Jira's webhooks from forged ones",
                "the output of: openssl rand -base64 32"
            );
        }

        if (settings.MarkerProperty.Length > 255)
        {
            reader.Report("MarkerProperty", "is longer than 255 characters", "com.itam.context");
        }

        return settings;
    }

    /// <summary>Nobody opens tickets at Atlassian's gateway.</summary>
    public static Uri? TicketSite(SettingsReader reader, Uri baseUrl) =>
        reader.Has("SiteUrl") ? reader.Url("SiteUrl", ExampleSite)
        : IsGateway(baseUrl) ? null
        : baseUrl;

    private static bool IsGateway(Uri baseUrl) => baseUrl.Host == "api.atlassian.com";

    private static JiraSignIn ReadSignIn(SettingsReader reader, JiraDeployment deployment)
    {
        var ways = new[] { "ApiToken", "ClientId", "AccessToken" }.Where(reader.Has).ToArray();
        if (ways.Length > 1)
        {
            reader.Report(ways[1], $"is set beside {ways[0]}, but a connection signs in one way only", "leave one of them out");
        }

        if (deployment == JiraDeployment.DataCenter || ways is ["AccessToken"])
        {
            return new JiraSignIn.AccessToken(reader.Text("AccessToken", "a personal access token of the account"));
        }

        return ways is ["ClientId", ..]
            ? new JiraSignIn.ClientCredential(
                reader.Text("ClientId", "the client id of the service account's credential"),
                reader.Text("ClientSecret", "the client secret of the service account's credential"),
                reader.Has("TokenUrl") ? reader.Url("TokenUrl", DefaultTokenUrl) : new Uri(DefaultTokenUrl)
            )
            : new JiraSignIn.ApiToken(reader.Text("Email", "itam-context@acme.example"), reader.Text("ApiToken", "an API token of that account"));
    }

    private const string DefaultTokenUrl = "https://auth.atlassian.com/oauth/token";

    private static ImmutableHashSet<string> ReadProjects(SettingsReader reader)
    {
        var keys = Split(reader.Text("Projects", "HELP"));
        foreach (var key in keys.Where(key => !ProjectKey().IsMatch(key)))
        {
            reader.Report("Projects", $"names '{key}', which is no project key", "HELP,IT");
        }

        return [.. keys];
    }

    private static ImmutableDictionary<IdentifierKind, ImmutableArray<string>> ReadAttributes(SettingsReader reader) =>
        ImmutableDictionary.CreateRange<IdentifierKind, ImmutableArray<string>>([
            new(IdentifierKind.Serial, [.. Split(reader.OptionalText("Serial") ?? "Serial Number")]),
            new(IdentifierKind.AssetTag, [.. Split(reader.OptionalText("AssetTag") ?? "Asset Tag")]),
            new(IdentifierKind.Hostname, [.. Split(reader.OptionalText("Hostname") ?? "Hostname,Name")]),
        ]);

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex("^[A-Z][A-Z0-9_]{1,99}$", RegexOptions.None, 1000)]
    private static partial Regex ProjectKey();
}
