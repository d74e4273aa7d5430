using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Protocol;

/// <summary>The answer to an invoke: an HTTP status and the body as it goes over the wire.</summary>
public sealed record InvokeResponse(int Status, JToken? Body = null)
{
    /// <summary>Nobody handles an invoke of this name.</summary>
    public static readonly InvokeResponse NotImplemented = new(501);

    public static readonly InvokeResponse Empty = new(200);
}

/// <summary>Thrown by a handler that has no answer of the ordinary shape (the SDK's name and meaning).</summary>
public sealed class InvokeResponseException(int status) : Exception($"The invoke is answered with {status}.")
{
    public int Status { get; } = status;
}

/// <summary>The answer to a card's button (universal actions). HTTP is always 200; the result is in the body.</summary>
public sealed record AdaptiveCardInvokeResponse(int StatusCode, string Type, JToken Value)
{
    public const string MessageType = "application/vnd.microsoft.activity.message";
    public const string ErrorType = "application/vnd.microsoft.error";

    /// <param name="card">Takes the place of the card that was pressed. The card's own JSON, not an attachment.</param>
    public static AdaptiveCardInvokeResponse Card(JObject card) => new(200, Attachment.AdaptiveCardType, card);

    /// <summary>Shown below the card.</summary>
    public static AdaptiveCardInvokeResponse Message(string text) => new(200, MessageType, text);

    /// <summary>Shown in red below the card; what the person typed is lost, so answer wrong input with a card that keeps it.</summary>
    public static AdaptiveCardInvokeResponse BadRequest(string text) => Error(400, "BadRequest", text);

    public static AdaptiveCardInvokeResponse InternalError(string text) => Error(500, "InternalServerError", text);

    private static AdaptiveCardInvokeResponse Error(int status, string code, string message) =>
        new(status, ErrorType, new JObject { ["code"] = code, ["message"] = message });

    public InvokeResponse ToInvokeResponse() =>
        new(
            200,
            new JObject
            {
                ["statusCode"] = StatusCode,
                ["type"] = Type,
                ["value"] = Value,
            }
        );
}

/// <summary>The argument of <c>adaptiveCard/action</c>.</summary>
/// <param name="Verb">Empty where the button names none.</param>
/// <param name="Data">The button's data with the inputs merged in. Anybody in the conversation can make it up.</param>
/// <param name="IsManual">False: the client refreshes the card by itself.</param>
public sealed record AdaptiveCardInvokeValue(string Verb, string? ActionId, JObject Data, bool IsManual)
{
    /// <summary>Null with the reason: the shape is not that of an Action.Execute.</summary>
    internal static AdaptiveCardInvokeValue? Read(JToken? value, out string problem)
    {
        problem =
            value is not JObject ? "Missing value property"
            : value["action"] is not JObject ? "Missing action property"
            : (value["action"]!["type"] as JValue)?.Value as string is not "Action.Execute" ? "The action is not Action.Execute"
            : value["action"]!["data"] is not (null or JObject or JValue { Value: null }) ? "The data of the action is not an object"
            : "";
        return problem.Length > 0
            ? null
            : new AdaptiveCardInvokeValue(
                (value!["action"]!["verb"] as JValue)?.Value as string ?? "",
                (value["action"]!["id"] as JValue)?.Value as string,
                value["action"]!["data"] as JObject ?? new JObject(),
                (value["trigger"] as JValue)?.Value as string is not "automatic"
            );
    }
}
