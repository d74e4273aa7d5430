using Itam.Context.Connections;

namespace Itam.Context.Sources.Okta;

public sealed class OktaVendor : ISourceVendor
{
    public string Kind => "okta";

    public SourceConnection Connect(ConnectionSettings settings, VendorServices services)
    {
        var access = OktaAccess.Read(settings);
        return new SourceConnection(
            settings.Name,
            settings.Tenant,
            new OktaSource(access, new OktaClient(access, services.Time, services.Handler), services.Time)
        );
    }
}
