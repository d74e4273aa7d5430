using System.Security.Cryptography;
using Itam.Context.Connections;

namespace Itam.Context.Sources.Okta;

internal abstract record OktaCredential
{
    /// <summary>An API token: has the rights of the administrator who made it.</summary>
    public sealed record ApiToken(string Value) : OktaCredential;

    /// <summary>A service app that proves itself by its private key; has only the scopes that were granted.</summary>
    public sealed record ServiceApp(string ClientId, RSA Key, string? KeyId) : OktaCredential;
}

/// <param name="Credential">Null where the settings name none (then they were refused).</param>
internal sealed record OktaAccess(
    string Connection,
    TenantId Tenant,
    Uri BaseUrl,
    OktaCredential? Credential,
    bool Devices,
    bool People,
    CredentialEnd CredentialEnd
)
{
    /// <summary>For messages.</summary>
    public string Name => $"Okta connection '{Connection}'";

    public static OktaAccess Read(ConnectionSettings settings)
    {
        const string Example = "https://acme.okta.com";
        var reader = settings.Reader;
        var url = reader.Url("BaseUrl", Example);
        if (url.Host.Contains("-admin.", StringComparison.OrdinalIgnoreCase))
        {
            reader.Report("BaseUrl", "is the address of the admin console, where the API does not answer", Example);
        }

        var access = new OktaAccess(
            settings.Name,
            settings.Tenant,
            url,
            ReadCredential(reader),
            reader.Flag("Devices", fallback: true),
            reader.Flag("People", fallback: true),
            CredentialEnd.Read(reader)
        );
        if (access is { Devices: false, People: false })
        {
            reader.Report("Devices", "is off, and so is People, so that there is nothing to read", "true");
        }

        return access;
    }

    private static OktaCredential? ReadCredential(SettingsReader reader)
    {
        var token = reader.OptionalText("Token");
        var keyId = reader.OptionalText("KeyId");
        var file = reader.OptionalText("PrivateKeyFile");
        if (token is not null)
        {
            if (file is not null)
            {
                reader.Report("PrivateKeyFile", "stands beside Token, so that it is unclear which to use", "leave one of them out");
            }

            return new OktaCredential.ApiToken(token);
        }

        if (file is null && !reader.Has("ClientId"))
        {
            reader.Report("Token", "is missing, and so are ClientId and PrivateKeyFile", "an API token, or better a service app with its key");
            return null;
        }

        var client = reader.Text("ClientId", "the Client ID of the API Services app");
        var path = reader.Text("PrivateKeyFile", "/etc/itam/okta.pem");
        var key = RSA.Create();
        try
        {
            if (file is not null)
            {
                key.ImportFromPem(File.ReadAllText(path));
            }

            return new OktaCredential.ServiceApp(client, key, keyId);
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            key.Dispose();
            reader.Report("PrivateKeyFile", "cannot be read as an RSA private key in PEM format", "/etc/itam/okta.pem");
            return null;
        }
    }
}
