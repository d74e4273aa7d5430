using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Itam.Context.Connections;

namespace Itam.Context.Sources.MicrosoftGraph;

/// <summary>How the app registration proves itself.</summary>
internal abstract record GraphCredential
{
    public sealed record Secret(string Value) : GraphCredential;

    /// <param name="Holder">With its RSA private key.</param>
    public sealed record Certificate(X509Certificate2 Holder) : GraphCredential;
}

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
    GraphCredential? Credential,
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
        var credential = ReadCredential(reader);
        var noted = CredentialEnd.Read(reader);
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
            // A certificate knows its own end.
            noted.On is null && credential is GraphCredential.Certificate { Holder: var holder }
                ? new CredentialEnd(DateOnly.FromDateTime(holder.NotAfter.ToUniversalTime()))
                : noted
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

    private static GraphCredential? ReadCredential(SettingsReader reader)
    {
        const string Example = "the value (not the id) of a client secret";
        var file = reader.OptionalText("CertificateFile");
        var password = reader.OptionalText("CertificatePassword");
        if (reader.OptionalText("ClientSecret") is { } secret)
        {
            if (file is not null)
            {
                reader.Report("CertificateFile", "stands beside ClientSecret, so that it is unclear which to use", "leave one of them out");
            }

            return new GraphCredential.Secret(secret);
        }

        if (file is null)
        {
            reader.Report("ClientSecret", "is missing, and so is CertificateFile", Example);
            return null;
        }

        try
        {
            var certificate = file.EndsWith(".pem", StringComparison.OrdinalIgnoreCase)
                ? X509Certificate2.CreateFromPemFile(file)
                : X509CertificateLoader.LoadPkcs12FromFile(file, password);
            if (certificate.GetRSAPrivateKey() is not null)
            {
                return new GraphCredential.Certificate(certificate);
            }

            reader.Report("CertificateFile", "holds no RSA private key", "a .pfx, or a .pem with certificate and private key");
        }
        catch (Exception problem) when (problem is CryptographicException or IOException or UnauthorizedAccessException)
        {
            reader.Report("CertificateFile", "cannot be read as a certificate with its key", "/etc/itam/graph.pfx");
        }

        return null;
    }
}
