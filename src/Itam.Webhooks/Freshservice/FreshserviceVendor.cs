using Itam.Context.Connections;
using Itam.Context.Sources.Freshservice;
using Microsoft.Extensions.Logging;

namespace Itam.Webhooks.Freshservice;

internal sealed class FreshserviceVendor : IDeskVendor
{
    public string Kind => "freshservice";

    public DeskConnection Connect(ConnectionSettings settings, VendorServices services)
    {
        var own = FreshserviceSettings.Read(settings.Reader);
        var client = new FreshserviceClient(new FreshserviceAccess(settings.Name, own.Account, own.ApiKey), services.Time, services.Handler);
        var desk = new FreshserviceDesk(
            settings.Name,
            settings.Tenant,
            own.Account,
            client,
            services.Time,
            services.Logs.CreateLogger<FreshserviceDesk>()
        );
        return new DeskConnection(
            settings.Name,
            settings.Tenant,
            desk,
            new FreshserviceReceiver(own, services.Logs.CreateLogger<FreshserviceReceiver>()),
            own.Assets is { } options
                ? new FreshserviceAssetRegister(
                    settings.Tenant,
                    settings.Name,
                    client,
                    options,
                    services.Time,
                    services.Logs.CreateLogger<FreshserviceAssetRegister>()
                )
                : null
        );
    }
}
