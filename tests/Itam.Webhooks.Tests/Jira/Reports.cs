using System.Collections.Immutable;
using Itam.Context.Enrichment;

namespace Itam.Webhooks.Tests.Jira;

internal static class Reports
{
    public const string Reference = "ctx-7f3a9c2e";

    public static ContextReport Rich(string fingerprint = "f1", string disk = "Disk 97 % full, 6.1 GB free") =>
        new()
        {
            Reference = Reference,
            Fingerprint = fingerprint,
            AsOf = new DateTimeOffset(2026, 11, 21, 9, 42, 0, TimeSpan.Zero),
            Headline = "Disk 97 %",
            Verdict = Severity.Act,
            Who = new ReportWho("Dana Demo", ["Sales, Berlin", "10:42 there", "VIP"]),
            Findings =
            [
                new("storage-full", Severity.Act, disk, "Intune, 3 h ago"),
                new("warranty-ends", Severity.Watch, "Warranty ends in 18 days (Premier Support, 9 Dec 2026)", "Lenovo, 6 days ago"),
            ],
            MoreFindings = 1,
            Devices =
            [
                new("ThinkPad T14 Gen 4", ["LT-0042", "PF3ABCDE"], "sure (0.97)", 0.97, ["serial in the text", "assigned to Dana"]),
                new("MacBook Air", ["MB-0107"], "less likely (0.21)", 0.21, ["assigned", "silent for 41 days"]),
            ],
            Actions = ["Swap from stock: 3 × T14 Gen 4 in Berlin", "Claim the battery before 9 Dec"],
            History = [new("This device: 3 tickets in 90 days", [new("HELP-1", new Uri("https://acme.example/browse/HELP-1"))]), new("Dana: 4", [])],
            Licenses = ["Microsoft 365 E3 ✓", "Visio: asked for in the text, not entitled, 4 seats free"],
            Help = "Wrong device? Link the right one and this note updates itself.",
        };

    /// <summary>The same text in every field that carries text, and the same link behind every ticket.</summary>
    public static ContextReport Everywhere(string text, Uri? link = null) =>
        new()
        {
            Reference = Reference,
            Fingerprint = "f1",
            AsOf = new DateTimeOffset(2026, 11, 21, 9, 42, 0, TimeSpan.Zero),
            Headline = text,
            Verdict = Severity.Watch,
            Who = new ReportWho(text, [text, text]),
            Findings = [new(text, Severity.Act, text, text), new(text, Severity.Unknown, text, null)],
            MoreFindings = 0,
            Devices = [new(text, [text, text], text, 0.5, [text, text])],
            Actions = [text, text],
            History = [new(text, [new(text, link ?? new Uri("https://acme.example/browse/HELP-1"))])],
            Licenses = [text, text],
            Help = text,
        };

    public static ContextReport Huge() =>
        Rich() with
        {
            Licenses = [.. Enumerable.Range(0, 600).Select(i => $"License {i} {new string('x', 150)}")],
            History = [.. Histories()],
        };

    public static readonly ImmutableArray<string> Hostile = HostileTexts.All;

    private static IEnumerable<ReportHistory> Histories() =>
        Enumerable.Range(0, 300).Select(i => new ReportHistory($"Line {i} {new string('y', 150)}", []));
}
