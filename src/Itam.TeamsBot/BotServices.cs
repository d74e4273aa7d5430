using Itam.Context.Chat;
using Itam.Context.Connections;
using Itam.Context.Work;
using Itam.TeamsBot.Authentication;
using Itam.TeamsBot.Connector;
using Itam.TeamsBot.Receiving;
using Itam.TeamsBot.Sending;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Itam.TeamsBot;

/// <param name="Bots">Every connection of kind <c>teams</c>.</param>
/// <param name="Redis">"host:port" where replicas share rate limits; null where there is one process.</param>
public sealed record BotOptions(IReadOnlyList<TeamsConnection> Bots, string? Redis);

public static class BotServices
{
    /// <summary>What both roles need. Register your own <see cref="ActivityHandler"/> and <see cref="BotWords"/> before.</summary>
    public static IServiceCollection AddBot(this IServiceCollection services, BotOptions options)
    {
        services.AddWork();
        services.TryAddSingleton(options);
        services.TryAddSingleton<ActivityHandler>();
        services.TryAddSingleton<BotWords>();
        services.TryAddSingleton(s => new VendorServices(s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILoggerFactory>()));
        services.TryAddSingleton<IRateBudget>(s =>
            options.Redis is { } redis
                ? new RedisRateBudget(redis, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<RedisRateBudget>>())
                : new LocalRateBudget(s.GetRequiredService<TimeProvider>())
        );
        services.TryAddSingleton(s => new BotConnectors(options.Bots, s.GetRequiredService<IRateBudget>(), s.GetRequiredService<VendorServices>()));
        services.TryAddSingleton<InvokeAnswers>();
        services.TryAddSingleton<InvokeRunner>();
        return services;
    }

    /// <summary>The way in: role <c>bot</c>.</summary>
    public static IServiceCollection AddBotReceiving(this IServiceCollection services, BotOptions options)
    {
        services.AddBot(options);
        services.AddRouting();
        services.TryAddSingleton<ChannelKeys>();
        services.TryAddSingleton(s => new ChannelTokenValidator(
            options.Bots,
            s.GetRequiredService<ChannelKeys>(),
            s.GetRequiredService<TimeProvider>()
        ));
        services.TryAddSingleton<MessagesEndpoint>();
        services.AddHostedService(s => s.GetRequiredService<InvokeRunner>());
        return services;
    }

    /// <summary>Turns and sends from the queue: role <c>worker</c>.</summary>
    public static IServiceCollection AddBotWork(this IServiceCollection services, BotOptions options)
    {
        services.AddBot(options);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IWorkHandler, ActivityWorkHandler>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IWorkHandler, LateInvokeHandler>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IWorkHandler, TeamsSendHandler>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPurge, ChatPurge>());
        return services;
    }

    /// <summary><c>POST /api/messages</c>.</summary>
    public static IEndpointRouteBuilder MapBot(this IEndpointRouteBuilder routes)
    {
        var endpoint = routes.ServiceProvider.GetRequiredService<MessagesEndpoint>();
        routes.MapPost("/api/messages", (RequestDelegate)endpoint.PostAsync);
        return routes;
    }
}
