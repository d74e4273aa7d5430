using Itam.Context.Lifecycle.Reports;
using Itam.TeamsBot.Languages;
using static Itam.TeamsBot.Cards.CardParts;

namespace Itam.TeamsBot.Cards;

/// <summary>A report as the person who made it sees it now: on its way, with its number, or ended because the device is found. One card, replaced in place.</summary>
public static class ReportCards
{
    /// <param name="isSecurityTold">Somebody looks after security and can be reached; otherwise a loss is with the service desk alone, and the card says so.</param>
    public static AdaptiveCard Of(CardText text, DeviceReport report, bool isSecurityTold)
    {
        var ticket = report.TicketNumber is { } number
            ? new TicketShown(number, Uri.TryCreate(report.TicketUrl, UriKind.Absolute, out var url) ? url : null)
            : null;
        var (title, next) = report switch
        {
            { IsLoss: true, FoundAt: not null } => ("found.done", "found.done-next"),
            { IsLoss: true } => (isSecurityTold ? "loss.done" : "loss.done-desk", "loss.done-next"),
            { Kind: ReportKind.Return } => ("return.done", "return.done-next"),
            { TicketNumber: not null } => ("problem.ticket", "problem.ticket-next"),
            _ => ("problem.raised", "problem.raised-next"),
        };
        return ProblemCards.Raised(
            text,
            ticket,
            text[title],
            text[next],
            report is { IsLoss: true, FoundAt: null, DeviceId: { } device } ? Button(text["found.do"], CardVerbs.Found, device.ToString("N")) : null
        );
    }
}
