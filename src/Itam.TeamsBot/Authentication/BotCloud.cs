using Itam.Context.Connections;

namespace Itam.TeamsBot.Authentication;

public enum BotCloudKind
{
    /// <summary>Worldwide, also GCC.</summary>
    Public,

    /// <summary>GCC High and DoD.</summary>
    UsGov,
    China,
}

/// <summary>The addresses of one Microsoft cloud (github.com/microsoft/botbuilder-dotnet, Microsoft.Bot.Connector/Authentication/*Constants.cs).</summary>
/// <param name="Metadata">Where the channel names its signing keys (OpenID Connect discovery).</param>
/// <param name="Issuer">The channel as issuer of tokens.</param>
/// <param name="LoginUrl">Where we ask for tokens.</param>
/// <param name="Scope">What we ask them for.</param>
/// <param name="ServiceUrl">The connector of whoever never wrote to us; null where no public one is documented.</param>
public sealed record BotCloud(Uri Metadata, string Issuer, Uri LoginUrl, string Scope, string? ServiceUrl)
{
    /// <summary>Setting <c>Cloud</c>, and one setting for each address, which wins.</summary>
    internal static BotCloud Read(SettingsReader reader)
    {
        var cloud = Of(reader.Choice("Cloud", BotCloudKind.Public));
        return new BotCloud(
            reader.Has("MetadataUrl") ? reader.Url("MetadataUrl", cloud.Metadata.AbsoluteUri) : cloud.Metadata,
            reader.OptionalText("Issuer") ?? cloud.Issuer,
            reader.Has("LoginUrl") ? reader.Url("LoginUrl", cloud.LoginUrl.AbsoluteUri) : cloud.LoginUrl,
            reader.OptionalText("Scope") ?? cloud.Scope,
            reader.Has("ServiceUrl") ? reader.Url("ServiceUrl", "https://smba.trafficmanager.net/teams").AbsoluteUri : cloud.ServiceUrl
        );
    }

    private static BotCloud Of(BotCloudKind kind) =>
        kind switch
        {
            BotCloudKind.UsGov => new BotCloud(
                new Uri("https://login.botframework.azure.us/v1/.well-known/openidconfiguration"),
                "https://api.botframework.us",
                new Uri("https://login.microsoftonline.us"),
                "https://api.botframework.us/.default",
                "https://smba.infra.gov.teams.microsoft.us/teams"
            ),
            BotCloudKind.China => new BotCloud(
                new Uri("https://login.botframework.azure.cn/v1/.well-known/openidconfiguration"),
                "https://api.botframework.azure.cn",
                new Uri("https://login.partner.microsoftonline.cn"),
                "https://api.botframework.azure.cn/.default",
                null
            ),
            _ => new BotCloud(
                new Uri("https://login.botframework.com/v1/.well-known/openidconfiguration"),
                "https://api.botframework.com",
                new Uri("https://login.microsoftonline.com"),
                "https://api.botframework.com/.default",
                "https://smba.trafficmanager.net/teams"
            ),
        };
}
