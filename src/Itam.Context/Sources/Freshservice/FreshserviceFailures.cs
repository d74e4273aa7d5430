using System.Net;
using Itam.Context.Connections;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Freshservice;

/// <summary>What Freshservice's error codes say beyond the HTTP status (api.freshservice.com, Error Codes).</summary>
public static class FreshserviceFailures
{
    /// <summary>True when the account's plan lacks what was asked for (assets, for instance): repeating or new rights cannot help, doing without can.</summary>
    public static bool LacksFeature(this ConnectionException failure) => failure is { Status: 403, Failure: ConnectionFailure.GiveUp };

    internal static ConnectionException? Classify(VendorResponse response, string name) =>
        response.Status == HttpStatusCode.Forbidden && Code(response) == "require_feature"
            ? new ConnectionException(
                ConnectionFailure.GiveUp,
                $"{name}: the plan of this account does not include what was asked for (require_feature)."
            )
            {
                Status = (int)response.Status,
            }
            : null;

    private static string? Code(VendorResponse response)
    {
        try
        {
            return response.Json is JObject body
                ? body["code"].Text() ?? ((body["errors"] as JArray)?.FirstOrDefault() as JObject)?["code"].Text()
                : null;
        }
        catch (JsonException)
        {
            // A page instead of JSON has no code; the status speaks for itself.
            return null;
        }
    }
}
