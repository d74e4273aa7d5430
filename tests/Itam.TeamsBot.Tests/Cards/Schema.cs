using System.Globalization;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Tests.Cards;

/// <summary>
/// Judges a card by what version 1.5 allows (adaptivecards.io, element by element), plus the two members that Teams adds: <c>choices.data</c>, and
/// <c>msteams</c> in an action's data. Stricter than clients: an unknown member is a fault, as is an empty list of actions or columns.
/// </summary>
internal static class Schema
{
    private delegate IEnumerable<string> Check(JToken value, string path);

    private static readonly Dictionary<string, Check> Element = new()
    {
        ["id"] = Text,
        ["spacing"] = OneOf("none", "small", "default", "medium", "large", "extraLarge", "padding"),
        ["separator"] = Bool,
        ["isVisible"] = Bool,
        ["height"] = OneOf("auto", "stretch"),
    };

    private static readonly Dictionary<string, Check> Letters = new()
    {
        ["text*"] = Text,
        ["color"] = OneOf("default", "dark", "light", "accent", "good", "warning", "attention"),
        ["size"] = OneOf("default", "small", "medium", "large", "extraLarge"),
        ["weight"] = OneOf("default", "lighter", "bolder"),
        ["fontType"] = OneOf("default", "monospace"),
        ["isSubtle"] = Bool,
    };

    private static readonly Dictionary<string, Check> Input = With(
        Element,
        ("id*", Text),
        ("label", Text),
        ("isRequired", Bool),
        ("errorMessage", Text),
        ("placeholder", Text)
    );

    private static readonly Dictionary<string, Check> Action = new()
    {
        ["title"] = Text,
        ["tooltip"] = Text,
        ["id"] = Text,
        ["iconUrl"] = Url,
        ["style"] = OneOf("default"),
        ["isEnabled"] = Bool,
        ["mode"] = OneOf("primary", "secondary"),
        ["fallback"] = Object,
    };

    private static readonly Dictionary<string, Check> Box = With(
        Element,
        ("style", OneOf("default", "emphasis", "good", "attention", "warning", "accent")),
        ("bleed", Bool),
        ("verticalContentAlignment", OneOf("top", "center", "bottom")),
        ("selectAction", Object)
    );

    private static readonly Check Associated = OneOf("auto", "none");

    private static readonly Dictionary<string, Dictionary<string, Check>> Types = new()
    {
        ["AdaptiveCard"] = new()
        {
            ["$schema"] = Is("http://adaptivecards.io/schemas/adaptive-card.json"),
            ["version"] = Is("1.5"),
            ["body*"] = List("TextBlock", "RichTextBlock", "Image", "Container", "ColumnSet", "ActionSet", "Input."),
            ["fallbackText"] = Text,
            ["speak"] = Text,
            ["lang"] = Text,
            ["refresh"] = Object,
        },
        ["TextBlock"] = With(
            With(Element, [.. Letters.Select(l => (l.Key, l.Value))]),
            ("wrap", Bool),
            ("maxLines", Whole),
            ("style", OneOf("default", "heading"))
        ),
        ["RichTextBlock"] = With(Element, ("inlines*", List("TextRun"))),
        ["TextRun"] = With(Letters, ("italic", Bool), ("underline", Bool), ("strikethrough", Bool), ("highlight", Bool), ("selectAction", Object)),
        ["Image"] = With(Element, ("url*", Url), ("altText", Text), ("width", Text), ("size", OneOf("auto", "stretch", "small", "medium", "large"))),
        ["Container"] = With(Box, ("items*", List("TextBlock", "RichTextBlock", "Image", "Container", "ColumnSet", "ActionSet", "Input."))),
        ["ColumnSet"] = With(Element, ("columns*", List("Column"))),
        ["Column"] = With(Box, ("width", Width), ("items*", List("TextBlock", "RichTextBlock", "Image", "Container", "ColumnSet", "ActionSet"))),
        ["ActionSet"] = With(Element, ("actions*", List("Action."))),
        ["Input.Text"] = With(Input, ("isMultiline", Bool), ("maxLength", Whole), ("regex", Text), ("value", Text)),
        ["Input.Date"] = With(Input, ("min", Day), ("max", Day), ("value", Day)),
        ["Input.Number"] = With(Input, ("min", Whole), ("max", Whole), ("value", Whole)),
        ["Input.ChoiceSet"] = With(
            Input,
            ("choices", Choices),
            ("style", OneOf("compact", "expanded", "filtered")),
            ("isMultiSelect", Bool),
            ("wrap", Bool),
            ("value", Text),
            ("choices.data", Object)
        ),
        ["Data.Query"] = new() { ["dataset*"] = Text },
        ["Action.Execute"] = With(Action, ("verb", Text), ("data", Data), ("associatedInputs", Associated)),
        ["Action.Submit"] = With(Action, ("data", Data), ("associatedInputs", Associated)),
        ["Action.OpenUrl"] = With(Action, ("url*", Url)),
        ["Action.ShowCard"] = With(Action, ("card*", Object)),
    };

