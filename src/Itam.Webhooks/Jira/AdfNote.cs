using System.Collections.Immutable;
using Itam.Context.Enrichment;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Jira;

/// <summary>
/// The note in the Atlassian Document Format: a panel in the colour of the verdict with who it is about, a table with one subject per row, a foot. Input goes into
/// the text of text and status nodes and nowhere else, so it cannot become a mention, a link or any other node.
/// </summary>
internal static class AdfNote
{
    /// <param name="maxCharacters">Of the document as JSON; the last subjects are dropped to fit.</param>
    public static JObject Render(ContextReport report, int maxCharacters)
    {
        var blocks = NoteBlocks.Of(report);
        while (true)
        {
            var document = Document(blocks, report.Verdict);
            if (document.ToString(Formatting.None).Length <= maxCharacters || blocks.Shorter() is not { } shorter)
            {
                return document;
            }

            blocks = shorter;
        }
    }

    private static JObject Document(NoteBlocks blocks, Severity verdict)
    {
        var content = new JArray
        {
            Node("panel", new JObject { ["panelType"] = PanelOf(verdict) }, [.. blocks.Head.Select(row => Paragraph(Inline(row.Spans)))]),
        };
        if (!blocks.Table.IsEmpty)
        {
            content.Add(Node("table", new JObject { ["isNumberColumnEnabled"] = false, ["layout"] = "default" }, [.. blocks.Table.Select(TableRow)]));
        }

        content.Add(Paragraph(Inline(blocks.Foot.Spans)));
        return new JObject
        {
            ["version"] = 1,
            ["type"] = "doc",
            ["content"] = content,
        };
    }

    private static JObject TableRow(NoteBlock block)
    {
        JObject[] label =
            block.Severity is { } severity ? [Status(severity)]
            : block.Label is { } text ? [Text(text, "strong")]
            : [];
        return Node(
            "tableRow",
            null,
            [Node("tableHeader", [], [Paragraph(label)]), Node("tableCell", [], [.. block.Lines.Select(line => Paragraph(Inline(line.Spans)))])]
        );
    }

    private static IEnumerable<JObject> Inline(ImmutableArray<Span> spans)
    {
        // The number before an action ends with a blank and belongs to it: "1 Swap from stock".
        var joined = true;
        foreach (var span in spans)
        {
            var text = NoteText.Line(span.Text);
            // Empty text nodes are invalid, and a blank one would only be a stray separator.
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            if (!joined)
            {
                yield return Text(" · ");
            }

            joined = text.EndsWith(' ');
            yield return ReportText.SafeLink(span.Link) is { } link ? Link(text, link) : Text(text, MarkOf(span.Style));
        }
    }

    private static string? MarkOf(SpanStyle style) =>
        style switch
        {
            SpanStyle.Strong => "strong",
            SpanStyle.Code => "code",
            SpanStyle.Muted => "em",
            _ => null,
        };

    private static string PanelOf(Severity verdict) =>
        verdict switch
        {
            Severity.Act => "error",
            Severity.Watch => "warning",
            Severity.Ok => "success",
            _ => "note",
        };

    private static JObject Status(Severity severity)
    {
        var colour = severity switch
        {
            Severity.Act => "red",
            Severity.Watch => "yellow",
            Severity.Ok => "green",
            _ => "neutral",
        };
        return new JObject
        {
            ["type"] = "status",
            ["attrs"] = new JObject { ["text"] = $"{severity.Symbol()} {severity.Word()}", ["color"] = colour },
        };
    }

    private static JObject Paragraph(IEnumerable<JObject> inline) => Node("paragraph", null, [.. inline]);

    private static JObject Text(string text, string? mark = null)
    {
        var node = new JObject { ["type"] = "text", ["text"] = text };
        if (mark is not null)
        {
            node["marks"] = new JArray { new JObject { ["type"] = mark } };
        }

        return node;
    }

    private static JObject Link(string text, Uri link)
    {
        var node = Text(text);
        node["marks"] = new JArray
        {
            new JObject
            {
                ["type"] = "link",
                ["attrs"] = new JObject { ["href"] = link.AbsoluteUri },
            },
        };
        return node;
    }

    private static JObject Node(string type, JObject? attributes, JArray content)
    {
        var node = new JObject { ["type"] = type };
        if (attributes is not null)
        {
            node["attrs"] = attributes;
        }

        node["content"] = content;
        return node;
    }
}
