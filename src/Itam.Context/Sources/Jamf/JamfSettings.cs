using Itam.Context.Connections;

namespace Itam.Context.Sources.Jamf;

/// <param name="PageSize">Devices per call. The server's own maximum is not documented; 2000 is what clients use.</param>
/// <param name="CallsPerMinute">Jamf publishes no quota.</param>
internal sealed record JamfSettings(
    string Connection,
    TenantId Tenant,
    Uri BaseUrl,
    string ClientId,
    string ClientSecret,
    bool MobileDevices,
    int PageSize,
    double CallsPerMinute,
    CredentialEnd CredentialEnd
)
{
    public string Name => $"Jamf Pro connection '{Connection}'";

    public static JamfSettings Read(ConnectionSettings settings)
    {
        var reader = settings.Reader;
        return new(
            settings.Name,
            settings.Tenant,
            reader.Url("BaseUrl", "https://acme.jamfcloud.com"),
            reader.Text("ClientId", "the client ID from API roles and clients"),
            reader.Text("ClientSecret", "the client secret from API roles and clients"),
            reader.Flag("MobileDevices", true),
            (int)reader.Number("PageSize", 200, 1, 2000),
            reader.Number("CallsPerMinute", 120, 1, 60_000),
            CredentialEnd.Read(reader)
        );
    }
}
