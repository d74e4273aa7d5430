using System.Collections.Immutable;
using Itam.Context.Enrichment;

namespace Itam.Webhooks.Tests.ServiceNow;

internal static class Reports
{
    public const string Reference = "ctx-7f3a9c2e";

    public static ContextReport Rich(string fingerprint = "1b2c3d4e5f60718293") =>
        new()
        {
            Reference = Reference,
            Fingerprint = fingerprint,
            AsOf = new(2026, 11, 21, 9, 42, 0, TimeSpan.Zero),
            Headline = "Disk 97 %",
            Verdict = Severity.Act,
            Who = new("Dana Demo", ["Sales, Berlin", "VIP"]),
            Findings =
            [
                new("storage-full", Severity.Act, "Disk 97 % full, 6.1 GB free", "Intune, 3 h ago"),
                new("warranty-ends", Severity.Watch, "Warranty ends in 18 days", "Lenovo, 6 days ago"),
            ],
            MoreFindings = 1,
            Devices =
            [
                new("ThinkPad T14 Gen 4", ["LT-0042", "PF3ABCDE"], "sure (0.97)", 0.97, ["serial in the text", "assigned to Dana"]),
                new("MacBook Air", ["MB-0107"], "less likely (0.21)", 0.21, ["assigned"]),
            ],
            Actions = ["Swap from stock", "Claim the battery"],
            History =
            [
                new(
                    "This device: 3 tickets in 90 days",
                    [new("INC0010001", new Uri("https://acme.service-now.com/x?a=1&b=2")), new("INC0010002", null)]
                ),
            ],
            Licenses = ["Microsoft 365 E3 ✓"],
            Help = "Wrong device? Link the right one and this note follows.",
        };

    /// <summary>The same report with one text field replaced, for every text field there is.</summary>
    public static IEnumerable<(string Field, ContextReport Report)> WithInEveryField(string text)
    {
        var report = Rich();
        yield return ("headline", report with { Headline = text });
        yield return ("name", report with { Who = report.Who! with { Name = text } });
        yield return ("detail", report with { Who = report.Who! with { Details = [text, "VIP"] } });
        yield return ("words", report with { Findings = report.Findings.SetItem(0, report.Findings[0] with { Words = text }) });
        yield return ("evidence", report with { Findings = report.Findings.SetItem(0, report.Findings[0] with { Evidence = text }) });
        yield return ("device", report with { Devices = report.Devices.SetItem(0, report.Devices[0] with { Name = text }) });
        yield return ("identifier", report with { Devices = report.Devices.SetItem(0, report.Devices[0] with { Identifiers = [text, "LT-0042"] }) });
        yield return ("certainty", report with { Devices = report.Devices.SetItem(0, report.Devices[0] with { Certainty = text }) });
        yield return ("reason", report with { Devices = report.Devices.SetItem(0, report.Devices[0] with { Reasons = [text] }) });
        yield return ("do", report with { Actions = report.Actions.SetItem(0, text) });
        yield return ("history", report with { History = [report.History[0] with { Words = text }] });
        yield return (
            "ticket",
            report with
            {
                History = [report.History[0] with { Tickets = report.History[0].Tickets.SetItem(0, new(text, report.History[0].Tickets[0].Url)) }],
            }
        );
        yield return ("license", report with { Licenses = ImmutableArray.Create(text) });
        yield return ("help", report with { Help = text });
    }
}
