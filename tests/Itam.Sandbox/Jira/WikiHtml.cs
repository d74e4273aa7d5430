using System.Net;
using System.Text.RegularExpressions;

namespace Itam.Sandbox.Jira;

/// <summary>The part of Jira's markup that matters here, as Data Center shows it: cells, bold, italic, fixed width, links, bare addresses, mentions, macros.</summary>
internal static partial class WikiHtml
{
    public static string Of(string markup)
    {
        var html = string.Concat(markup.Split('\n').Select(Line));
        return $"<div class=\"wiki\">{html.Replace("</table><table>", "", StringComparison.Ordinal)}</div>";
    }

    /// <summary>Visible text by line.</summary>
    public static string Text(string markup) =>
        WebUtility
            .HtmlDecode(
                Tag()
                    .Replace(
                        Of(markup)
                            .Replace("</p>", "\n", StringComparison.Ordinal)
                            .Replace("</tr>", "\n", StringComparison.Ordinal)
                            .Replace("</th>", "\t", StringComparison.Ordinal)
                            .Replace("<br>", "\n", StringComparison.Ordinal),
                        ""
                    )
            )
            .Trim();

    private static string Line(string line)
    {
        if (line.StartsWith("||", StringComparison.Ordinal) && line[2..].Split('|', 2) is [var head, var rest])
        {
            return $"<table><tr><th>{Inline(head)}</th><td>{Inline(rest.TrimEnd('|'))}</td></tr></table>";
        }

        return line.Trim().Length == 0 ? "" : $"<p>{Inline(line)}</p>";
    }

    private static string Inline(string text)
    {
        // Character references survive; everything else that HTML could read is encoded.
        var html = text.Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal);
        html = Link().Replace(html, "<a href=\"$2\" rel=\"noreferrer noopener\">$1</a>");
        html = BareAddress().Replace(html, "<a href=\"$0\">$0</a>");
        html = Mention().Replace(html, "<span class=\"mention\">$1</span>");
        html = Macro().Replace(html, "<div class=\"macro\">$1</div>");
        html = Image().Replace(html, "<img alt=\"$1\">");
        html = Fixed().Replace(html, "<code>$1</code>");
        html = Bold().Replace(html, "<strong>$1</strong>");
        html = Italic().Replace(html, "<em>$1</em>");
        return html.Replace(@"\\", "<br>", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\[([^\[\]|]+)\|(https?://[^\]\s]+)\]", RegexOptions.None, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![""/>])\b(https?|ftp|mailto):[^\s<|]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BareAddress();

    [GeneratedRegex(@"\[~([^\]]+)\]", RegexOptions.None, 1000)]
    private static partial Regex Mention();

    [GeneratedRegex(@"(?<!\{)\{([a-z]+)(?::[^}]*)?\}(?!\})", RegexOptions.None, 1000)]
    private static partial Regex Macro();

    [GeneratedRegex(@"!([^!\s]+)!", RegexOptions.None, 1000)]
    private static partial Regex Image();

    [GeneratedRegex(@"\{\{(.+?)\}\}", RegexOptions.None, 1000)]
    private static partial Regex Fixed();

    [GeneratedRegex(@"(?<![\w*])\*(\S(?:.*?\S)?)\*(?![\w*])", RegexOptions.None, 1000)]
    private static partial Regex Bold();

    [GeneratedRegex(@"(?<![\w_=""])_(\S(?:.*?\S)?)_(?![\w_])", RegexOptions.None, 1000)]
    private static partial Regex Italic();

    [GeneratedRegex("<[^>]+>", RegexOptions.None, 1000)]
    private static partial Regex Tag();
}
