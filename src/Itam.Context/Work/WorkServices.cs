using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Itam.Context.Work;

public static class WorkServices
{
    /// <summary>The queue itself, for every role. Needs <see cref="Storage.Database"/> and logging; a <see cref="WorkOptions"/> or <see cref="TimeProvider"/>
    /// registered before is kept.</summary>
    public static IServiceCollection AddWork(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new WorkOptions());
        services.TryAddSingleton(new Backoff(Random.Shared.NextDouble));
        services.TryAddSingleton<WorkSignal>();
        services.TryAddSingleton<WorkQueue>();
        services.TryAddSingleton<InboxWriter>();
        return services;
    }

    /// <summary>Runs the handlers (every registered <see cref="IWorkHandler"/>) in this process: the worker role.</summary>
    public static IServiceCollection AddWorkLoop(this IServiceCollection services)
    {
        services.AddWork();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IWorkHandler, PurgeHandler>());
        services.AddHostedService<WorkLoop>();
        services.AddHostedService<WorkListener>();
        return services;
    }
}
