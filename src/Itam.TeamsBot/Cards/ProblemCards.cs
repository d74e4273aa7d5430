using Itam.Context.Enrichment;
using Itam.TeamsBot.Languages;
using static Itam.TeamsBot.Cards.CardParts;

namespace Itam.TeamsBot.Cards;

/// <summary>Report a problem: what we see already and one thing to try, before a ticket is raised.</summary>
public static class ProblemCards
{
    public const string Summary = "summary";
    public const string Details = "details";

    /// <param name="typed">What the person wrote already, so that nobody types twice.</param>
    /// <param name="missing">The summary was left out.</param>
    public static AdaptiveCard About(CardText text, DeviceHealth health, string? typed = null, string? details = null, bool missing = false)
    {
        var device = health.Device;
        var title = text["problem.title"];
        var card = new AdaptiveCard
        {
            Lang = text.Language,
            FallbackText = $"{title}: {DeviceCards.NameOf(device)}",
            Speak = $"{title}: {DeviceCards.NameOf(device)}",
            Body = { Header(title, DeviceCards.NameOf(device)), Heading(text["problem.seen"]) },
        };
        card.Body.AddRange(DeviceCards.Seen(text, health));
        if (EmployeeFindings.Of(health).Any())
        {
            card.Body.AddRange(Buttons(Button(text["problem.helped"], CardVerbs.ProblemHelped, DeviceCards.Id(device))));
        }

        card.Body.Add(Heading(text["problem.still"]));
        card.Body.AddRange(Form(text, typed, details, missing));
        card.Body.AddRange(
            Buttons(
                Send(text["problem.raise"], CardVerbs.ProblemRaise, DeviceCards.Id(device)),
                Button(text["problem.other-device"], CardVerbs.Problem)
            )
        );
        return card;
    }

    /// <summary>About nothing that the register knows.</summary>
    public static AdaptiveCard WithoutDevice(CardText text, string? typed = null, string? details = null, bool missing = false)
    {
        var title = text["problem.title"];
        var card = new AdaptiveCard
        {
            Lang = text.Language,
            FallbackText = title,
            Speak = title,
            Body = { Header(title, detail: text["problem.no-device"]) },
        };
        card.Body.AddRange(Form(text, typed, details, missing));
        card.Body.AddRange(Buttons(Send(text["problem.raise"], CardVerbs.ProblemRaise, NoDevice)));
        return card;
    }

    /// <summary>Stands where a device's id would.</summary>
    public const string NoDevice = "none";

    /// <param name="followUp">What will happen, e.g. that security has been told.</param>
    /// <param name="next">What the person may do about it now.</param>
    public static AdaptiveCard Raised(CardText text, TicketShown? ticket, string title, string followUp, AdaptiveAction? next = null)
    {
        var card = new AdaptiveCard
        {
            Lang = text.Language,
            FallbackText = $"{title} {ticket?.Number} {followUp}",
            Speak = title,
            Body = { Header($"{Severity.Ok.Symbol()} {title}", ticket?.Number, style: AdaptiveContainerStyle.Good) },
        };
        card.Body.Add(Words(followUp));
        List<AdaptiveAction> actions = [Button(text["back.menu"], CardVerbs.Menu)];
        if (ReportText.SafeLink(ticket?.Url) is { } link)
        {
            actions.Insert(0, new AdaptiveOpenUrlAction(link) { Title = text["open.ticket"] });
        }

        if (next is not null)
        {
            actions.Insert(0, next);
        }

        card.Body.AddRange(Buttons(actions));
        return card;
    }

    private static IEnumerable<AdaptiveElement> Form(CardText text, string? typed, string? details, bool missing) =>
        [
            .. missing ? [Warning(text["problem.summary-missing"])] : Array.Empty<AdaptiveElement>(),
            new AdaptiveTextInput
            {
                Id = Summary,
                Label = text["problem.summary"],
                IsRequired = true,
                ErrorMessage = text["problem.summary-missing"],
                MaxLength = 120,
                Value = typed,
            },
            new AdaptiveTextInput
            {
                Id = Details,
                Label = text["problem.details"],
                IsMultiline = true,
                MaxLength = 2000,
                Value = details,
            },
        ];
}

/// <param name="Url">For people; null where the desk's address is not known.</param>
public sealed record TicketShown(string Number, Uri? Url);
