using Itam.Context.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Itam.Context.Lifecycle.Equipment;

public static class EquipmentServices
{
    /// <summary>The requests, for every role that talks to people. Needs <see cref="Storage.Database"/>.</summary>
    /// <param name="settings">With <see cref="EquipmentSettings.Notices"/> where a handler of <see cref="CaseNotice"/> runs, and with the
    /// <see cref="EquipmentSettings.AssetWriters"/> of its tenant.</param>
    public static IServiceCollection AddEquipment(this IServiceCollection services, EquipmentSettings settings)
    {
        services.AddWork();
        services.AddSingleton(settings);
        services.AddSingleton<EquipmentService>();
        return services;
    }

    /// <summary>Its timers, its tickets and what it writes into asset registers: the worker role. Needs <see cref="Sources.SourceDirectory"/>.</summary>
    public static IServiceCollection AddEquipmentWork(this IServiceCollection services)
    {
        services.AddSingleton<IWorkHandler, EquipmentTimerHandler>();
        services.AddSingleton<IWorkHandler, MirrorHandler>();
        services.AddSingleton<IWorkHandler, UnreachedHandler>();
        services.AddSingleton<IWorkHandler, AssetWriteHandler>();
        return services;
    }
}
