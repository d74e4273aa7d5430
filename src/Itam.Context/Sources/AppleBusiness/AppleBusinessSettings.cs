using Itam.Context.Connections;

namespace Itam.Context.Sources.AppleBusiness;

/// <param name="TokenUrl">Where the assertion is sent. Not the same as <paramref name="Audience"/>, which has /v2/ in it.</param>
/// <param name="PrivateKey">PKCS#8 or SEC 1 PEM of the P-256 key that was downloaded once.</param>
/// <param name="CallsPerMinute">Apple publishes no limit; all integrations of an organisation share it.</param>
internal sealed record AppleBusinessSettings(
    string Connection,
    TenantId Tenant,
    Uri BaseUrl,
    Uri TokenUrl,
    string Audience,
    string Scope,
    string ClientId,
    string KeyId,
    string PrivateKey,
    int PageSize,
    double CallsPerMinute,
    CredentialEnd CredentialEnd
)
{
    private const string DefaultBaseUrl = "https://api-business.apple.com";
    private const string DefaultTokenUrl = "https://account.apple.com/auth/oauth2/token";

    public string Name => $"Apple Business connection '{Connection}'";

    public static AppleBusinessSettings Read(ConnectionSettings settings)
    {
        var reader = settings.Reader;
        var baseUrl = reader.Has("BaseUrl") ? reader.Url("BaseUrl", DefaultBaseUrl) : new Uri(DefaultBaseUrl);
        return new(
            settings.Name,
            settings.Tenant,
            baseUrl,
            reader.Has("TokenUrl") ? reader.Url("TokenUrl", DefaultTokenUrl) : new Uri(DefaultTokenUrl),
            reader.OptionalText("Audience") ?? "https://account.apple.com/auth/oauth2/v2/token",
            reader.OptionalText("Scope") ?? (baseUrl.Host.Contains("school", StringComparison.Ordinal) ? "school.api" : "business.api"),
            reader.Text("ClientId", "BUSINESSAPI.01234567-89ab-cdef-0123-456789abcdef"),
            reader.Text("KeyId", "the key ID shown beside the API account"),
            Key(reader),
            (int)reader.Number("PageSize", 1000, 1, 1000),
            reader.Number("CallsPerMinute", 20, 1, 60_000),
            CredentialEnd.Read(reader)
        );
    }

    /// <summary>The key from the configuration or from a file. Empty where it is not usable, which is then reported.</summary>
    private static string Key(SettingsReader reader)
    {
        const string File = "/etc/itam/apple-business.pem";
        const string Example = "the text of the .pem file, or set PrivateKeyFile to its path";
        var inline = reader.OptionalText("PrivateKey");
        if (reader.OptionalText("PrivateKeyFile") is { } path)
        {
            if (inline is not null)
            {
                reader.Report("PrivateKey", "is set beside PrivateKeyFile, so that it is not clear which one counts", "leave one of them out");
            }

            try
            {
                return Checked(reader, "PrivateKeyFile", System.IO.File.ReadAllText(path), File);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                reader.Report("PrivateKeyFile", $"cannot be read ({unreadable.Message})", File);
                return "";
            }
        }

        return inline is not null
            ? Checked(reader, "PrivateKey", inline.Replace("\\n", "\n", StringComparison.Ordinal), Example)
            : reader.Text("PrivateKey", Example);
    }

    private static string Checked(SettingsReader reader, string name, string pem, string example)
    {
        if (ClientAssertion.WhatIsWrongWith(pem) is { } problem)
        {
            reader.Report(name, problem, example);
        }

        return pem;
    }
}