    /// <returns>One line per fault, with the path to it.</returns>
    public static IEnumerable<string> FaultsOf(JObject card) =>
        new[] { "$schema", "version" }.Where(m => card[m] is null).Select(m => $"{m} is missing").Concat(Object(card, "card"));

    private static IEnumerable<string> Object(JToken value, string path)
    {
        if (value is not JObject json)
        {
            return [$"{path} is no object"];
        }

        if (path.EndsWith(".refresh", StringComparison.Ordinal))
        {
            return Members(json, path, new() { ["action*"] = Object, ["userIds*"] = Strings });
        }

        return Types.TryGetValue((string?)json["type"] ?? "", out var members)
            ? Members(json, path, With(members, ("type", Text)))
            : [$"{path} is of the unknown type {json["type"]}"];
    }

    private static IEnumerable<string> Members(JObject json, string path, Dictionary<string, Check> members)
    {
        foreach (var name in members.Keys.Where(k => k.EndsWith('*')).Select(k => k.TrimEnd('*')).Where(k => json[k] is null))
        {
            yield return $"{path}.{name} is missing";
        }

        foreach (var property in json.Properties())
        {
            var check = members.GetValueOrDefault(property.Name) ?? members.GetValueOrDefault(property.Name + "*");
            foreach (var fault in check?.Invoke(property.Value, $"{path}.{property.Name}") ?? [$"{path} knows no {property.Name}"])
            {
                yield return fault;
            }
        }
    }

    private static Check List(params string[] types) =>
        (value, path) =>
            value is not JArray { Count: > 0 } list
                ? [$"{path} is empty"]
                : list.SelectMany(
                    (item, i) =>
                        types.Any(t =>
                            t.EndsWith('.') ? ((string?)item["type"])?.StartsWith(t, StringComparison.Ordinal) == true : (string?)item["type"] == t
                        )
                            ? Object(item, $"{path}[{i}]")
                            : [$"{path}[{i}] must not be {item["type"]}"]
                );

    private static IEnumerable<string> Choices(JToken value, string path) =>
        value is JArray list
            ? list.SelectMany((c, i) => Members((JObject)c, $"{path}[{i}]", new() { ["title*"] = Text, ["value*"] = Text }))
            : [$"{path} is no list"];

    private static IEnumerable<string> Data(JToken value, string path) =>
        Members(
            (JObject)value,
            path,
            new()
            {
                ["itam*"] = Text,
                ["id"] = Text,
                ["once"] = Text,
                ["msteams"] = (v, p) => v is JObject { Count: 1 } && (string?)v["type"] == "task/fetch" ? [] : [$"{p} is no task/fetch"],
            }
        );

    private static IEnumerable<string> Text(JToken value, string path) => value.Type == JTokenType.String ? [] : [$"{path} is no text"];

    private static IEnumerable<string> Bool(JToken value, string path) =>
        value.Type == JTokenType.Boolean ? [] : [$"{path} is neither true nor false"];

    private static IEnumerable<string> Whole(JToken value, string path) => value.Type == JTokenType.Integer ? [] : [$"{path} is no whole number"];

    private static IEnumerable<string> Strings(JToken value, string path) =>
        value is JArray list && list.All(s => s.Type == JTokenType.String) ? [] : [$"{path} is no list of texts"];

    private static IEnumerable<string> Day(JToken value, string path) =>
        DateOnly.TryParseExact((string?)value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? [] : [$"{path} is no day"];

    private static IEnumerable<string> Width(JToken value, string path) =>
        (string?)value is "auto" or "stretch" || int.TryParse((string?)value, CultureInfo.InvariantCulture, out _) ? [] : [$"{path} is no width"];

    private static IEnumerable<string> Url(JToken value, string path) =>
        Uri.TryCreate((string?)value, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" or "data" ? [] : [$"{path} is no address"];

    private static Check Is(string only) => (value, path) => (string?)value == only ? [] : [$"{path} is not {only}"];

    private static Check OneOf(params string[] values) =>
        (value, path) => values.Contains((string?)value, StringComparer.Ordinal) ? [] : [$"{path} must not be {value}"];

    private static Dictionary<string, Check> With(Dictionary<string, Check> some, params (string Name, Check Check)[] more)
    {
        var all = new Dictionary<string, Check>(some);
        foreach (var (name, check) in more)
        {
            all.Remove(name.TrimEnd('*'));
            all[name] = check;
        }

        return all;
    }
}
