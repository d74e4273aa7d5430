using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Itam.Sandbox.Freshservice;

/// <summary>The desk's sanitiser and its reading view: an allow-list of tags, href on links only, everything else is shown as text or dropped.</summary>
internal static partial class NoteHtml
{
    private static readonly HashSet<string> Kept = ["div", "p", "b", "strong", "i", "em", "br", "ul", "ol", "li", "table", "tbody", "tr", "td", "a"];

    public static string FromText(string text) => $"<div>{WebUtility.HtmlEncode(text).Replace("\n", "<br>", StringComparison.Ordinal)}</div>";

    public static string Sanitise(string html)
    {
        var clean = new StringBuilder(html.Length);
        var at = 0;
        var source = Dropped().Replace(html, "");
        foreach (Match tag in Tag().Matches(source))
        {
            clean.Append(Words(source[at..tag.Index]));
            at = tag.Index + tag.Length;
            var name = tag.Groups["name"].Value.ToLowerInvariant();
            if (!Kept.Contains(name))
            {
                continue;
            }

            var closing = tag.Groups["close"].Length > 0;
            var href =
                closing || name != "a" ? null
                : Href().Match(tag.Value) is { Success: true } link ? WebUtility.HtmlDecode(link.Groups["url"].Value)
                : null;
            clean.Append(
                closing ? $"</{name}>"
                : href is not null && IsWeb(href) ? $"<a href=\"{WebUtility.HtmlEncode(href)}\">"
                : $"<{name}>"
            );
        }

        return clean.Append(Words(source[at..])).ToString();
    }

    /// <summary>Visible text, line by line; cells of a row stand in one line.</summary>
    public static string Text(string html)
    {
        var lines = Break().Replace(CellEnd().Replace(html, " "), "\n");
        return string.Join(
            '\n',
            WebUtility
                .HtmlDecode(Tag().Replace(lines, ""))
                .Replace('\u00A0', ' ')
                .Split('\n')
                .Select(l => Blanks().Replace(l, " ").Trim())
                .Where(l => l.Length > 0)
        );
    }

    // As a browser would: entities are decoded and written again in one form.
    private static string Words(string text) => WebUtility.HtmlEncode(WebUtility.HtmlDecode(text));

    private static bool IsWeb(string href) => Uri.TryCreate(href, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    [GeneratedRegex("<(?<close>/?)(?<name>[A-Za-z][A-Za-z0-9]*)[^>]*>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"<(script|style|iframe|object)\b.*?</\1\s*>|<!--.*?-->", RegexOptions.Singleline | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Dropped();

    [GeneratedRegex("""\bhref\s*=\s*["'](?<url>[^"']*)["']""", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Href();

    [GeneratedRegex(@"<br\s*/?>|</?(div|p|tr|table|li|ul|ol)\b[^>]*>", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Break();

    [GeneratedRegex(@"</td\s*>", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex CellEnd();

    [GeneratedRegex(@"[ \t\r]+", RegexOptions.None, 1000)]
    private static partial Regex Blanks();
}
