using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Jira;

/// <summary>What people read in a rich text of Jira: an ADF document (API v3) or markup (API v2), as plain text.</summary>
internal static partial class JiraText
{
    private const int MaxLength = 32_000;

    public static string Plain(JToken? body)
    {
        var text = new StringBuilder();
        if (body is JObject document)
        {
            Append(document, text);
        }
        else
        {
            text.Append(FromMarkup(body.Text() ?? ""));
        }

        return Tidy(text.ToString());
    }

    private static void Append(JObject node, StringBuilder text)
    {
        if (text.Length > MaxLength)
        {
            return;
        }

        var type = node["type"].Text();
        var attributes = node["attrs"] as JObject;
        switch (type)
        {
            case "text":
                text.Append(node["text"].Text());
                break;
            case "hardBreak":
                text.Append('\n');
                break;
            case "mention" or "emoji" or "status":
                text.Append(attributes?["text"].Text() ?? attributes?["shortName"].Text());
                break;
            case "inlineCard" or "blockCard" or "embedCard":
                text.Append(attributes?["url"].Text());
                break;
        }

        foreach (var child in (node["content"] as JArray ?? []).OfType<JObject>())
        {
            Append(child, text);
        }

        if (type is "paragraph" or "heading" or "codeBlock" or "tableRow" or "rule" or "blockCard")
        {
            text.Append('\n');
        }
    }

    private static string FromMarkup(string markup)
    {
        var text = markup.Length > MaxLength * 2 ? markup[..(MaxLength * 2)] : markup;
        text = Braces().Replace(text, " ");
        text = NamedLink().Replace(text, "$1");
        text = LineMarks().Replace(text, "");
        return WebUtility.HtmlDecode(
            text.Replace("{{", "", StringComparison.Ordinal).Replace("}}", "", StringComparison.Ordinal).Replace("*", "", StringComparison.Ordinal)
        );
    }

    private static string Tidy(string text)
    {
        var tidy = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var c in text.ReplaceLineEndings("\n").Trim())
        {
            if (tidy.Length >= MaxLength)
            {
                break;
            }

            tidy.Append(char.IsControl(c) && c != '\n' ? ' ' : c);
        }

        return tidy.ToString();
    }

    [GeneratedRegex(@"\{(code|noformat|quote|color|panel|anchor)(:[^}\n]{0,200})?\}", RegexOptions.NonBacktracking)]
    private static partial Regex Braces();

    [GeneratedRegex(@"\[([^\]|\n]{1,500})\|[^\]\n]{1,2000}\]", RegexOptions.NonBacktracking)]
    private static partial Regex NamedLink();

    [GeneratedRegex(@"^(h[1-6]|bq)\. ", RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex LineMarks();
}
