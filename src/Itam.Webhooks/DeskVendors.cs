using Itam.Webhooks.Freshservice;
using Itam.Webhooks.Jira;
using Itam.Webhooks.ServiceNow;

namespace Itam.Webhooks;

/// <summary>The one list of desks that can be connected.</summary>
public static class DeskVendors
{
    public static IReadOnlyList<IDeskVendor> All { get; } = [new JiraVendor(), new ServiceNowVendor(), new FreshserviceVendor()];
}
