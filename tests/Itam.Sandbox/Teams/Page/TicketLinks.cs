using System.Net;
using Itam.Sandbox.Page;
using Itam.Sandbox.ServiceNow;

namespace Itam.Sandbox.Teams.Page;

/// <summary>A desk's own address of a ticket leads to the Sandbox's page of it, since the emulated desks have no pages.</summary>
internal static class TicketLinks
{
    /// <returns>Null: no ticket of these desks.</returns>
    public static string? PathOf(Board board, string? address)
    {
        if (
            !Uri.TryCreate(address, UriKind.Absolute, out var url)
            || board.Desks.FirstOrDefault(d => url.AbsolutePath.StartsWith($"/{d.Name}/", StringComparison.Ordinal)) is not { } desk
        )
        {
            return null;
        }

        var last = WebUtility.UrlDecode(url.PathAndQuery).Split('/', '=', '?')[^1];
        var number = desk is ServiceNowEmulator instance
            ? NumberOf(instance, last)
            : desk.Numbers.FirstOrDefault(n => n == last || n.EndsWith("-" + last, StringComparison.Ordinal));
        return number is null ? null : board.Ticket(desk.Name, number)?.Path;
    }

    private static string? NumberOf(ServiceNowEmulator instance, string record)
    {
        lock (instance.Lock)
        {
            return instance.Store.Of("task").FirstOrDefault(r => r["sys_id"] == record)?["number"];
        }
    }
}
