using System.Globalization;
using System.Net;
using Itam.Context.Connections;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.SnipeIt;

/// <summary>
/// Snipe-IT answers a refused request with 200 and an envelope {"status":"error","messages":text, number or object}; the words are translated, so only
/// the envelope and a number in it are trusted (app/Helpers/Helper.php, app/Exceptions/Handler.php).
/// </summary>
internal static class SnipeItFailures
{
    /// <summary>The throttle counts per minute; releases before 8.5 do not say when it opens again.</summary>
    private static readonly TimeSpan Fallback = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>True for "there is no such thing": a 404, or an error inside a 200 (which a look-up of an unknown serial is).</summary>
    public static bool FoundNothing(this ConnectionException failure) => failure is { Failure: ConnectionFailure.GiveUp, Status: 200 or 404 };

    public static ConnectionException? Classify(VendorResponse response, string name, DateTimeOffset now)
    {
        var body = Body(response);
        var error = body?["status"].Text() == "error";
        var code =
            error && int.TryParse(body!["messages"].Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : error && int.TryParse(body!["status_code"].Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? said
            : (int)response.Status;
        if (response.Status == HttpStatusCode.TooManyRequests || code == 429)
        {
            return Busy(response, body, name, now);
        }

        if ((int)response.Status is < 200 or >= 300 || !error)
        {
            return null;
        }

        return code switch
        {
            401 or 403 => new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{name} allows too little ({code}). Give the service user the rights that its page in docs/ lists."
            )
            {
                Status = code,
            },
            >= 500 => new ConnectionException(ConnectionFailure.Retry, $"{name} is in trouble ({code}). It is tried again.") { Status = code },
            _ => new ConnectionException(ConnectionFailure.GiveUp, $"{name} refused the request.{Says(body!["messages"])}")
            {
                Status = code is >= 400 and < 500 ? code : (int)response.Status,
            },
        };
    }

    private static ConnectionException Busy(VendorResponse response, JObject? body, string name, DateTimeOffset now)
    {
        var asked =
            double.TryParse(body?["retryAfter"].Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && seconds is >= 0 and < 3600
                ? TimeSpan.FromSeconds(seconds)
                : HttpFailures.RetryAfter(response, now) ?? Fallback;
        var wait = asked < LongestPause ? asked : LongestPause;
        return new ConnectionException(
            ConnectionFailure.Retry,
            $"{name} is called too often (429). It is tried again in {wait.TotalSeconds:0} s; if it happens often, lower CallsPerMinute.",
            wait
        )
        {
            Status = 429,
        };
    }

    /// <summary>The first reason; validation gives {"field":["reason", …]}.</summary>
    private static string Says(JToken? messages)
    {
        var words =
            messages is JObject fields && fields.Properties().FirstOrDefault() is { } field
                ? $"{field.Name}: {(field.Value is JArray { Count: > 0 } reasons ? reasons[0].Text() : field.Value.Text())}"
                : messages.Text();
        return words is null ? "" : $" It says: {Enrichment.ReportText.Clean(words)}";
    }

    private static JObject? Body(VendorResponse response)
    {
        try
        {
            return response.Json as JObject;
        }
        catch (JsonException)
        {
            // A page instead of JSON has no envelope; the status and the shared check for pages speak.
            return null;
        }
    }
}
