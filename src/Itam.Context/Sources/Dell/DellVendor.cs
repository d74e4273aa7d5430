using Itam.Context.Connections;
using Itam.Context.Sources.Calls;

namespace Itam.Context.Sources.Dell;

/// <summary>Warranties of Dell devices from TechDirect.</summary>
internal sealed class DellVendor : ISourceVendor
{
    public string Kind => "dell";

    public SourceConnection Connect(ConnectionSettings settings, VendorServices services)
    {
        var own = DellSettings.Read(settings.Reader);
        return new SourceConnection(
            settings.Name,
            settings.Tenant,
            Warranty: new DellWarranties(settings.Name, settings.Tenant, own, services.Time, services.Handler)
        );
    }
}

/// <summary>The settings of one connection below <c>Connections:{name}</c>.</summary>
/// <param name="EntitlementsUrl">TechDirect has moved this address before, so it can be set.</param>
/// <param name="BatchSize">Service tags per call; TechDirect takes at most 100.</param>
internal sealed record DellSettings(
    Uri TokenUrl,
    Uri EntitlementsUrl,
    string ClientId,
    string ClientSecret,
    int BatchSize,
    int CallsPerMinute,
    CredentialEnd CredentialEnd
)
{
    public static DellSettings Read(SettingsReader reader) =>
        new(
            reader.UrlOr("TokenUrl", "https://apigtwb2c.us.dell.com/auth/oauth/v2/token"),
            reader.UrlOr("EntitlementsUrl", "https://apigtwb2c.us.dell.com/PROD/sbil/eapi/v5/asset-entitlements"),
            reader.Text("ClientId", "the API key of TechDirect"),
            reader.Text("ClientSecret", "the client secret of TechDirect"),
            (int)reader.Number("BatchSize", 100, 1, 100),
            (int)reader.Number("CallsPerMinute", 50, 1, 600),
            CredentialEnd.Read(reader)
        );

    // A record prints its members; the secret must not reach a log that way.
    public override string ToString() => $"Dell at {EntitlementsUrl}";
}
