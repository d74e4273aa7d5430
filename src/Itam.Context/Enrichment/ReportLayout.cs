using System.Collections.Immutable;

namespace Itam.Context.Enrichment;

public enum RowKind
{
    Title,
    Who,
    Finding,
    Device,
    Do,
    History,
    Licenses,
    Footer,
}

public enum SpanStyle
{
    Plain,
    Strong,
    Muted,

    /// <summary>An identifier to be copied.</summary>
    Code,
}

/// <summary>A run of text. <paramref name="Link"/> is http or https, or null.</summary>
public sealed record Span(string Text, SpanStyle Style = SpanStyle.Plain, Uri? Link = null);

/// <summary>One line of a note. <paramref name="Label"/> stands before the first row of a kind only ("Device", then "or").</summary>
public sealed record ReportRow(RowKind Kind, string? Label, Severity? Severity, ImmutableArray<Span> Spans);

/// <summary>The one order and wording of a report as lines. Every note renderer (ADF, HTML, journal, terminal) walks these rows, so that all surfaces say the same.</summary>
public static class ReportLayout
{
    public static ImmutableArray<ReportRow> Rows(ContextReport report)
    {
        var rows = ImmutableArray.CreateBuilder<ReportRow>();
        rows.Add(
            new(RowKind.Title, null, null, [new("Asset context", SpanStyle.Strong), new($"as of {ReportText.Moment(report.AsOf)}", SpanStyle.Muted)])
        );

        if (report.Who is { } who)
        {
            rows.Add(
                new(RowKind.Who, null, null, [new(who.Name, SpanStyle.Strong), .. who.Details.Select(d => new Span(d)), .. Evidence(who.Evidence)])
            );
        }

        foreach (var finding in report.Findings)
        {
            rows.Add(new(RowKind.Finding, null, finding.Severity, [.. FindingSpans(finding)]));
        }

        if (report.MoreFindings > 0)
        {
            rows.Add(new(RowKind.Finding, null, null, [new($"+{report.MoreFindings} more", SpanStyle.Muted)]));
        }

        foreach (var (index, device) in report.Devices.Index())
        {
            rows.Add(new(RowKind.Device, index == 0 ? "Device" : "or", null, [.. DeviceSpans(device)]));
        }

        foreach (var (index, action) in report.Actions.Index())
        {
            rows.Add(new(RowKind.Do, index == 0 ? "Do" : null, null, [new($"{index + 1} ", SpanStyle.Muted), new(action)]));
        }

        foreach (var (index, line) in report.History.Index())
        {
            rows.Add(
                new(
                    RowKind.History,
                    index == 0 ? "History" : null,
                    null,
                    [new(line.Words), .. line.Tickets.Select(t => new Span(t.Number, SpanStyle.Plain, t.Url))]
                )
            );
        }

        if (!report.Licenses.IsEmpty)
        {
            rows.Add(new(RowKind.Licenses, "Licenses", null, [.. report.Licenses.Select(l => new Span(l)), .. Evidence(report.LicensesEvidence)]));
        }

        rows.Add(new(RowKind.Footer, null, null, [new(report.Help, SpanStyle.Muted), new(report.Reference, SpanStyle.Code)]));
        return rows.ToImmutable();
    }

    private static IEnumerable<Span> FindingSpans(ReportFinding finding) =>
        [new(finding.Words, finding.Severity == Severity.Act ? SpanStyle.Strong : SpanStyle.Plain), .. Evidence(finding.Evidence)];

    private static IEnumerable<Span> Evidence(string? words) => words is null ? [] : [new(words, SpanStyle.Muted)];

    private static IEnumerable<Span> DeviceSpans(ReportDevice device)
    {
        yield return new(device.Name, SpanStyle.Strong);
        foreach (var identifier in device.Identifiers)
        {
            yield return new(identifier, SpanStyle.Code);
        }

        yield return new($"{device.Certainty}: {string.Join(", ", device.Reasons)}", SpanStyle.Muted);
        foreach (var span in Evidence(device.Evidence))
        {
            yield return span;
        }
    }
}
