using Itam.Context.Sources.ServiceNow;

namespace Itam.Webhooks.ServiceNow;

/// <summary>A ticket as <c>table:sys_id</c>, the text in <see cref="Itam.Context.Desks.TicketRef.Id"/>.</summary>
internal readonly record struct TicketId(string Table, SysId Record)
{
    public static TicketId? Of(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
        && TicketTable.IsName(text[..colon])
        && SysId.Of(text[(colon + 1)..]) is { } id
            ? new TicketId(text[..colon], id)
            : null;

    public override string ToString() => $"{Table}:{Record}";
}
