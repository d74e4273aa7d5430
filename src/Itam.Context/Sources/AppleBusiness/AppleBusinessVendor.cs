using Itam.Context.Connections;

namespace Itam.Context.Sources.AppleBusiness;

public sealed class AppleBusinessVendor : ISourceVendor
{
    public string Kind => "apple-business";

    public SourceConnection Connect(ConnectionSettings settings, VendorServices services)
    {
        var own = AppleBusinessSettings.Read(settings);
        var client = new AppleBusinessClient(own, services.Time, services.Handler);
        var checks = new AppleBusinessChecks(own, client, services.Time);
        return new SourceConnection(
            settings.Name,
            settings.Tenant,
            new AppleBusinessSource(own, client, checks, services.Time),
            new AppleCareCoverage(own, client, checks)
        );
    }
}
