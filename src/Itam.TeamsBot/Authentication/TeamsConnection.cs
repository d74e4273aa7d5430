using Itam.Context;
using Itam.Context.Connections;
using Itam.TeamsBot.Conversations;
using Itam.TeamsBot.Protocol;

namespace Itam.TeamsBot.Authentication;

/// <summary>A configured bot: who it is, whom it serves, and how it proves itself.</summary>
/// <param name="AppId">Lower-case GUID.</param>
/// <param name="EntraTenants">Directories whose people are served; lower-case GUIDs, the first is asked first for whoever is written to first.</param>
/// <param name="LoginTenant">Where tokens are asked for: the own tenant of a single-tenant bot, <c>botframework.com</c> for an old multi-tenant one.</param>
/// <param name="Proof">Null where the settings name none (then they were refused).</param>
public sealed record TeamsConnection(
    string Name,
    TenantId Tenant,
    string AppId,
    ClientProof? Proof,
    CredentialEnd CredentialEnd,
    IReadOnlyList<string> EntraTenants,
    string LoginTenant,
    BotCloud Cloud,
    ServiceHosts Hosts,
    AssistantSettings Assistant
)
{
    /// <summary>The value of a connection's <c>Kind</c> setting.</summary>
    public const string Kind = "teams";

    private const string ExampleId = "00000000-1111-2222-3333-444444444444";

    public string BotId => $"28:{AppId}";

    /// <summary>For messages.</summary>
    public string Title => $"Teams connection '{Name}'";

    public static TeamsConnection Read(ConnectionSettings settings)
    {
        var reader = settings.Reader;

        // The app package's own facts: read by the command that writes it.
        reader.Has("Package");
        var proof = ClientProof.Read(reader);
        var tenants = ReadTenants(reader);
        var login = reader.OptionalText("LoginTenant");
        if (login is null && tenants.Count > 1)
        {
            reader.Report("LoginTenant", "is missing, and several EntraTenants leave it open", "botframework.com for a multi-tenant bot");
        }

        if (login is not null && login.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.')))
        {
            reader.Report("LoginTenant", "is neither a tenant id nor a domain", ExampleId);
        }

        return new TeamsConnection(
            settings.Name,
            settings.Tenant,
            Guid(reader, "AppId", reader.Text("AppId", ExampleId)),
            proof,
            CredentialEnd.Read(reader, proof),
            tenants,
            login ?? tenants[0],
            BotCloud.Read(reader),
            ServiceHosts.Read(reader),
            AssistantSettings.Read(reader, settings.Name, settings.Tenant)
        );
    }

    private static IReadOnlyList<string> ReadTenants(SettingsReader reader) =>
        [
            .. reader
                .Text("EntraTenants", ExampleId)
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(id => Guid(reader, "EntraTenants", id))
                .Distinct(StringComparer.Ordinal),
        ];

    private static string Guid(SettingsReader reader, string setting, string text)
    {
        if (ChannelAccount.Normal(text) is { } id)
        {
            return id;
        }

        reader.Report(setting, $"has '{text}', which is no GUID", ExampleId);
        return ExampleId;
    }
}
