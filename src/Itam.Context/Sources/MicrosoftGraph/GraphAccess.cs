using Itam.Context.Connections;

namespace Itam.Context.Sources.MicrosoftGraph;

/// <param name="BaseUrl">With the version; national clouds have their own host.</param>
/// <param name="LoginUrl">Of the same cloud.</param>
/// <param name="DirectoryTenant">Id or domain of the Entra tenant.</param>
/// <param name="Credential">Null where the settings name none (then they were refused).</param>
/// <param name="LeaveDates">Ask for employeeLeaveDateTime, which needs a right of its own.</param>
internal sealed record GraphAccess(
    string Connection,
    TenantId Tenant,
    Uri BaseUrl,
    Uri LoginUrl,
    string DirectoryTenant,
    string ClientId,
    ClientProof? Credential,
    bool Devices,
    bool People,
    bool Licenses,
    bool LeaveDates,
    CredentialEnd CredentialEnd
)
{
    /// <summary>For messages.</summary>
    public string Name => $"Microsoft Graph connection '{Connection}'";

    public static GraphAccess Read(ConnectionSettings settings)
    {
        var reader = settings.Reader;
        var credential = ClientProof.Read(reader);
        var access = new GraphAccess(
            settings.Name,
            settings.Tenant,
            UrlOr(reader, "BaseUrl", "https://graph.microsoft.com/v1.0"),
            UrlOr(reader, "LoginUrl", "https://login.microsoftonline.com"),
            reader.Text("DirectoryTenant", "contoso.onmicrosoft.com"),
            reader.Text("ClientId", "the Application (client) ID of the app registration"),
            credential,
            reader.Flag("Devices", fallback: true),
            reader.Flag("People", fallback: true),
            reader.Flag("Licenses", fallback: true),
            reader.Flag("LeaveDates", fallback: false),
            CredentialEnd.Read(reader, credential)
        );
        if (access is { Devices: false, People: false, Licenses: false })
        {
            reader.Report("Devices", "is off, and so are People and Licenses, so that there is nothing to read", "true");
        }

        if (access.DirectoryTenant.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.')))
        {
            reader.Report("DirectoryTenant", "is neither a tenant id nor a domain", "contoso.onmicrosoft.com");
        }

        return access;
    }

    private static Uri UrlOr(SettingsReader reader, string name, string usual) => reader.Has(name) ? reader.Url(name, usual) : new Uri(usual);
}
