using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Connections;

/// <summary>What an HTTP answer means for the work that waits for it (RFC 9110).</summary>
public static class HttpFailures
{
    public static ConnectionException? Of(VendorResponse response, string name, DateTimeOffset now)
    {
        var status = (int)response.Status;
        return status switch
        {
            >= 200 and < 300 => NotData(response, name),
            >= 300 and < 400 => Fail(
                ConnectionFailure.Reconnect,
                $"{name} answered with a redirect ({status}), usually to a sign-in page. Check the address and the credentials of the connection."
            ),
            401 => Fail(ConnectionFailure.Reconnect, $"{name} refused the credentials (401). Enter new ones and run 'itam doctor'.{Says(response)}"),
            403 => Fail(
                ConnectionFailure.Reconnect,
                $"{name} allows too little (403). Give the account the rights that its page in docs/ lists.{Says(response)}"
            ),
            404 => Fail(ConnectionFailure.GiveUp, $"{name} has no such record, or the account may not see it (404).{Says(response)}"),
            408 or 409 or 425 or 429 or >= 500 => Fail(
                ConnectionFailure.Retry,
                $"{name} is busy or in trouble ({status}). It is tried again.{Says(response)}",
                RetryAfter(response, now)
            ),
            _ => Fail(ConnectionFailure.GiveUp, $"{name} refused the request ({status}).{Says(response)}"),
        };

        ConnectionException Fail(ConnectionFailure failure, string message, TimeSpan? retryAfter = null) =>
            new(failure, message, retryAfter) { Status = status };
    }

    /// <summary>Seconds, an HTTP date, or (as X-RateLimit-Reset) Unix seconds or an ISO time; null where the answer says nothing usable.</summary>
    public static TimeSpan? RetryAfter(VendorResponse response, DateTimeOffset now)
    {
        if (response.Header("Retry-After") is { } header)
        {
            if (double.TryParse(header, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 604_800)
            {
                return TimeSpan.FromSeconds(seconds);
            }

            if (DateTimeOffset.TryParse(header, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            {
                return date > now ? date - now : TimeSpan.Zero;
            }
        }

        if (response.Header("X-RateLimit-Reset") is { } reset)
        {
            var at =
                long.TryParse(reset, NumberStyles.None, CultureInfo.InvariantCulture, out var unix) && unix is > 1_000_000_000 and < 100_000_000_000
                    ? DateTimeOffset.FromUnixTimeSeconds(unix)
                : DateTimeOffset.TryParse(reset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var iso) ? iso
                : now;
            return at > now ? at - now : null;
        }

        return null;
    }

    /// <summary>A success with a web page or broken JSON in it is a sign-in page, a maintenance page or a proxy speaking.</summary>
    private static ConnectionException? NotData(VendorResponse response, string name)
    {
        if (string.IsNullOrWhiteSpace(response.Text))
        {
            return null;
        }

        try
        {
            if (!response.ContentType.Contains("html", StringComparison.OrdinalIgnoreCase))
            {
                _ = response.Json;
                return null;
            }
        }
        catch (JsonException)
        {
            // Falls through to the same verdict as a web page.
        }

        return new ConnectionException(
            ConnectionFailure.Reconnect,
            $"{name} answered with a page instead of data: a sign-in page, maintenance or a proxy. Check the address and the credentials of the connection."
        )
        {
            Status = (int)response.Status,
        };
    }

    /// <summary>The vendor's own words where they are short and plain.</summary>
    private static string Says(VendorResponse response)
    {
        try
        {
            var text = Words(response.Json);
            return text.Length > 0 ? $" It says: {Enrichment.ReportText.Clean(text)}" : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static string Words(JToken json) =>
        json is not JObject body ? ""
        : body["errorMessages"] is JArray { Count: > 0 } messages ? messages[0].Text() ?? ""
        : body["errors"] is JObject { Count: > 0 } fields ? $"{fields.Properties().First().Name}: {fields.Properties().First().Value.Text()}"
        : body["errors"] is JArray { Count: > 0 } list && list[0] is JObject entry ? $"{entry["field"].Text()} {entry["message"].Text()}".Trim()
        : body["error"] is JObject error ? $"{error["message"].Text()} {error["detail"].Text()}".Trim()
        : body["error_description"].Text()
            ?? body["errorMessage"].Text()
            ?? body["errorSummary"].Text()
            ?? body["message"].Text()
            ?? body["description"].Text()
            ?? body["error"].Text()
            ?? "";
}
