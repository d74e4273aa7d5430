namespace Itam.Webhooks.Freshservice;

/// <summary>Which ticket a page of the account shows: the agent's, its older address, and the requester's portal.</summary>
internal static class TicketAddress
{
    public static TicketNumber? Recognise(Uri address, Uri account) =>
        SiteAddress.Of(account, address)?.Path is ["a" or "helpdesk" or "support", "tickets", var shown]
        && shown.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        && TicketNumber.TryParse(shown) is { IsTicket: true } number
            ? number
            : null;
}
