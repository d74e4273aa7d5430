using Itam.Context.Connections;

namespace Itam.Context.Sources.MicrosoftGraph;

public sealed class MicrosoftGraphVendor : ISourceVendor
{
    public string Kind => "microsoft-graph";

    public SourceConnection Connect(ConnectionSettings settings, VendorServices services)
    {
        var access = GraphAccess.Read(settings);
        return new SourceConnection(
            settings.Name,
            settings.Tenant,
            new GraphSource(access, new GraphClient(access, services.Time, services.Handler), services.Time)
        );
    }
}
