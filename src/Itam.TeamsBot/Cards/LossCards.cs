using Itam.Context.Enrichment;
using Itam.Context.Lifecycle.Reports;
using Itam.Context.Register;
using Itam.TeamsBot.Languages;
using static Itam.TeamsBot.Cards.CardParts;

namespace Itam.TeamsBot.Cards;

/// <summary>Lost or stolen: who reports which device, and when it was seen last, are shown back before anything is done.</summary>
public static class LossCards
{
    public const string How = "how";
    public const string Lost = "lost";
    public const string Stolen = "stolen";
    public const string Where = "where";

    /// <param name="isSecurityTold">There is somebody who looks after security; otherwise the service desk alone hears of it.</param>
    /// <param name="once">Tells this form from every other: a device may be lost, found and lost again.</param>
    public static AdaptiveCard Form(CardText text, Person person, Device device, bool isSecurityTold, string once)
    {
        var title = text["loss.title"];
        var card = new AdaptiveCard
        {
            Lang = text.Language,
            FallbackText = $"{title}: {DeviceCards.NameOf(device)}",
            Speak = $"{title}: {DeviceCards.NameOf(device)}",
            Body =
            {
                Header(title, DeviceCards.NameOf(device), style: AdaptiveContainerStyle.Warning),
                Fact(text["loss.you"], person.Email is { } email ? $"{person.DisplayName} ({email})" : person.DisplayName),
                Fact(text["fact.serial"], device.Serial ?? "–"),
                Fact(text["fact.seen"], device.LastSeenAt is { } seen ? $"{text.Ago(seen)} ({text.Moment(seen)})" : text["seen.never"]),
                Words(text[isSecurityTold ? "loss.what-happens" : "loss.what-happens-desk"]),
                new AdaptiveChoiceSetInput
                {
                    Id = How,
                    Label = text["loss.how"],
                    Style = "expanded",
                    IsRequired = true,
                    ErrorMessage = text["loss.how-missing"],
                    Value = Lost,
                    Choices = { new AdaptiveChoice(text["loss.lost"], Lost), new AdaptiveChoice(text["loss.stolen"], Stolen) },
                },
                new AdaptiveTextInput
                {
                    Id = Where,
                    Label = text["loss.where"],
                    IsMultiline = true,
                    MaxLength = 1000,
                },
            },
        };
        card.Body.AddRange(
            Buttons(Send(text["loss.report"], CardVerbs.LossReport, DeviceCards.Id(device), once), Button(text["back.menu"], CardVerbs.Menu))
        );
        return card;
    }

    /// <summary>To security, at once; in its place later that the device is found.</summary>
    /// <param name="said">In the reporter's own words.</param>
    public static AdaptiveCard ForSecurity(CardText text, Person person, Device device, DeviceReport report, string? said)
    {
        var isFound = report.FoundAt is not null;
        var title = text[
            isFound ? "security.found"
            : report.Kind == ReportKind.Stolen ? "security.stolen"
            : "security.lost"
        ];
        var card = new AdaptiveCard
        {
            Lang = text.Language,
            FallbackText = $"{title}: {DeviceCards.NameOf(device)}, {person.DisplayName}",
            Speak = title,
            Body =
            {
                Header(
                    $"{(isFound ? Severity.Ok : Severity.Act).Symbol()} {title}",
                    DeviceCards.NameOf(device),
                    style: isFound ? AdaptiveContainerStyle.Good : AdaptiveContainerStyle.Attention
                ),
                Fact(text["fact.holder"], person.Email is { } email ? $"{person.DisplayName} ({email})" : person.DisplayName),
                Fact(text["fact.serial"], device.Serial ?? "–"),
                Fact(text["fact.encryption"], text["encryption." + device.Encryption.ToString().ToLowerInvariant()]),
                Fact(text["fact.seen"], device.LastSeenAt is { } seen ? text.Moment(seen) : text["seen.never"]),
            },
        };
        if (said is { Length: > 0 })
        {
            card.Body.Add(Fact(text["security.said"], said));
        }

        if (report.TicketNumber is { } ticket)
        {
            card.Body.Add(Fact(text["fact.ticket"], ticket));
        }

        card.Body.Add(Words(text[isFound ? "security.found-do" : "security.do"]));
        if (!isFound)
        {
            card.Body.AddRange(Buttons(Button(text["found.staff"], CardVerbs.FoundFor, DeviceCards.Id(device))));
        }

        return card;
    }
}
