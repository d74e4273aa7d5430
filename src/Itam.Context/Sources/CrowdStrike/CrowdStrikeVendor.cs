using Itam.Context.Connections;

namespace Itam.Context.Sources.CrowdStrike;

public sealed class CrowdStrikeVendor : ISourceVendor
{
    public string Kind => "crowdstrike";

    public SourceConnection Connect(ConnectionSettings settings, VendorServices services)
    {
        var own = CrowdStrikeSettings.Read(settings);
        var client = new CrowdStrikeClient(own, services.Time, services.Handler);
        return new SourceConnection(settings.Name, settings.Tenant, new CrowdStrikeSource(own, client, services.Time));
    }
}
