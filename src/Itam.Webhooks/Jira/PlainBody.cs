using Itam.Context.Sources.Jira;
using Itam.Webhooks.Raising;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Jira;

/// <summary>Plain lines as Jira takes them: an ADF document with a paragraph per line on Cloud, escaped markup on Data Center. Words stay words in both.</summary>
internal static class PlainBody
{
    /// <param name="lines">Renders into so many characters.</param>
    /// <param name="reference">Stands as it is, since it is searched for in the stored text.</param>
    public static JToken For(JiraDeployment deployment, Func<int, IReadOnlyList<string>> lines, string reference, int maxCharacters) =>
        deployment == JiraDeployment.Cloud
            ? PlainLines.Fit(maxCharacters, room => Document(lines(room)), document => document.ToString(Formatting.None).Length)
            : Markup(lines, reference, maxCharacters);

    public static string Markup(Func<int, IReadOnlyList<string>> lines, string reference, int maxCharacters) =>
        PlainLines.Fit(
            maxCharacters,
            room => string.Join('\n', lines(room).Select(line => line == Reference.Line(reference) ? line : WikiNote.EscapeAll(line))),
            markup => markup.Length
        );

    private static JObject Document(IReadOnlyList<string> lines) =>
        new()
        {
            ["version"] = 1,
            ["type"] = "doc",
            ["content"] = new JArray(lines.Select(Paragraph)),
        };

    // An empty text node is invalid; a paragraph without any is not.
    private static JObject Paragraph(string line) =>
        new() { ["type"] = "paragraph", ["content"] = line.Length == 0 ? [] : new JArray(new JObject { ["type"] = "text", ["text"] = line }) };
}
