using Itam.Context;
using Itam.Context.Desks;

namespace Itam.Webhooks.Jira;

/// <summary>Which issue a page of the site shows. The key is as good as the id to read an issue by, and needs no call.</summary>
internal static class JiraAddresses
{
    public static TicketRef? Recognise(Uri address, JiraSettings settings, TenantId tenant) =>
        settings.SiteUrl is { } site
        && SiteAddress.Of(site, address) is { } page
        && (InPath(page.Path) ?? Key(page.Parameter("selectedIssue"))) is { } key
        && settings.Projects.Contains(JiraKeys.ProjectOf(key))
            ? new TicketRef(tenant, settings.Client.Connection, key)
            : null;

    /// <summary>The agent's page, the customer's portal, and a queue with the issue opened (Cloud puts <c>jira/servicedesk</c> before it).</summary>
    private static string? InPath(string[] path) =>
        path switch
        {
            ["browse", var key] => Key(key),
            ["servicedesk", "customer", "portal", var portal, var key] when portal.Length > 0 && portal.All(char.IsAsciiDigit) => Key(key),
            ["jira", "servicedesk", .. var rest] => InQueue(rest),
            _ => InQueue(path),
        };

    private static string? InQueue(string[] path) =>
        path is ["projects", var project, "queues", .., var last] && Key(last) is { } key && JiraKeys.ProjectOf(key) == project ? key : null;

    /// <summary>Jira opens keys in any case.</summary>
    private static string? Key(string? text) =>
        text is not null && text.All(char.IsAscii) && text.ToUpperInvariant() is var key && JiraKeys.IsKey(key) ? key : null;
}
