using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Freshservice;

/// <param name="Body">Null: an empty body, as most 404s have.</param>
internal sealed record ApiReply(int Status, JToken? Body, string? Link = null, int Credits = 1)
{
    public static ApiReply Ok(string key, JToken body, int credits = 1) => new(200, new JObject { [key] = body }, null, credits);

    public static readonly ApiReply NotFound = new(404, null);

    public static ApiReply Refused(int status, string code, string message) => new(status, new JObject { ["code"] = code, ["message"] = message });

    public static ApiReply Invalid(string field, string code, string message) =>
        new(
            400,
            new JObject
            {
                ["description"] = "Validation failed",
                ["errors"] = new JArray(
                    new JObject
                    {
                        ["field"] = field,
                        ["message"] = message,
                        ["code"] = code,
                    }
                ),
            }
        );

    public static ApiReply LacksFeature => Refused(403, "require_feature", "The asset feature is not supported in your plan.");
}
