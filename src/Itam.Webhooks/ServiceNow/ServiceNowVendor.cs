using Itam.Context.Connections;
using Itam.Context.Sources.ServiceNow;
using Microsoft.Extensions.Logging;

namespace Itam.Webhooks.ServiceNow;

internal sealed class ServiceNowVendor : IDeskVendor
{
    public string Kind => "servicenow";

    public DeskConnection Connect(ConnectionSettings settings, VendorServices services)
    {
        var own = ServiceNowSettings.Read(settings);
        var client = new ServiceNowClient(own.Access, services.Time, services.Handler);
        var assets = own.Assets is { } options ? new ServiceNowAssetRegister(settings.Tenant, client, options, services.Time) : null;
        var desk = new ServiceNowDesk(own, client, services.Time, services.Logs.CreateLogger<ServiceNowDesk>());
        return new DeskConnection(settings.Name, settings.Tenant, desk, new ServiceNowReceiver(own), assets);
    }
}
