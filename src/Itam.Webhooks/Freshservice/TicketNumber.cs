using System.Globalization;
using System.Text.RegularExpressions;

namespace Itam.Webhooks.Freshservice;

/// <summary>A ticket's number. What people write has a prefix by type (INC-12, SR-12, #12); the number alone is unique in the account and what the API wants.</summary>
internal readonly partial record struct TicketNumber(string Prefix, long Id)
{
    /// <summary>As in the address of the API, and in <see cref="Itam.Context.Desks.TicketRef.Id"/>.</summary>
    public string Path => Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>Changes, problems, releases and tasks have numbers of their own.</summary>
    public bool IsTicket => Prefix is not ("CHN" or "CHG" or "PRB" or "REL" or "TSK" or "TASK" or "CNTR" or "PO");

    public static string Display(long id, string? type) => (type == "Service Request" ? "SR-" : "INC-") + id.ToString(CultureInfo.InvariantCulture);

    public static TicketNumber? TryParse(string? text) =>
        text is not null
        && Shape().Match(text) is { Success: true } match
        && long.Parse(match.Groups["id"].ValueSpan, CultureInfo.InvariantCulture) is > 0 and var id
            ? new TicketNumber(match.Groups["prefix"].Value.ToUpperInvariant(), id)
            : null;

    [GeneratedRegex(@"^\s*#?\s*((?<prefix>[A-Za-z]{1,10})-)?(?<id>[0-9]{1,18})\s*$", RegexOptions.ExplicitCapture, 250)]
    private static partial Regex Shape();
}
