using Itam.Context.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Itam.Webhooks.Receiving;

public static class ReceivingServices
{
    /// <summary>The receiving edge and the handler of what it took in. Needs the <see cref="DeskConnection"/>s and the database.</summary>
    public static IServiceCollection AddReceiving(this IServiceCollection services)
    {
        services.AddWork();
        services.AddRouting();
        services.TryAddSingleton<ConnectionRegistry>();
        services.TryAddSingleton<WebhookEndpoint>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IWorkHandler, ReceiveWebhookHandler>());
        return services;
    }

    /// <summary><c>POST /webhooks/{connection}</c>; GET and HEAD on the same address explain themselves.</summary>
    public static IEndpointRouteBuilder MapWebhooks(this IEndpointRouteBuilder routes)
    {
        const string Address = "/webhooks/{connection}";
        var endpoint = routes.ServiceProvider.GetRequiredService<WebhookEndpoint>();
        routes.MapPost(Address, (RequestDelegate)(context => endpoint.PostAsync(context, (string)context.Request.RouteValues["connection"]!)));
        routes.MapMethods(Address, [HttpMethods.Get, HttpMethods.Head], (RequestDelegate)WebhookEndpoint.HelpAsync);
        return routes;
    }

    /// <summary>Limits against slow and greedy senders (slowloris, oversize): a desk's webhook is one short request.</summary>
    public static KestrelServerOptions HardenForWebhooks(this KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(2));
        kestrel.Limits.MaxConcurrentConnections = 1024;
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        // The slack lets our own count answer first, in JSON.
        kestrel.Limits.MaxRequestBodySize = WebhookEndpoint.LargestBody + (64 << 10);
        return kestrel;
    }
}
