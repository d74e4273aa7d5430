using Itam.Context.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Itam.Context.Lifecycle.Equipment;

public static class EquipmentServices
{
    /// <summary>The requests, for every role that talks to people. Needs <see cref="Storage.Database"/>.</summary>
    /// <param name="settings">With <see cref="EquipmentSettings.Notices"/> where a handler of <see cref="CaseNotice"/> runs.</param>
    public static IServiceCollection AddEquipment(this IServiceCollection services, EquipmentSettings settings)
    {
        services.AddWork();
        services.AddSingleton(settings);
        services.AddSingleton<EquipmentService>();
        return services;
    }

    /// <summary>Its timers and its tickets: the worker role.</summary>
    public static IServiceCollection AddEquipmentWork(this IServiceCollection services)
    {
        services.AddSingleton<IWorkHandler, EquipmentTimerHandler>();
        services.AddSingleton<IWorkHandler, MirrorHandler>();
        services.AddSingleton<IWorkHandler, UnreachedHandler>();
        return services;
    }
}
