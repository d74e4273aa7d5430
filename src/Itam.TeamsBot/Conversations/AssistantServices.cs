using Itam.Context.Enrichment;
using Itam.Context.Lifecycle.Reports;
using Itam.Context.Work;
using Itam.TeamsBot.Sending;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Itam.TeamsBot.Conversations;

public static class AssistantServices
{
    /// <summary>What people can do in chat. Needs the equipment service, the register and the desks; comes before <see cref="BotServices.AddBot"/>.</summary>
    public static IServiceCollection AddAssistant(this IServiceCollection services, BotOptions bots)
    {
        services.TryAddSingleton(new AssistantDirectory([.. bots.Bots.Select(b => b.Assistant)]));
        services.TryAddSingleton(
            new ReportSettings(
                bots.Bots.Where(b => b.Assistant.Desk is not null).DistinctBy(b => b.Tenant).ToDictionary(b => b.Tenant, b => b.Assistant.Desk!),
                Notices: true
            )
        );
        services.TryAddSingleton<DeviceReports>();
        services.TryAddSingleton<FoundDevices>();
        services.TryAddSingleton<SecurityPeople>();
        services.TryAddSingleton<Feedback>();
        services.TryAddSingleton<ChannelMembers>();
        services.TryAddSingleton<Callers>();
        services.TryAddSingleton<AgentDirectory>();
        services.TryAddSingleton<OwnDevices>();
        services.TryAddSingleton<OverviewConversation>();
        services.TryAddSingleton<ReportConversation>();
        services.TryAddSingleton<EquipmentConversation>();
        services.TryAddSingleton<AgentConversation>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IConversation, OverviewConversation>(s => s.GetRequiredService<OverviewConversation>())
        );
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConversation, ReportConversation>(s => s.GetRequiredService<ReportConversation>()));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IConversation, EquipmentConversation>(s => s.GetRequiredService<EquipmentConversation>())
        );
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConversation, AgentConversation>(s => s.GetRequiredService<AgentConversation>()));
        services.TryAddSingleton<ActivityHandler, ItamBot>();
        services.TryAddSingleton<BotWords, AssistantWords>();
        return services;
    }

    /// <summary>What it says of its own accord: role <c>worker</c>.</summary>
    public static IServiceCollection AddAssistantWork(this IServiceCollection services)
    {
        services.AddSingleton<IWorkHandler, CaseNotices>();
        services.AddSingleton<IUndelivered, UnreachedPeople>();
        services.AddSingleton<IWorkHandler, ReportNotices>();
        services.AddSingleton<IWorkHandler, TriageCards>();
        services.AddSingleton<IWorkHandler, RaiseTicketHandler>();
        services.AddSingleton<IWorkHandler, ReportCommentHandler>();
        return services;
    }
}
