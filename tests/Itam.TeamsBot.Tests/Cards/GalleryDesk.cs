using Itam.Context.Enrichment;

namespace Itam.TeamsBot.Tests.Cards;

/// <summary>What agents read.</summary>
internal sealed partial class GalleryCompany
{
    private static readonly (string Words, string Evidence)[] Seen =
    [
        ("Disk 97 % full, 6.1 GB free", "Intune, 3 h ago"),
        ("Warranty ends in 18 days (Premier Support, 9 Dec 2026)", "Lenovo, 6 days ago"),
        ("Not restarted for 23 days", "Intune, 3 h ago"),
    ];

    private static readonly string[] ToDo =
    [
        "Swap from stock: 3 × ThinkPad T14 Gen 4 in Berlin",
        "Claim the battery before 9 Dec 2026",
        "Empty the recycle bin and restart",
    ];

    private static readonly string[] Software = ["Microsoft 365 E3 ✓", "Visio: asked for in the text, not entitled, 4 seats free", "Adobe Acrobat ✓"];

    public ContextReport Report(Severity verdict, int lines = 1) =>
        new()
        {
            Reference = "ctx-7f3a9c2e",
            Fingerprint = "f",
            AsOf = Now,
            Headline = outside(
                verdict == Severity.Act ? "Disk 97 %"
                : verdict == Severity.Unknown ? "No device known"
                : "Warranty ends in 18 days"
            ),
            Verdict = verdict,
            Who = new ReportWho(outside("Dana Demo"), [outside("Sales, Berlin"), outside("10:42 there"), "VIP"], outside("Entra, 3 h ago")),
            Findings =
            [
                .. Enumerable
                    .Range(0, verdict == Severity.Unknown ? 0 : lines)
                    .Select(i => new ReportFinding("c", i == 0 ? verdict : Severity.Watch, outside(Seen[i].Words), outside(Seen[i].Evidence))),
            ],
            MoreFindings = lines > 1 ? 2 : 0,
            Devices =
                verdict == Severity.Unknown
                    ? []
                    :
                    [
                        new ReportDevice(
                            outside("ThinkPad T14 Gen 4"),
                            [outside("LT-0042"), outside("PF3ABCDE")],
                            "sure (0.97)",
                            0.97,
                            [outside("serial in the text"), outside("assigned to Dana")],
                            outside("Intune, 3 h ago")
                        ),
                    ],
            Actions = [.. Enumerable.Range(0, lines).Select(i => outside(ToDo[i]))],
            History =
            [
                new ReportHistory(
                    outside("This device: 3 tickets in 90 days, 2 × battery"),
                    [
                        .. Enumerable
                            .Range(1, lines)
                            .Select(i => new ReportTicketLink(outside($"HELP-{i}"), new Uri($"https://desk.example.com/browse/HELP-{i}"))),
                    ]
                ),
            ],
            Licenses = [.. Enumerable.Range(0, lines).Select(i => outside(Software[i]))],
            LicensesEvidence = outside("Entra, 3 h ago"),
            Help = "Not this device? Press the button below.",
        };

    public TicketAnnouncement Announcement(Severity verdict, bool closed = false, int lines = 1) =>
        new(
            "helpdesk",
            "10007",
            outside("HELP-7"),
            outside("Cannot save my work on LT-0042, it says that the disk is full"),
            "https://desk.example.com/browse/HELP-7",
            closed,
            Vip: true,
            Priority: null,
            Now,
            verdict,
            verdict == Severity.Unknown ? null : Id(100),
            verdict == Severity.Unknown ? null : Id(101),
            closed ? null : Report(verdict, lines)
        );
}
