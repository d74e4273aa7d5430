using Itam.Context.Enrichment;

namespace Itam.Webhooks.Tests.Freshservice;

/// <summary>A report with something in every field, and the same with one field replaced.</summary>
internal static class Reports
{
    public static readonly ContextReport Rich = new()
    {
        Reference = "ctx-7f3a9c2e",
        Fingerprint = "f1",
        AsOf = new DateTimeOffset(2026, 11, 21, 9, 42, 0, TimeSpan.Zero),
        Headline = "Disk 97 %",
        Verdict = Severity.Act,
        Who = new ReportWho("Dana Demo", ["Sales, Berlin", "VIP"]),
        Findings =
        [
            new ReportFinding("storage-full", Severity.Act, "Disk 97 % full, 6.1 GB free", "Intune, 3 h ago"),
            new ReportFinding("warranty", Severity.Watch, "Warranty ends in 18 days", "Lenovo, 6 days ago"),
        ],
        MoreFindings = 1,
        Devices =
        [
            new ReportDevice("ThinkPad T14 Gen 4", ["LT-0042", "PF3ABCDE"], "sure (0.97)", 0.97, ["serial in the text", "assigned to Dana"]),
            new ReportDevice("MacBook Air", ["MB-0107"], "less likely (0.21)", 0.21, ["assigned"]),
        ],
        Actions = ["Swap from stock", "Claim the battery before 9 Dec"],
        History =
        [
            new ReportHistory(
                "This device: 3 tickets in 90 days",
                [new ReportTicketLink("INC-12", new Uri("https://acme.freshservice.com/a/tickets/12"))]
            ),
        ],
        Licenses = ["Microsoft 365 E3 ✓", "Visio: asked for in the text, not entitled"],
        Help = "Wrong device? Link the right one on the ticket.",
    };

    /// <summary>One entry for each text that can come from outside.</summary>
    public static readonly IReadOnlyDictionary<string, Func<string, ContextReport>> Fields = new Dictionary<string, Func<string, ContextReport>>
    {
        ["who"] = t => Rich with { Who = Rich.Who! with { Name = t } },
        ["who detail"] = t => Rich with { Who = Rich.Who! with { Details = [t, "VIP"] } },
        ["finding words"] = t => Rich with { Findings = [Rich.Findings[0] with { Words = t }, Rich.Findings[1]] },
        ["finding evidence"] = t => Rich with { Findings = [Rich.Findings[0] with { Evidence = t }, Rich.Findings[1]] },
        ["device name"] = t => Rich with { Devices = [Rich.Devices[0] with { Name = t }, Rich.Devices[1]] },
        ["device identifier"] = t => Rich with { Devices = [Rich.Devices[0] with { Identifiers = [t, "PF3ABCDE"] }, Rich.Devices[1]] },
        ["device certainty"] = t => Rich with { Devices = [Rich.Devices[0] with { Certainty = t }, Rich.Devices[1]] },
        ["device reason"] = t => Rich with { Devices = [Rich.Devices[0] with { Reasons = [t] }, Rich.Devices[1]] },
        ["action"] = t => Rich with { Actions = [t, "Claim the battery before 9 Dec"] },
        ["history words"] = t => Rich with { History = [Rich.History[0] with { Words = t }] },
        ["history number"] = t => Rich with { History = [Rich.History[0] with { Tickets = [Rich.History[0].Tickets[0] with { Number = t }] }] },
        ["license"] = t => Rich with { Licenses = [t, "Visio"] },
        ["help"] = t => Rich with { Help = t },
    };
}
