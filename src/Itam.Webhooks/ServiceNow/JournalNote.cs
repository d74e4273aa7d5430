using System.Collections.Immutable;
using System.Net;
using System.Text;
using Itam.Context.Enrichment;

namespace Itam.Webhooks.ServiceNow;

/// <summary>
/// The report as a journal entry. A journal has no markup but <c>[code]</c>, which switches to HTML, and no escape for it; e-mails built from journals may also
/// show text as HTML. So in text from outside square and angle brackets become look-alikes that mean nothing. The last line is our marker.
/// </summary>
internal static class JournalNote
{
    /// <summary>The journal input holds 4,000 characters; the rest is left to translations and rules of the instance.</summary>
    public const int MaxLength = 3_500;

    public static string Render(ContextReport report, JournalFormat format)
    {
        var rows = ReportLayout.Rows(report).Where(r => r.Spans.Length > 0).ToList();
        var marker = NoteMarker.Of(report);
        var note = Compose(rows, marker, format);
        while (note.Length > MaxLength && LeastImportant(rows) is >= 0 and var index)
        {
            rows.RemoveAt(index);
            note = Compose(rows, marker, format);
        }

        return note;
    }

    /// <summary>From the end upwards; title and footer stay.</summary>
    private static int LeastImportant(List<ReportRow> rows) => rows.FindLastIndex(r => r.Kind is not (RowKind.Title or RowKind.Footer));

    private static string Compose(IReadOnlyList<ReportRow> rows, string marker, JournalFormat format) =>
        format == JournalFormat.Html ? $"[code]{Html(rows)}[/code]\n{marker}" : $"{Text(rows)}\n{marker}";

    private static string Text(IReadOnlyList<ReportRow> rows)
    {
        var text = new StringBuilder();
        var block = Block.Head;
        foreach (var row in rows)
        {
            if (text.Length > 0)
            {
                text.Append(BlockOf(row) == block ? "\n" : "\n\n");
            }

            block = BlockOf(row);
            text.Append(Label(row) is { } label ? $"{label}: " : "");
            foreach (var (index, span) in Spans(row).Index())
            {
                text.Append(index == 0 ? "" : Separator(row, index)).Append(Harmless(span.Text));
            }

            text.Append(ClosesBracket(row) ? ")" : "");
        }

        return text.ToString();
    }

    private static string Html(IReadOnlyList<ReportRow> rows)
    {
        var html = new StringBuilder();
        var inTable = false;
        foreach (var row in rows)
        {
            var cells = row.Kind is not (RowKind.Title or RowKind.Who or RowKind.Footer);
            if (cells != inTable)
            {
                html.Append(cells ? "<table>" : "</table>");
                inTable = cells;
            }

            html.Append(
                cells
                    ? $"<tr><td>{(Label(row) is { } label ? $"<b>{label}</b>" : "")}</td><td>{HtmlSpans(row)}</td></tr>"
                    : $"<p>{HtmlSpans(row)}</p>"
            );
        }

        return html.ToString();
    }

    private static string HtmlSpans(ReportRow row)
    {
        var html = new StringBuilder();
        foreach (var (index, span) in Spans(row).Index())
        {
            var text = WebUtility.HtmlEncode(Harmless(span.Text));
            var styled = span.Style switch
            {
                SpanStyle.Strong => $"<b>{text}</b>",
                SpanStyle.Muted => $"<i>{text}</i>",
                SpanStyle.Code => $"<code>{text}</code>",
                _ => text,
            };
            html.Append(index == 0 ? "" : Separator(row, index));
            html.Append(ReportText.SafeLink(span.Link) is { } link ? $"<a href=\"{Address(link)}\">{styled}</a>" : styled);
        }

        return html.Append(ClosesBracket(row) ? ")" : "").ToString();
    }

    /// <summary>The reference stands in the marker below, once.</summary>
    private static ImmutableArray<Span> Spans(ReportRow row) => row.Kind == RowKind.Footer ? row.Spans[..1] : row.Spans;

    private static string? Label(ReportRow row) => row.Severity is { } severity ? $"{severity.Symbol()} {severity.Word()}" : row.Label;

    /// <summary>Tickets behind a history line stand in brackets, evidence and reasons after a point, actions after their number.</summary>
    private static string Separator(ReportRow row, int index) =>
        row.Kind == RowKind.History ? (index == 1 ? " (" : ", ")
        : row.Kind == RowKind.Do ? " "
        : " · ";

    private static bool ClosesBracket(ReportRow row) => row is { Kind: RowKind.History, Spans.Length: > 1 };

    private static Block BlockOf(ReportRow row) =>
        row.Kind switch
        {
            RowKind.Title or RowKind.Who => Block.Head,
            RowKind.Finding => Block.Findings,
            RowKind.Footer => Block.Footer,
            _ => Block.Facts,
        };

    private static string Harmless(string text) => WithoutBrackets(ReportText.Clean(text));

    internal static string WithoutBrackets(string text) => text.Replace('[', '(').Replace(']', ')').Replace('<', '‹').Replace('>', '›');

    private static string Address(Uri link) =>
        WebUtility.HtmlEncode(link.AbsoluteUri.Replace("[", "%5B", StringComparison.Ordinal).Replace("]", "%5D", StringComparison.Ordinal));

    private enum Block
    {
        Head,
        Findings,
        Facts,
        Footer,
    }
}
