using System.Net;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Jira;

/// <summary>An ADF document as Jira shows it.</summary>
internal static class AdfHtml
{
    public static string Of(JObject node)
    {
        var inner = string.Concat((node["content"]?.Children<JObject>() ?? []).Select(Of));
        return (string?)node["type"] switch
        {
            "doc" => $"<div class=\"adf\">{inner}</div>",
            "paragraph" => $"<p>{inner}</p>",
            "heading" => $"<h4>{inner}</h4>",
            "panel" => $"<div class=\"panel panel-{Name(node["attrs"]?["panelType"])}\">{inner}</div>",
            "table" => $"<table><tbody>{inner}</tbody></table>",
            "tableRow" => $"<tr>{inner}</tr>",
            "tableHeader" => $"<th>{inner}</th>",
            "tableCell" => $"<td>{inner}</td>",
            "status" =>
                $"<span class=\"status status-{Name(node["attrs"]?["color"])}\">{WebUtility.HtmlEncode((string?)node["attrs"]?["text"])}</span>",
            "hardBreak" => "<br>",
            "rule" => "<hr>",
            "text" => Marked(node),
            _ => inner,
        };
    }

    private static string Marked(JObject node)
    {
        var html = WebUtility.HtmlEncode((string?)node["text"] ?? "");
        foreach (var mark in node["marks"]?.Children<JObject>() ?? [])
        {
            html = (string?)mark["type"] switch
            {
                "strong" => $"<strong>{html}</strong>",
                "em" => $"<em>{html}</em>",
                "code" => $"<code>{html}</code>",
                "link" when IsWeb((string?)mark["attrs"]?["href"]) =>
                    $"<a href=\"{WebUtility.HtmlEncode((string?)mark["attrs"]!["href"])}\" rel=\"noreferrer noopener\">{html}</a>",
                _ => html,
            };
        }

        return html;
    }

    private static bool IsWeb(string? href) =>
        href?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true
        || href?.StartsWith("http://", StringComparison.OrdinalIgnoreCase) == true;

    private static string Name(JToken? value) => new([.. ((string?)value ?? "").Where(char.IsAsciiLetterOrDigit)]);
}
