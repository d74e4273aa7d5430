using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Jira;

/// <param name="Body">Null: an empty body.</param>
internal sealed record Answer(int Status, JToken? Body = null, string? Html = null)
{
    public (string Name, string Value)[] Headers { get; init; } = [];

    public static Answer Ok(JToken body) => new(200, body);

    public static Answer Error(int status, string message) =>
        new(status, new JObject { ["errorMessages"] = new JArray(message), ["errors"] = new JObject() });

    public static Answer FieldError(string field, string message) =>
        new(
            400,
            new JObject
            {
                ["errorMessages"] = new JArray(),
                ["errors"] = new JObject { [field] = message },
            }
        );

    /// <summary>Not visible and not there look alike.</summary>
    public static Answer NoIssue() => Error(404, "Issue does not exist or you do not have permission to see it.");

    public async Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        foreach (var (name, value) in Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (Html is not null)
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(Html);
        }
        else if (Body is not null)
        {
            context.Response.ContentType = "application/json;charset=UTF-8";
            await context.Response.WriteAsync(Body.ToString(Formatting.None));
        }
    }
}

/// <summary>One request as the site sees it.</summary>
/// <param name="Body">Empty object where there is none.</param>
internal sealed record Call(HttpContext Http, JObject Body, JiraUser Caller)
{
    public string Route(string name) => (string)Http.Request.RouteValues[name]!;

    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out var value) ? (string?)value : null;

    public string[]? QueryList(string name) => Query(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries);

    public int QueryNumber(string name, int fallback) => int.TryParse(Query(name), out var number) ? number : fallback;
}
