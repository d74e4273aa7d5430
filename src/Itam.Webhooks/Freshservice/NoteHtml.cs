using System.Globalization;
using System.Text;
using Itam.Context.Enrichment;

namespace Itam.Webhooks.Freshservice;

/// <summary>
/// A report as the HTML of a note. Only div, b, br, table, tr, td and links are used, without attributes but href, since the desk's sanitiser is not documented.
/// Texts are encoded to the last brace, so that neither tags nor Liquid placeholders can come from input.
/// </summary>
internal static class NoteHtml
{
    /// <summary>The API names no limit; this is far below what a text column holds and far above what anybody reads.</summary>
    public const int MaxLength = 30_000;

    /// <summary>Report texts are one line of at most 200 characters; a longer one can only be a mistake and must not push out the rest.</summary>
    private const int MaxSpan = 500;

    public static string Render(ContextReport report)
    {
        var rows = ReportLayout.Rows(report);
        var head = string.Concat(rows.Where(r => r.Kind is RowKind.Title or RowKind.Who).Select(r => $"<div>{Spans(r)}</div>"));
        var foot = $"<div>{Spans(rows[^1])}</div>";
        var room = MaxLength - head.Length - foot.Length;

        // What does not fit is left out from the end, where the least important stands; the footer with our reference stays.
        var table = new StringBuilder();
        foreach (var row in rows.Where(r => r.Kind is not (RowKind.Title or RowKind.Who or RowKind.Footer)))
        {
            var line = $"<tr><td>{Label(row)}</td><td>{Spans(row)}</td></tr>";
            if (table.Length + line.Length > room)
            {
                break;
            }

            table.Append(line);
        }

        return $"<div>{head}{(table.Length > 0 ? $"<table>{table}</table>" : "")}{foot}</div>";
    }

    /// <summary>Plain lines, encoded like everything else.</summary>
    public static string Lines(IEnumerable<string> lines) => $"<div>{string.Join("<br>", lines.Select(Encode))}</div>";

    private static string Label(ReportRow row) =>
        row.Severity is { } severity ? $"<b>{Encode(severity.Symbol())}&#160;{Encode(severity.Word())}</b>"
        : row.Label is { } label ? Encode(label)
        : "&#160;";

    private static string Spans(ReportRow row) =>
        string.Join(row.Kind == RowKind.Do ? "" : " · ", row.Spans.Where(s => s.Text.Length > 0).Select(Format));

    private static string Format(Span span)
    {
        var text = Encode(span.Text.Length > MaxSpan ? span.Text[..MaxSpan] + '…' : span.Text);
        var styled = span.Style is SpanStyle.Strong ? $"<b>{text}</b>" : text;
        return ReportText.SafeLink(span.Link) is { } link ? $"<a href=\"{Encode(link.AbsoluteUri)}\">{styled}</a>" : styled;
    }

    /// <summary>Letters, digits and harmless punctuation as they are; every other ASCII character as a numeric reference; control and format characters not at all.</summary>
    private static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (
                Rune.IsControl(rune)
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            )
            {
                encoded.Append(' ');
            }
            else if (
                !rune.IsAscii
                || Rune.IsLetterOrDigit(rune)
                || rune.Value is ' ' or '.' or ',' or '-' or '_' or '/' or ':' or '+' or '(' or ')' or '?' or '!'
            )
            {
                encoded.Append(rune.ToString());
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};");
            }
        }

        return encoded.ToString();
    }
}
