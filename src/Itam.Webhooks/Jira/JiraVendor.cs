using Itam.Context.Connections;
using Itam.Context.Sources.Jira;
using Microsoft.Extensions.Logging;

namespace Itam.Webhooks.Jira;

/// <summary>Connects Jira Service Management: Cloud, and Data Center with <c>Deployment</c>.</summary>
public sealed class JiraVendor : IDeskVendor
{
    public string Kind => "jira";

    public DeskConnection Connect(ConnectionSettings settings, VendorServices services)
    {
        var jira = JiraSettings.Read(settings.Name, settings.Reader, services.Handler);
        var self = new JiraOwnAccount(jira.AccountId);
        var client = new JiraClient(jira.Client, services.Time);
        var desk = new JiraDesk(settings.Tenant, jira, self, client, services.Time, services.Logs.CreateLogger<JiraDesk>());
        var assets = jira.AssetRegister is { } register
            ? new JiraAssetRegister(settings.Tenant, settings.Name, client, register, services.Time)
            : null;
        return new DeskConnection(settings.Name, settings.Tenant, desk, new JiraReceiver(jira, self), assets);
    }

    public Uri? TicketSite(SettingsReader reader) => JiraSettings.TicketSite(reader, reader.Url("BaseUrl", JiraSettings.ExampleSite));
}
