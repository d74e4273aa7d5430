using System.Globalization;
using Itam.Context.Enrichment;
using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Lifecycle.Reports;
using Itam.TeamsBot.Cards;
using Itam.TeamsBot.Languages;
using static Itam.Context.Lifecycle.Equipment.EquipmentAction;
using static Itam.Context.Lifecycle.Equipment.EquipmentState;

namespace Itam.TeamsBot.Tests.Cards;

/// <summary>One card of every kind, in every state that looks different, as full as it gets. What holds for all cards is tested over this.</summary>
internal static class Gallery
{
    private const string ViewerId = "29:1dana";

    public static TheoryData<string> Languages => [.. CardText.Languages];

    /// <param name="outside">Stands in for every text from outside; by default the text itself.</param>
    public static IReadOnlyList<GalleryCard> Of(string language, Func<string, string>? outside = null)
    {
        var text = new CardText(CultureInfo.GetCultureInfo(language), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), GalleryCompany.Now);
        var company = new GalleryCompany(outside ?? (words => words));
        return
        [
            .. Own(text, company).Concat(Equipment(text, company)).Concat(Desk(text, company)).Select(c => new GalleryCard(c.Name, language, c.Card)),
        ];
    }

    private static IEnumerable<(string Name, AdaptiveCard Card)> Own(CardText text, GalleryCompany company)
    {
        var device = company.DeviceAt(0);
        yield return ("menu-welcome", MenuCard.Of(text, text["menu.welcome"], company.Help, canAsk: true));
        yield return ("menu-not-understood", MenuCard.Of(text, text["menu.not-understood"], HumanHelp.None, canAsk: false));
        foreach (var count in new[] { 0, 1, 3, 8, 12 })
        {
            yield return ($"devices-{count}", DeviceCards.All(text, company.Devices(count), company.Help));
        }

        yield return ("device-troubled", DeviceCards.One(text, company.TroubledDevice()));
        yield return ("device-watch", DeviceCards.One(text, company.DeviceAt(3)));
        yield return ("device-fine", DeviceCards.One(text, company.DeviceAt(2)));
        yield return ("device-unknown", DeviceCards.One(text, company.DeviceAt(6)));
        var otherwise = CardParts.Button(text["problem.none-of-these"], CardVerbs.Problem, ProblemCards.NoDevice);
        yield return (
            "problem-pick",
            DeviceCards.Pick(text, text["problem.pick"], CardVerbs.Problem, [.. company.Devices(4).Select(d => d.Device)], company.Help, otherwise)
        );
        yield return (
            "return-pick",
            DeviceCards.Pick(text, text["return.pick"], CardVerbs.Return, [.. company.Devices(12).Select(d => d.Device)], company.Help)
        );
        yield return ("loss-pick-none", DeviceCards.Pick(text, text["loss.pick"], CardVerbs.Loss, [], company.Help));
        yield return ("problem-about", ProblemCards.About(text, device));
        yield return (
            "problem-about-full",
            ProblemCards.About(text, company.TroubledDevice(), company.Requester.Name, company.Requester.Name, missing: true)
        );
        yield return ("problem-nothing-seen", ProblemCards.About(text, company.DeviceAt(2)));
        yield return ("problem-without-device", ProblemCards.WithoutDevice(text));
        yield return ("problem-on-its-way", ProblemCards.Raised(text, null, text["problem.raised"], text["problem.raised-next"]));
        yield return (
            "problem-ticket",
            ProblemCards.Raised(
                text,
                new TicketShown(company.Tickets(1)[0].Number, new Uri("https://desk.example.com/browse/HELP-7")),
                text["problem.ticket"],
                text["problem.ticket-next"]
            )
        );
        yield return ("loss-form", LossCards.Form(text, company.Dana, device.Device, isSecurityTold: true, "0123456789abcdef"));
        yield return ("loss-form-no-security", LossCards.Form(text, company.Dana, device.Device, isSecurityTold: false, "0123456789abcdef"));
        yield return ("loss-reported", ReportCards.Of(text, company.Loss(ReportKind.Stolen, hasTicket: false), isSecurityTold: true));
        yield return ("loss-ticket", ReportCards.Of(text, company.Loss(ReportKind.Lost), isSecurityTold: false));
        yield return ("loss-found", ReportCards.Of(text, company.Loss(ReportKind.Lost, isFound: true), isSecurityTold: true));
        yield return ("device-lost", DeviceCards.One(text, company.LostDevice(), text["loss.known"]));
        var where = company.Requester.Name;
        yield return ("security-stolen", LossCards.ForSecurity(text, company.Dana, device.Device, company.Loss(ReportKind.Stolen), where));
        yield return (
            "security-lost",
            LossCards.ForSecurity(text, company.Dana, company.DeviceAt(6).Device, company.Loss(ReportKind.Lost, hasTicket: false), null)
        );
        yield return ("security-found", LossCards.ForSecurity(text, company.Dana, device.Device, company.Loss(ReportKind.Lost, isFound: true), null));
        yield return ("return-form", ReturnCards.Form(text, device.Device));
        yield return ("licenses-0", LicensesCard.Of(text, [], company.Help));
        yield return ("licenses-5", LicensesCard.Of(text, company.Licenses(5), company.Help));
        yield return ("licenses-25", LicensesCard.Of(text, company.Licenses(25), company.Help));
    }

    private static IEnumerable<(string Name, AdaptiveCard Card)> Equipment(CardText text, GalleryCompany company)
    {
        yield return ("catalogue-0", CatalogueCards.Of(text, CataloguePage.Of(text, [], null), HumanHelp.None));
        yield return ("catalogue-5", CatalogueCards.Of(text, CataloguePage.Of(text, company.Offers(5), null), company.Help));
        yield return ("catalogue-20", CatalogueCards.Of(text, CataloguePage.Of(text, company.Offers(20), null), company.Help));
        yield return ("catalogue-20-on", CatalogueCards.Of(text, CataloguePage.Of(text, company.Offers(20), "1"), company.Help));
        yield return ("ask", CatalogueCards.Ask(text, company.Offers(1)[0], "0123456789abcdef"));
        yield return (
            "ask-again",
            CatalogueCards.Ask(
                text,
                company.Offers(4)[3] with
                {
                    Held = 2,
                },
                "0123456789abcdef",
                company.Requester.Name,
                "2026-12-01",
                "90",
                text["invalid.OutOfRange"]
            )
        );
        yield return ("requests-0", RequestsCard.Of(text, new(), [], [], [], []));
        EquipmentRequestView[] waiting = [company.Request(AwaitingApproval, ViewerRole.Approver)];
        EquipmentRequestView[] mine =
        [
            .. new[] { AwaitingApproval, Reserved, Shipped, OnLoan, Overdue, Refused, Completed }.Select(s =>
                company.Request(s, ViewerRole.Requester)
            ),
        ];
        yield return ("requests-all", RequestsCard.Of(text, new(), waiting, [], [.. mine.Take(3)], company.Tickets(3)));
        EquipmentRequestView[] lent = [.. new[] { Overdue, OnLoan, OnLoan, Waitlisted }.Select(s => company.Request(s, ViewerRole.Stockroom))];
        yield return ("requests-many", RequestsCard.Of(text, new(), [.. Enumerable.Repeat(waiting[0], 9)], lent, mine, company.Tickets(9)));
        yield return ("requests-lent-on", RequestsCard.Of(text, new(RequestsSection.Lent, 3), [], lent, [], []));
        EquipmentAction[] decide = [Approve, Refuse, EquipmentAction.Delegate];
        EquipmentStep[] long_ =
        [
            EquipmentStep.Asked,
            EquipmentStep.Reminded,
            EquipmentStep.Delegated,
            EquipmentStep.Escalated,
            EquipmentStep.SecondApprovalAsked,
            EquipmentStep.Reminded,
            EquipmentStep.Delegated,
        ];
        yield return ("approval", Card(company.Request(AwaitingApproval, ViewerRole.Approver, decide, facts: true)));
        yield return ("approval-full", Card(company.Request(AwaitingSecondApproval, ViewerRole.Approver, decide, long_, facts: true, full: true)));
        yield return ("stockroom-to-hand-over", Card(company.Request(Reserved, ViewerRole.Stockroom, [HandOver, Ship, Cancel], long_, full: true)));
        yield return ("stockroom-loan", Card(company.Request(OnLoan, ViewerRole.Stockroom, [Return, Reclaim])));
        foreach (var state in Enum.GetValues<EquipmentState>())
        {
            EquipmentAction[] may =
                state is HandedOver or Shipped ? [Confirm]
                : state.IsFinal() || state.IsWithRecipient() ? []
                : [Cancel];
            EquipmentStep last = state switch
            {
                Refused => EquipmentStep.Refused,
                Cancelled => EquipmentStep.Cancelled,
                AwaitingApproval => EquipmentStep.Reminded,
                _ => EquipmentStep.Approved,
            };
            yield return ($"request-{state}", Card(company.Request(state, ViewerRole.Requester, may, [EquipmentStep.Asked, last])));
        }

        var late = company.Request(Approved, ViewerRole.Approver, [], [EquipmentStep.Asked, EquipmentStep.Approved]);
        yield return (
            "too-late",
            EquipmentCard.Of(text, late, ViewerId, text.Of("late.decided", text["step.Approved"], company.Kim.Name, text.Moment(GalleryCompany.Now)))
        );

        AdaptiveCard Card(EquipmentRequestView view) => EquipmentCard.Of(text, view, ViewerId);
    }

    private static IEnumerable<(string Name, AdaptiveCard Card)> Desk(CardText text, GalleryCompany company)
    {
        foreach (var verdict in Enum.GetValues<Severity>())
        {
            yield return ($"ticket-{verdict}", TicketCard.Of(text, company.Announcement(verdict)));
        }

        yield return ("ticket-full", TicketCard.Of(text, company.Announcement(Severity.Act, lines: 3)));
        yield return ("ticket-closed", TicketCard.Of(text, company.Announcement(Severity.Ok, closed: true)));
        yield return ("context", ContextCard.Of(company.Report(Severity.Act, lines: 3)));
    }
}

/// <param name="Name">Also the name of its picture.</param>
internal sealed record GalleryCard(string Name, string Language, AdaptiveCard Card)
{
    public override string ToString() => $"{Name} ({Language})";
}
