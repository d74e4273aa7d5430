using System.Collections.Immutable;

namespace Itam.Context.Enrichment;

/// <summary>
/// What every surface shows, in the order of the first ten seconds: who, which device, what is wrong, what to do, what was before, licenses.
/// All texts are plain data, already cleaned by <see cref="ReportText"/>: a renderer encodes them and adds nothing.
/// </summary>
public sealed record ContextReport
{
    /// <summary>Visible in every note and the same for all notes of a ticket ("ctx-7f3a9c2e"): the marker by which we find our own note again.</summary>
    public required string Reference { get; init; }

    /// <summary>Hash of what the report means. Ages and exact figures do not count, so that a note is rewritten only when there is news.</summary>
    public required string Fingerprint { get; init; }
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The worst finding, for a collapsed label: "Disk 97 %", "All OK", "No device known".</summary>
    public required string Headline { get; init; }
    public required Severity Verdict { get; init; }
    public required ReportWho? Who { get; init; }

    /// <summary>Worst first, at most three; <see cref="MoreFindings"/> counts the rest.</summary>
    public required ImmutableArray<ReportFinding> Findings { get; init; }
    public required int MoreFindings { get; init; }

    /// <summary>The meant device, and the runner-up when it is close or the first is not certain.</summary>
    public required ImmutableArray<ReportDevice> Devices { get; init; }

    /// <summary>What to do, most useful first.</summary>
    public required ImmutableArray<string> Actions { get; init; }

    /// <summary>"This device: 3 tickets in 90 days …", "Dana: 4 …" with the tickets behind them.</summary>
    public required ImmutableArray<ReportHistory> History { get; init; }

    /// <summary>"Microsoft 365 E3 ✓", "Visio: asked for in the text, not entitled, 4 seats free".</summary>
    public required ImmutableArray<string> Licenses { get; init; }

    /// <summary>"Entra, 3 h ago"; null without licenses.</summary>
    public string? LicensesEvidence { get; init; }

    /// <summary>How to correct us, or what to do when nothing was found. Always there.</summary>
    public required string Help { get; init; }
}

/// <param name="Details">"Sales, Berlin", "10:42 there", "VIP", "leaves on 12 Dec": shown with separators.</param>
/// <param name="Evidence">Source and age of the details; null for somebody who is not in the register.</param>
public sealed record ReportWho(string Name, ImmutableArray<string> Details, string? Evidence = null);

/// <param name="Evidence">"Inventory, 3 h ago"; null for what we counted ourselves.</param>
public sealed record ReportFinding(string Code, Severity Severity, string Words, string? Evidence);

/// <param name="Name">"ThinkPad T14 Gen 4".</param>
/// <param name="Identifiers">"LT-0042", "PF3ABCDE": to be copied.</param>
/// <param name="Certainty">"sure (0.97)", "likely (0.72)", "less likely (0.21)".</param>
/// <param name="Reasons">Strongest first.</param>
/// <param name="Evidence">Source and age of name, identifiers and holder.</param>
public sealed record ReportDevice(
    string Name,
    ImmutableArray<string> Identifiers,
    string Certainty,
    double Confidence,
    ImmutableArray<string> Reasons,
    string? Evidence = null
);

/// <param name="Words">The sentence; <paramref name="Tickets"/> are the numbers behind it, linked where the desk gave an http(s) address.</param>
public sealed record ReportHistory(string Words, ImmutableArray<ReportTicketLink> Tickets);

public sealed record ReportTicketLink(string Number, Uri? Url);
