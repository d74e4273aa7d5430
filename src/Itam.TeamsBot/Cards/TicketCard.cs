using Itam.Context.Enrichment;
using Itam.TeamsBot.Languages;
using static Itam.TeamsBot.Cards.CardParts;

namespace Itam.TeamsBot.Cards;

/// <summary>A ticket with its context, for agents: verdict first, in the words of the note. One card in the triage channel, replaced in place.</summary>
public static class TicketCard
{
    private const char Between = '|';

    public static AdaptiveCard Of(CardText text, TicketAnnouncement ticket)
    {
        var title = $"{ticket.Number} {ticket.Summary}";
        var card = ticket.Report is { } report
            ? ContextCard.Of(report)
            : new AdaptiveCard
            {
                Lang = text.Language,
                FallbackText = title,
                Speak = title,
                Body = { Header(text["ticket.closed"], style: AdaptiveContainerStyle.Good) },
            };
        card.Body.Insert(
            1,
            Line(
                new AdaptiveTextRun(ticket.Number) { Weight = AdaptiveTextWeight.Bolder, SelectAction = Link(ticket) },
                new AdaptiveTextRun($"  {ticket.Summary}")
            )
        );
        List<AdaptiveAction> actions = [];
        if (Link(ticket) is { } link)
        {
            actions.Add(new AdaptiveOpenUrlAction(new Uri(link.Url)) { Title = text["open.ticket"] });
        }

        if (!ticket.Closed && ticket.DeviceId is { } device)
        {
            actions.Add(Button(text["agent.not-this"], CardVerbs.NotThis, IdOf(ticket, device)));
        }

        if (ticket is { Closed: false, RunnerUpId: { } other, Report.Devices: [_, var second, ..] })
        {
            actions.Add(
                Button(text.Of("agent.this-one", second.Identifiers.FirstOrDefault() ?? second.Name), CardVerbs.ThisOne, IdOf(ticket, other))
            );
        }

        if (ticket is { DeviceId: { } missing, Report: { } told } && told.Findings.Any(f => f.Code is "device-lost" or "device-stolen"))
        {
            actions.Add(Button(text["found.staff"], CardVerbs.FoundFor, missing.ToString("N")));
        }

        if (actions.Count > 0)
        {
            card.Body.AddRange(Buttons(actions));
        }

        return card;
    }

    /// <returns>Connection, ticket and device; null for anything else.</returns>
    public static (string Connection, string Ticket, Guid? Device)? Read(string? id) =>
        id?.Split(Between) is [var connection, var ticket, var device]
            ? (Uri.UnescapeDataString(connection), Uri.UnescapeDataString(ticket), Guid.TryParse(device, out var parsed) ? parsed : null)
            : null;

    private static string IdOf(TicketAnnouncement ticket, Guid device) =>
        string.Join(Between, Uri.EscapeDataString(ticket.Connection), Uri.EscapeDataString(ticket.TicketId), device.ToString("N"));

    private static AdaptiveOpenUrlAction? Link(TicketAnnouncement ticket) =>
        Uri.TryCreate(ticket.Url, UriKind.Absolute, out var url) && ReportText.SafeLink(url) is { } safe ? new AdaptiveOpenUrlAction(safe) : null;
}
