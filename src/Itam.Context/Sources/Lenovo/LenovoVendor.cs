using Itam.Context.Connections;
using Itam.Context.Sources.Calls;

namespace Itam.Context.Sources.Lenovo;

/// <summary>Warranties of Lenovo devices from the support API.</summary>
internal sealed class LenovoVendor : ISourceVendor
{
    public string Kind => "lenovo";

    public SourceConnection Connect(ConnectionSettings settings, VendorServices services)
    {
        var own = LenovoSettings.Read(settings.Reader);
        return new SourceConnection(
            settings.Name,
            settings.Tenant,
            Warranty: new LenovoWarranties(settings.Name, settings.Tenant, own, services.Time, services.Handler)
        );
    }
}

/// <summary>The settings of one connection below <c>Connections:{name}</c>.</summary>
/// <param name="ClientId">The token that the Lenovo representative issues; it is the whole credential.</param>
/// <param name="BatchSize">Serials per call. Lenovo publishes no limit, so it starts at one.</param>
internal sealed record LenovoSettings(Uri WarrantyUrl, string ClientId, int BatchSize, int CallsPerMinute, CredentialEnd CredentialEnd)
{
    public static LenovoSettings Read(SettingsReader reader) =>
        new(
            reader.UrlOr("WarrantyUrl", "https://supportapi.lenovo.com/v2.5/warranty"),
            reader.Text("ClientId", "the token from your Lenovo representative"),
            (int)reader.Number("BatchSize", 1, 1, 50),
            (int)reader.Number("CallsPerMinute", 30, 1, 600),
            CredentialEnd.Read(reader)
        );

    // A record prints its members; the token must not reach a log that way.
    public override string ToString() => $"Lenovo at {WarrantyUrl}";
}
