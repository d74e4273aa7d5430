using System.Globalization;
using Itam.Context.Connections;
using Itam.Context.Sources.Calls;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.CrowdStrike;

/// <summary>
/// What an answer really means. The envelope <c>{meta, resources, errors}</c> may carry errors under status 200, a refused client may come as 500, and the
/// wrong cloud answers with a redirect to the right one.
/// </summary>
internal static class CrowdStrikeFailures
{
    /// <summary>Long-running clients found that the announced moment is too early by up to a minute.</summary>
    private static readonly TimeSpan ExtraPause = TimeSpan.FromSeconds(60);

    public static ConnectionException? Classify(VendorResponse response, string name, DateTimeOffset now)
    {
        var status = (int)response.Status;
        if (status is >= 300 and < 400)
        {
            return OtherCloud(response, name);
        }

        var code = Code(response);
        return status == 429 || code == 429 && status is 200 or 201 ? Busy(response, name, now)
            : code is null || status is not (200 or 201) ? null
            : code switch
            {
                401 or 403 => Fail(
                    ConnectionFailure.Reconnect,
                    $"{name} allows too little ({code}). Give the API client the scope 'Hosts: Read'.",
                    code.Value
                ),
                404 => Fail(ConnectionFailure.GiveUp, $"{name} has no such record (404).", 404),
                >= 500 => Fail(ConnectionFailure.Retry, $"{name} is in trouble ({code}). It is tried again.", code.Value),
                _ => Fail(ConnectionFailure.GiveUp, $"{name} refused the request ({code}).", code.Value),
            };
    }

    /// <summary>Carries no status, so that a refused client is not asked a second time as an expired token would be.</summary>
    public static ConnectionException? ClassifySignIn(VendorResponse response, string name, DateTimeOffset now) =>
        (int)response.Status is 400 or 401 or 403 || (int)response.Status == 500 && Code(response, evenWithRows: true) is 400 or 401 or 403
            ? new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{name} refused the API client. Check ClientId and ClientSecret, MemberCid where you set it, and that BaseUrl is the cloud of your console."
            )
            : Classify(response, name, now);

    private static ConnectionException Fail(ConnectionFailure failure, string message, int status, TimeSpan? retryAfter = null) =>
        new(failure, message, retryAfter) { Status = status };

    private static ConnectionException Busy(VendorResponse response, string name, DateTimeOffset now)
    {
        var announced =
            long.TryParse(response.Header("X-RateLimit-RetryAfter"), NumberStyles.None, CultureInfo.InvariantCulture, out var unix)
            && unix is > 1_000_000_000 and < 100_000_000_000
                ? DateTimeOffset.FromUnixTimeSeconds(unix) - now
                : HttpFailures.RetryAfter(response, now) ?? TimeSpan.Zero;
        var pause = (announced > TimeSpan.Zero ? announced : TimeSpan.Zero) + ExtraPause;
        return Fail(ConnectionFailure.Retry, $"{name} has too much to do (429). It is tried again after a pause.", 429, pause);
    }

    private static ConnectionException? OtherCloud(VendorResponse response, string name) =>
        Uri.TryCreate(response.Header("Location"), UriKind.Absolute, out var to)
        && to.Scheme == Uri.UriSchemeHttps
        && to.Host.StartsWith("api.", StringComparison.Ordinal)
        && to.Host.EndsWith(".crowdstrike.com", StringComparison.Ordinal)
            ? Fail(
                ConnectionFailure.Reconnect,
                $"{name} says that this account lives in another cloud. Set BaseUrl to https://{to.Host}.",
                (int)response.Status
            )
            : null;

    /// <summary>The code of the first error, where nothing usable came with it.</summary>
    private static int? Code(VendorResponse response, bool evenWithRows = false)
    {
        try
        {
            return
                response.Json.At("errors") is JArray { Count: > 0 } errors
                && (evenWithRows || response.Json.At("resources") is not JArray { Count: > 0 })
                ? errors[0].At("code").Count() ?? 0
                : null;
        }
        catch (JsonException)
        {
            // A page instead of data has its own verdict.
            return null;
        }
    }
}
