using System.Globalization;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Jira;

internal static class JiraAnswer
{
    /// <exception cref="ConnectionException">The answer is JSON, but no object.</exception>
    public static JObject JsonObject(this VendorResponse answer, string name) =>
        answer.Json as JObject
        ?? throw new ConnectionException(
            ConnectionFailure.Reconnect,
            $"{name} answered with something that is not Jira's. Check the address of the connection."
        );

    public static int? Number(this JToken? token) =>
        int.TryParse(token.Text(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static IEnumerable<JObject> Objects(this JToken? token) => (token as JArray ?? []).OfType<JObject>();
}
