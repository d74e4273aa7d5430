using Itam.Context.Enrichment;
using Itam.Context.Lifecycle.Catalogue;
using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Lifecycle.Reports;
using Itam.Context.Register;
using Itam.TeamsBot.Cards;

namespace Itam.TeamsBot.Tests.Cards;

/// <summary>What the gallery's cards are about. Every text that comes from outside goes through <paramref name="outside"/>.</summary>
internal sealed partial class GalleryCompany(Func<string, string> outside)
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 42, 0, TimeSpan.Zero);

    private static readonly (DeviceType Type, string Model, string Tag, string? Code, Severity Severity)[] Fleet =
    [
        (DeviceType.Laptop, "ThinkPad T14 Gen 4", "LT-0042", "storage-full", Severity.Act),
        (DeviceType.Phone, "iPhone 15", "PH-0311", "os-ending", Severity.Watch),
        (DeviceType.Monitor, "UltraSharp U2724D", "MO-1201", null, Severity.Ok),
        (DeviceType.Tablet, "Surface Pro 9", "TB-0077", "loan-overdue", Severity.Watch),
        (DeviceType.Desktop, "Precision 3680 Tower Workstation", "PC-0815", "not-encrypted", Severity.Act),
        (DeviceType.Printer, "LaserJet Pro MFP 4102fdw", "PR-0019", "check-in-late", Severity.Watch),
        (DeviceType.Peripheral, "Jabra Evolve2 65 Flex", "HS-0450", null, Severity.Unknown),
        (DeviceType.Virtual, "Windows 365 Enterprise", "VM-2210", "restart-overdue", Severity.Watch),
        (DeviceType.Network, "UniFi U6 Pro", "AP-0003", null, Severity.Ok),
        (DeviceType.Server, "PowerEdge R660", "SV-0001", "os-ended", Severity.Act),
        (DeviceType.Other, "Logitech MeetUp", "MR-0034", "not-compliant", Severity.Act),
        (DeviceType.Laptop, "MacBook Air 13", "MB-0107", "device-lost", Severity.Act),
    ];

    public HumanHelp Help => new(outside("Call 4711 or write to help@example.com"), new Uri("https://help.example.com/"));

    public Person Dana =>
        new()
        {
            Id = Id(1),
            DisplayName = outside("Dr. Annegret Schäfer-Lindenberg"),
            Email = outside("annegret.schaefer-lindenberg@example.com"),
        };

    public PersonRef Requester => new(Id(1), outside("Dana Demo"), outside("dana@example.com"));

    public PersonRef Kim => new(Id(2), outside("Kim Lee"), outside("kim@example.com"));

    private PersonRef Max => new(Id(3), outside("Max Moor"), outside("max@example.com"));

    public IReadOnlyList<DeviceHealth> Devices(int count) => [.. Enumerable.Range(0, count).Select(DeviceAt)];

    public DeviceHealth DeviceAt(int index)
    {
        var (type, model, tag, code, severity) = Fleet[index];
        var device = new Device
        {
            Id = Id(100 + index),
            Type = type,
            Model = outside(model),
            AssetTag = outside(tag),
            Name = outside($"BER-{tag}"),
            Serial = outside($"PF3ABCD{index:X}"),
            Location = outside("Berlin, Haus 3, Raum 3.14"),
            Encryption = Encryption.Full,
            LastSeenAt = severity == Severity.Unknown ? null : Now.AddHours(-3 - (index * 7)),
            LoanDueOn = code == "loan-overdue" ? new DateOnly(2026, 11, 14) : null,
            Origins = new() { [nameof(Device.AssignedToId)] = new Origin(outside("Intune"), Now.AddHours(-3)) },
        };
        if (index % 3 != 2)
        {
            device.Warranties.Add(
                new Warranty
                {
                    Id = Id(300 + index),
                    DeviceId = device.Id,
                    EndsOn = new DateOnly(2026, 12, 9).AddMonths(index % 2 == 0 ? 0 : -14),
                    Lookup = WarrantyLookup.Found,
                    Source = "lenovo",
                }
            );
        }

        return new DeviceHealth(device, code is null ? [] : [new Finding(code, severity, "in an agent's words")]);
    }

    /// <summary>Everything at once: four findings and every fact.</summary>
    public DeviceHealth TroubledDevice() =>
        DeviceAt(0) with
        {
            Findings =
            [
                new Finding("storage-full", Severity.Act, "x"),
                new Finding("not-encrypted", Severity.Act, "x"),
                new Finding("os-ending", Severity.Watch, "x"),
                new Finding("restart-overdue", Severity.Watch, "x"),
            ],
        };

    public DeviceHealth LostDevice()
    {
        var health = DeviceAt(11);
        health.Device.State = LifecycleState.Lost;
        health.Device.Origins[nameof(Device.State)] = new Origin(Context.Lifecycle.Reports.LostDevice.Source, Now, Locked: true);
        return health;
    }

    public IReadOnlyList<OwnLicense> Licenses(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new OwnLicense(
                    outside(i % 2 == 0 ? "Microsoft 365 E3" : "Adobe Creative Cloud All Apps for Enterprise"),
                    new DateOnly(2025, 3, 1).AddDays(i),
                    i % 3 == 0 ? Now.AddDays(-i - 1) : null,
                    (SeatState)(i % 5)
                )),
        ];

    public IReadOnlyList<Offer> Offers(int count)
    {
        (string Name, DeviceType Type, decimal Price, Availability Stock, int? Loan)[] all =
        [
            ("27-inch monitor", DeviceType.Monitor, 349, new(StockPlace.OwnSite, 12, outside("Berlin")), null),
            ("Laptop for developers", DeviceType.Laptop, 2149, new(StockPlace.OtherSite, 3, outside("München")), null),
            ("Phone", DeviceType.Phone, 899, new(StockPlace.Buy, 0, null), null),
            ("Loaner laptop", DeviceType.Laptop, 0, new(StockPlace.Waitlist, 0, null), 14),
            ("Headset", DeviceType.Peripheral, 79, new(StockPlace.OwnSite, 40, outside("Berlin")), null),
        ];
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => all[i % all.Length])
                .Select(
                    (o, i) =>
                        new Offer(
                            Item(outside(o.Name), $"item-{i}", o.Type, o.Price, o.Loan),
                            o.Stock,
                            new DateOnly(2026, 11, 24).AddDays(i),
                            OfferReason.ForEverybody,
                            i % 3
                        )
                ),
        ];
    }

    public IReadOnlyList<TicketRecord> Tickets(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new TicketRecord
                {
                    Connection = "helpdesk",
                    TicketId = $"{i}",
                    Number = outside($"HELP-{i + 7}"),
                    Summary = outside("Cannot save my work, the disk is full since this morning"),
                    Url = $"https://desk.example.com/browse/HELP-{i + 7}",
                    Closed = i % 2 == 1,
                    CreatedAt = Now.AddDays(-i),
                }),
        ];

    public EquipmentRequestView Request(
        EquipmentState state,
        ViewerRole viewer,
        IEnumerable<EquipmentAction>? may = null,
        IEnumerable<EquipmentStep>? steps = null,
        bool facts = false,
        bool full = false
    ) =>
        new()
        {
            Id = Id(500 + (int)state),
            Version = 3,
            Item = Item(outside("27-inch monitor"), "monitor", DeviceType.Monitor, 349, null) with
            {
                Policy = full ? LocalText.Of(outside("One monitor per desk; a second one for design and trading")) : null,
            },
            Requester = Requester,
            Reason = outside(
                full
                    ? "My old one flickers, I edit floor plans all day, and the two screens that the team shares are always taken by somebody else when I need one of them"
                    : "My old one flickers"
            ),
            NeededBy = full ? new DateOnly(2026, 12, 1) : null,
            PromisedOn = new DateOnly(2026, 11, 24),
            State = state,
            WaitsFor = state.WaitsFor(),
            WaitsForPeople = state.IsAwaitingDecision() ? [Kim] : [],
            WaitsSince = state.IsFinal() ? null : Now.AddHours(-5),
            Steps =
            [
                .. (steps ?? [EquipmentStep.Asked]).Select(
                    (s, i) =>
                        new StepView(
                            i,
                            Now.AddHours(-30 + i),
                            s is EquipmentStep.Asked ? Requester
                                : s is EquipmentStep.Reminded or EquipmentStep.Escalated or EquipmentStep.ApprovedByPolicy ? null
                                : Kim,
                            s,
                            s is EquipmentStep.Refused or EquipmentStep.Delegated ? outside("Two are enough for now; ask again in spring") : null,
                            s is EquipmentStep.Delegated or EquipmentStep.Escalated or EquipmentStep.SecondApprovalAsked ? Max : null
                        )
                ),
            ],
            Device =
                state.IsWithRecipient() || state is EquipmentState.Reserved or EquipmentState.Completed or EquipmentState.Returned
                    ? new DeviceRef(
                        Id(102),
                        outside("MO-1201"),
                        outside("UltraSharp U2724D"),
                        outside("CN0ABCDE"),
                        viewer == ViewerRole.Stockroom ? outside("Berlin, IT store, shelf 4") : null
                    )
                    : null,
            Tracking = state == EquipmentState.Shipped ? new Tracking(outside("DHL"), outside("00340434161094015902")) : null,
            LoanDueOn = state is EquipmentState.OnLoan or EquipmentState.Overdue ? new DateOnly(2026, 11, 20) : null,
            PlaceInLine = state == EquipmentState.Waitlisted ? 2 : null,
            Ticket = new TicketLink("helpdesk", outside("HELP-77"), new Uri("https://desk.example.com/browse/HELP-77")),
            ViewerRole = viewer,
            May = [.. may ?? []],
            Facts = facts ? Facts(full) : null,
        };

    private ApproverFacts Facts(bool full) =>
        new(
            [
                .. Enumerable
                    .Range(0, full ? 5 : 2)
                    .Select(i => new Holding(
                        new DeviceRef(Id(600 + i), outside($"MO-120{i}"), outside(Fleet[i].Model), null),
                        null,
                        14 + i,
                        null,
                        i == 2
                    )),
            ],
            full ? new DateOnly(2023, 4, 3) : null,
            new PolicyResult(false, full ? [.. Enum.GetValues<PolicyReason>()] : [PolicyReason.AlwaysAsk]),
            new Money(349, "EUR"),
            full ? new Money(12480.5m, "EUR") : null,
            new Availability(StockPlace.OwnSite, 2, outside("Berlin")),
            new DateOnly(2026, 11, 24)
        );

    public DeviceReport Loss(ReportKind kind, bool hasTicket = true, bool isFound = false) =>
        new()
        {
            Id = Id(700),
            Reference = "report-700",
            Kind = kind,
            PersonId = Dana.Id,
            DeviceId = DeviceAt(0).Device.Id,
            At = Now,
            TicketNumber = hasTicket ? outside("HELP-7") : null,
            TicketUrl = "https://desk.example.com/browse/HELP-7",
            FoundAt = isFound ? Now : null,
        };

    private static CatalogueItem Item(string name, string id, DeviceType type, decimal price, int? loan) =>
        new()
        {
            Id = id,
            Name = LocalText.Of(name),
            Type = type,
            Models = ["UltraSharp U2724D"],
            Price = new Money(price, "EUR"),
            LoanMaxDays = loan,
        };

    private static Guid Id(int number) => new(number, 7, 7, [1, 2, 3, 4, 5, 6, 7, 8]);
}
