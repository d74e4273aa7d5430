using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Itam.Context.Enrichment;

namespace Itam.Webhooks.Jira;

/// <summary>
/// The note in Jira's markup, for Data Center and for desks that refuse the rich format. Every mark that the markup could read (and the colon that makes an
/// address clickable) becomes a character reference, so that input stays text.
/// </summary>
internal static class WikiNote
{
    /// <param name="maxCharacters">The last subjects are dropped to fit.</param>
    public static string Render(ContextReport report, int maxCharacters)
    {
        var blocks = NoteBlocks.Of(report);
        while (true)
        {
            var note = Note(blocks, report.Reference);
            if (note.Length <= maxCharacters || blocks.Shorter() is not { } shorter)
            {
                return note;
            }

            blocks = shorter;
        }
    }

    internal static string Escape(string text) => EscapeAll(NoteText.Line(text));

    /// <summary>A line of any length, already free of what hides or turns text.</summary>
    internal static string EscapeAll(string line)
    {
        var escaped = new StringBuilder(line.Length);
        foreach (var c in line)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is ' ' or '.' or ',' or '%' or '/' || c > '\x7f')
            {
                escaped.Append(c);
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $"&#{(int)c};");
            }
        }

        return escaped.ToString();
    }

    private static string Note(NoteBlocks blocks, string reference)
    {
        var lines = blocks.Head.Select(row => Inline(row.Spans, reference)).Concat(blocks.Table.Select(block => TableRow(block, reference)));
        return string.Join('\n', lines.Append("").Append(Inline(blocks.Foot.Spans, reference)));
    }

    private static string TableRow(NoteBlock block, string reference)
    {
        var label =
            block.Severity is { } severity ? Escape($"{severity.Symbol()} {severity.Word()}")
            : block.Label is { } text ? Escape(text)
            : " ";
        // Two backslashes are a line break inside a cell.
        return $"||{label}|{string.Join(@" \\ ", block.Lines.Select(line => Inline(line.Spans, reference)))}|";
    }

    private static string Inline(ImmutableArray<Span> spans, string reference)
    {
        var line = new StringBuilder();
        var separator = "";
        foreach (var span in spans)
        {
            // Marks bind to words, so blanks at the edges would show them as they are.
            var text = NoteText.Line(span.Text).Trim();
            if (text.Length > 0)
            {
                line.Append(separator).Append(Styled(span, text, reference));
                // The number before an action ends with a blank and belongs to it: "1 Swap from stock".
                separator = span.Text.EndsWith(' ') ? " " : " · ";
            }
        }

        return line.Length == 0 ? " " : line.ToString();
    }

    private static string Styled(Span span, string text, string reference)
    {
        if (ReportText.SafeLink(span.Link) is { } link)
        {
            return $"[{Escape(text)}|{Address(link)}]";
        }

        // Our reference is searched for in the stored text, so it stays as it is; it is made of letters, digits and single hyphens.
        if (text == reference && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            return text;
        }

        return span.Style switch
        {
            SpanStyle.Strong => $"*{Escape(text)}*",
            SpanStyle.Muted => $"_{Escape(text)}_",
            SpanStyle.Code => $"{{{{{Escape(text)}}}}}",
            _ => Escape(text),
        };
    }

    private static string Address(Uri link)
    {
        var address = new StringBuilder();
        foreach (var c in link.AbsoluteUri)
        {
            if (c is '[' or ']' or '|' or '{' or '}' or '!' or '*' or '\\' or '^' or '~')
            {
                address.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
            }
            else
            {
                address.Append(c);
            }
        }

        return address.ToString();
    }
}
