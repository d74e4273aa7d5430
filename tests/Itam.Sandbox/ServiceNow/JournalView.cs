using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Itam.Sandbox.ServiceNow;

/// <summary>A journal entry as the activity stream shows it: text is encoded, [code] holds HTML of which only harmless tags are kept.</summary>
internal static partial class JournalView
{
    private static readonly string[] Tags = ["b", "i", "p", "br", "code", "ul", "li", "table", "tr", "td"];

    public static string Html(string value)
    {
        var html = new StringBuilder("<div class=\"journal\">");
        foreach (var (code, text) in Segments(value))
        {
            html.Append(code ? Kept(text) : WebUtility.HtmlEncode(text.Trim('\n')).Replace("\n", "<br>", StringComparison.Ordinal));
        }

        return html.Append("</div>").ToString();
    }

    public static string Text(string value)
    {
        var lines = new StringBuilder();
        foreach (var (code, text) in Segments(value))
        {
            lines.Append(code ? Visible(text) : text);
        }

        return lines.ToString().Trim();
    }

    private static IEnumerable<(bool Code, string Text)> Segments(string value)
    {
        var at = 0;
        foreach (Match match in Code().Matches(value))
        {
            yield return (false, value[at..match.Index]);
            yield return (true, match.Groups["html"].Value);
            at = match.Index + match.Length;
        }

        yield return (false, value[at..]);
    }

    private static string Kept(string html) =>
        Tag()
            .Replace(
                html,
                match =>
                {
                    var name = match.Groups["name"].Value.ToLowerInvariant();
                    var close = match.Groups["close"].Value;
                    return Tags.Contains(name) ? $"<{close}{name}>"
                        : name != "a" ? ""
                        : close.Length > 0 ? "</a>"
                        : Href().Match(match.Value) is { Success: true } href ? $"<a href=\"{href.Groups["url"].Value}\" rel=\"noopener\">"
                        : "<a>";
                }
            );

    private static string Visible(string html)
    {
        var text = RowEnd().Replace(html, "\n");
        text = CellEnd().Replace(text, "  ");
        return WebUtility.HtmlDecode(Tag().Replace(text, ""));
    }

    [GeneratedRegex(@"\[code\](?<html>.*?)\[/code\]", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"<(?<close>/?)(?<name>[a-zA-Z][a-zA-Z0-9]*)\b[^>]*>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex("""href="(?<url>https?://[^"]*)["]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Href();

    [GeneratedRegex(@"</(tr|p|table|li)>|<br\s*/?>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RowEnd();

    [GeneratedRegex("</td>", RegexOptions.None, 1000)]
    private static partial Regex CellEnd();
}
