using Itam.Context.Sources.ServiceNow;

namespace Itam.Webhooks.ServiceNow;

/// <summary>Where the instance shows a ticket, and which ticket one of its pages shows.</summary>
internal static class TicketAddress
{
    /// <summary>The classic address, which every interface of the platform still opens.</summary>
    public static Uri Of(Uri instance, TicketId id) => new($"{instance.AbsoluteUri.TrimEnd('/')}/nav_to.do?uri={id.Table}.do%3Fsys_id%3D{id.Record}");

    /// <summary>A form, a form inside the classic or the unified navigation, or a record in a workspace. A number needs a call, so it is not recognised.</summary>
    public static TicketId? Recognise(Uri address, Uri instance) =>
        SiteAddress.Of(instance, address) is not { } page
            ? null
            : page.Path switch
            {
                ["nav_to.do"] => page.Parameter("uri") is { } form ? Form(SiteAddress.Within(form)) : null,
                ["now", "nav", "ui", "classic", "params", "target", var form] => Form(SiteAddress.Within(Uri.UnescapeDataString(form))),
                ["now", .. var workspace] when workspace.Contains("record") => Record(workspace),
                _ => Form(page),
            };

    private static TicketId? Form(SiteAddress page) =>
        page.Path is [var form] && form.EndsWith(".do", StringComparison.Ordinal) ? Ticket(form[..^3], page.Parameter("sys_id")) : null;

    /// <summary><c>&lt;workspace&gt;/record/&lt;table&gt;/&lt;sys_id&gt;</c>, after which the state of the page may follow.</summary>
    private static TicketId? Record(string[] path) =>
        path[(Array.IndexOf(path, "record") + 1)..] is [var table, var id, .. var state] && state is [] or ["params", ..] ? Ticket(table, id) : null;

    private static TicketId? Ticket(string table, string? id) =>
        TicketTable.IsName(table) && SysId.Of(id) is { } record ? new TicketId(table, record) : null;
}
