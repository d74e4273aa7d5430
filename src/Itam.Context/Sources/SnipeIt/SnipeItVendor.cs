using Itam.Context.Connections;

namespace Itam.Context.Sources.SnipeIt;

internal sealed class SnipeItVendor : ISourceVendor
{
    public string Kind => "snipe-it";

    public SourceConnection Connect(ConnectionSettings settings, VendorServices services)
    {
        var own = SnipeItSettings.Read(settings.Reader);
        var client = new SnipeItClient(settings.Name, own, services.Time, services.Handler);
        return new SourceConnection(settings.Name, settings.Tenant, new SnipeItSource(settings.Name, settings.Tenant, own, client, services.Time));
    }
}
