using Itam.Context.Connections;

namespace Itam.Context.Sources.Jamf;

public sealed class JamfVendor : ISourceVendor
{
    public string Kind => "jamf";

    public SourceConnection Connect(ConnectionSettings settings, VendorServices services)
    {
        var own = JamfSettings.Read(settings);
        var client = new JamfClient(own, services.Time, services.Handler);
        return new SourceConnection(settings.Name, settings.Tenant, new JamfSource(own, client, services.Time));
    }
}
