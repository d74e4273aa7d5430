using System.Text;

namespace Itam.Context.Enrichment;

/// <summary>The report as plain text, for the terminal and wherever markup is not to be had.</summary>
public static class PlainText
{
    private const int LabelWidth = 10;

    public static string Render(ContextReport report)
    {
        var text = new StringBuilder();
        foreach (var row in ReportLayout.Rows(report))
        {
            var lead = row switch
            {
                { Kind: RowKind.Finding, Severity: { } severity } => $"{severity.Symbol()} {severity.Word()}".PadRight(LabelWidth),
                { Kind: RowKind.Title or RowKind.Who or RowKind.Footer } => "",
                _ => (row.Label ?? "").PadRight(LabelWidth),
            };
            text.Append(lead).AppendJoin(row.Kind == RowKind.Do ? "" : " · ", row.Spans.Select(s => s.Text)).Append('\n');
        }

        return text.ToString();
    }
}
