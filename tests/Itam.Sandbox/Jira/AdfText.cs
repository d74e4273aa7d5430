using System.Text;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Jira;

/// <summary>Between plain lines and ADF, and which ADF the site accepts.</summary>
internal static class AdfText
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "doc",
        "paragraph",
        "text",
        "panel",
        "table",
        "tableRow",
        "tableHeader",
        "tableCell",
        "status",
        "hardBreak",
        "bulletList",
        "orderedList",
        "listItem",
        "heading",
        "rule",
        "date",
        "mention",
        "inlineCard",
        "codeBlock",
        "emoji",
    };

    public static JObject ToAdf(string text) =>
        new()
        {
            ["version"] = 1,
            ["type"] = "doc",
            ["content"] = new JArray(
                text.Split('\n')
                    .Select(line => new JObject
                    {
                        ["type"] = "paragraph",
                        ["content"] = line.Length == 0 ? [] : new JArray(new JObject { ["type"] = "text", ["text"] = line }),
                    })
            ),
        };

    /// <summary>Visible text by line; markup is returned as it is.</summary>
    public static string Of(JToken body)
    {
        if (body is not JObject document)
        {
            return (string?)body ?? "";
        }

        var text = new StringBuilder();
        Append(document, text);
        return text.ToString().Trim('\n');
    }

    /// <returns>What is wrong with the document, or null.</returns>
    public static string? Fault(JToken? body) =>
        body is not JObject document ? "Comment body is not valid!"
        : (string?)document["type"] != "doc" || (int?)document["version"] != 1 ? "INVALID_INPUT"
        : document.DescendantsAndSelf().OfType<JObject>().Any(IsBroken) ? "INVALID_INPUT"
        : null;

    private static bool IsBroken(JObject node) =>
        node["type"] is { Type: JTokenType.String } type
        && node.Parent is not JArray { Parent: JProperty { Name: "marks" } }
        && (!Known.Contains((string)type!) || ((string)type! == "text" && string.IsNullOrEmpty((string?)node["text"])));

    private static void Append(JObject node, StringBuilder text)
    {
        var type = (string?)node["type"];
        text.Append(
            type switch
            {
                "text" => (string?)node["text"],
                "status" or "mention" => (string?)node["attrs"]?["text"],
                "hardBreak" => "\n",
                _ => null,
            }
        );
        foreach (var child in node["content"]?.Children<JObject>() ?? [])
        {
            Append(child, text);
            if (type == "tableRow")
            {
                text.Replace("\n", "\t", text.Length - 1, 1);
            }
        }

        if (type is "paragraph" or "heading" or "tableRow")
        {
            text.Append('\n');
        }
    }
}
