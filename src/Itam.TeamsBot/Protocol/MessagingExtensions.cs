using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Protocol;

/// <summary>The argument of <c>composeExtension/query</c>.</summary>
public sealed record MessagingExtensionQuery
{
    public string? CommandId { get; init; }
    public IReadOnlyList<MessagingExtensionParameter>? Parameters { get; init; }
    public MessagingExtensionQueryOptions? QueryOptions { get; init; }

    /// <summary>The text of a parameter; null where it is not there or not text.</summary>
    public string? Parameter(string name) =>
        (Parameters?.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal))?.Value as JValue)?.Value as string;

    /// <summary>Sent at once when the search opens, before anything was typed.</summary>
    public bool IsInitialRun => string.Equals(Parameter("initialRun"), "true", StringComparison.OrdinalIgnoreCase);
}

public sealed record MessagingExtensionParameter(string? Name, JToken? Value);

public sealed record MessagingExtensionQueryOptions(int? Skip, int? Count);

/// <summary>The argument of <c>composeExtension/queryLink</c>.</summary>
public sealed record AppBasedLinkQuery(string? Url);

/// <summary>The argument of <c>composeExtension/submitAction</c> and <c>composeExtension/fetchTask</c>.</summary>
public sealed record MessagingExtensionAction
{
    public string? CommandId { get; init; }

    /// <summary>compose, message, commandBox.</summary>
    public string? CommandContext { get; init; }
    public JToken? Data { get; init; }
}

/// <summary>Results for a search or a link.</summary>
public sealed record MessagingExtensionResponse(JObject Body)
{
    /// <param name="attachments">Adaptive cards need a <see cref="Attachment.Preview"/>.</param>
    public static MessagingExtensionResponse Results(IEnumerable<Attachment> attachments) =>
        new(
            Compose(
                new JObject
                {
                    ["type"] = "result",
                    ["attachmentLayout"] = "list",
                    ["attachments"] = new JArray(attachments.Select(ActivityJson.ToJson)),
                }
            )
        );

    public static MessagingExtensionResponse Message(string text) => new(Compose(new JObject { ["type"] = "message", ["text"] = text }));

    public InvokeResponse ToInvokeResponse() => new(200, Body);

    private static JObject Compose(JObject extension) => new() { ["composeExtension"] = extension };
}

/// <summary>The argument of <c>application/search</c>: type-ahead in a card's input.</summary>
public sealed record SearchInvokeValue
{
    public string? QueryText { get; init; }
    public SearchInvokeOptions? QueryOptions { get; init; }
    public string? Dataset { get; init; }
}

public sealed record SearchInvokeOptions(int? Skip, int? Top);

public sealed record SearchResult(string Title, string Value);

public sealed record SearchInvokeResponse(IReadOnlyList<SearchResult> Results)
{
    /// <summary>Teams shows no more.</summary>
    public const int MostResults = 15;

    public InvokeResponse ToInvokeResponse() =>
        new(
            200,
            new JObject
            {
                ["statusCode"] = 200,
                ["type"] = "application/vnd.microsoft.search.searchResponse",
                ["value"] = new JObject
                {
                    ["results"] = new JArray(Results.Take(MostResults).Select(r => new JObject { ["title"] = r.Title, ["value"] = r.Value })),
                },
            }
        );
}
