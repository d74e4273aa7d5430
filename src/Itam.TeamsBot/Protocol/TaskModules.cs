using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Protocol;

/// <summary>The argument of <c>task/fetch</c> and <c>task/submit</c>.</summary>
public sealed record TaskModuleRequest
{
    public JToken? Data { get; init; }
    public TaskModuleContext? Context { get; init; }
}

/// <param name="Theme">default, dark, contrast.</param>
public sealed record TaskModuleContext(string? Theme);

/// <summary>The answer: another dialog, a message, or nothing, which closes the dialog.</summary>
public sealed record TaskModuleResponse(JObject? Body)
{
    public static readonly TaskModuleResponse Close = new((JObject?)null);

    public static TaskModuleResponse Message(string text) => new(Task("message", text));

    /// <param name="card">The card's own JSON.</param>
    /// <param name="height">small, medium, large, or pixels.</param>
    public static TaskModuleResponse Continue(string title, JObject card, string height = "medium", string width = "medium") =>
        new(
            Task(
                "continue",
                new JObject
                {
                    ["title"] = title,
                    ["height"] = height,
                    ["width"] = width,
                    ["card"] = ActivityJson.ToJson(Attachment.AdaptiveCard(card)),
                }
            )
        );

    public InvokeResponse ToInvokeResponse() => new(200, Body);

    private static JObject Task(string type, JToken value) =>
        new()
        {
            ["task"] = new JObject { ["type"] = type, ["value"] = value },
        };
}
