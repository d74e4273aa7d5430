using Itam.Context.Connections;
using Itam.Context.Enrichment;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Connector;

/// <summary>Error codes of the channel (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages, status codes).</summary>
internal static class ConnectorCodes
{
    public const string BotDisabledByAdmin = "BotDisabledByAdmin";
    public const string BotNotInConversationRoster = "BotNotInConversationRoster";
    public const string ConversationBlockedByUser = "ConversationBlockedByUser";
    public const string MessageWritesBlocked = "MessageWritesBlocked";
    public const string InvalidBotApiHost = "InvalidBotApiHost";
    public const string NotEnoughPermissions = "NotEnoughPermissions";
    public const string ConversationNotFound = "ConversationNotFound";
    public const string ActivityNotFound = "ActivityNotFoundInConversation";
    public const string ServiceError = "ServiceError";

    /// <summary>Ours: the call was not made, because the rate limit leaves no room.</summary>
    public const string Paced = "Paced";

    /// <summary>Ours: the call was not made, because there is no token for it.</summary>
    public const string SignIn = "SignIn";
}

/// <summary>What the channel's refusals mean, in words for an administrator.</summary>
internal static class ConnectorFailures
{
    public static ConnectionException? Classify(VendorResponse response, string title, DateTimeOffset now)
    {
        var status = (int)response.Status;
        if (status < 400)
        {
            return null;
        }

        var (code, said) = ErrorOf(response);
        var says = said.Length > 0 ? $" Teams says: {said}" : "";
        var (failure, words) = (status, code) switch
        {
            (400, _) => (
                ConnectionFailure.GiveUp,
                $"Teams found the message of {title} malformed (400 {code}). Tell the makers of this software.{says}"
            ),
            (401, _) => (
                ConnectionFailure.Reconnect,
                $"Teams does not accept the credentials of {title} (401 {code}). Check that the bot is registered with this AppId and that its secret or certificate has not ended; then run 'itam doctor'.{says}"
            ),
            (403, ConnectorCodes.BotDisabledByAdmin) => (
                ConnectionFailure.GiveUp,
                "A policy of the tenant has switched the app off for this person (BotDisabledByAdmin). Allow it in the Teams admin center; sending goes on when they write to the bot."
            ),
            (403, ConnectorCodes.BotNotInConversationRoster) => (
                ConnectionFailure.GiveUp,
                "The app is not installed there any more (BotNotInConversationRoster). It is used again when it is installed; until then reach the person by e-mail."
            ),
            (403, ConnectorCodes.ConversationBlockedByUser or ConnectorCodes.MessageWritesBlocked) => (
                ConnectionFailure.GiveUp,
                $"The person has blocked or removed the app ({code}). It is used again when they write to it; until then reach them by e-mail."
            ),
            (403, ConnectorCodes.InvalidBotApiHost) => (
                ConnectionFailure.Reconnect,
                $"{title} calls the wrong cloud (InvalidBotApiHost). Set Cloud or ServiceUrl to the cloud of the tenant; GCC is https://smba.infra.gcc.teams.microsoft.com/teams.{says}"
            ),
            (403, _) => (
                ConnectionFailure.Reconnect,
                $"Teams does not allow this to {title} (403 {code}). Give the app the permission that is named.{says}"
            ),
            (404, ConnectorCodes.ConversationNotFound) => (ConnectionFailure.GiveUp, "The conversation is gone (ConversationNotFound)."),
            (404, _) => (ConnectionFailure.GiveUp, $"Teams does not find it (404 {code}).{says}"),
            (409 or 412, _) => (ConnectionFailure.Retry, $"Something else happened in the same conversation ({status} {code}). It is tried again."),
            (413, _) => (ConnectionFailure.GiveUp, "The message is larger than Teams takes (413 MessageSizeTooBig)."),
            (429, _) => (ConnectionFailure.Retry, $"Teams asked {title} to slow down (429). It is tried again."),
            (>= 500 or 408, _) => (ConnectionFailure.Retry, $"Teams is in trouble ({status} {code}).{says}"),
            _ => (ConnectionFailure.GiveUp, $"Teams refused the call of {title} ({status} {code}).{says}"),
        };
        return new ConnectionException(failure, words, HttpFailures.RetryAfter(response, now)) { Status = status, Code = code };
    }

    /// <summary>A 400 where a conversation was to be opened is about the person or the tenant, not about a message.</summary>
    public static ConnectionException AtCreate(ConnectionException refused, string title, string entraTenant, string member) =>
        new(
            ConnectionFailure.GiveUp,
            $"Teams opens no chat of {title} with {member} in the Entra tenant {entraTenant} (400 {refused.Code}): it does not know this person there. Check that the directory id in the register is the person's Entra object id, and that their tenant is among EntraTenants.",
            inner: refused
        )
        {
            Status = refused.Status,
            Code = refused.Code,
        };

    /// <summary>True when the message may be visible although there was no good answer.</summary>
    public static bool IsAmbiguous(ConnectionException failure) =>
        failure.Status is 408 or >= 500
        || (failure is { Failure: ConnectionFailure.Retry, Status: null } && failure.Code is null && !WasNeverSent(failure.InnerException));

    private static bool WasNeverSent(Exception? cause)
    {
        for (var inner = cause; inner is not null; inner = inner.InnerException)
        {
            if (
                inner is HttpRequestException
                {
                    HttpRequestError: HttpRequestError.ConnectionError
                        or HttpRequestError.NameResolutionError
                        or HttpRequestError.SecureConnectionError
                        or HttpRequestError.ProxyTunnelError
                }
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Two shapes are documented: <c>{"error":{"code","message"}}</c> and <c>{"errorCode":209,"message":"{…\"subCode\":…}"}</c>.</summary>
    private static (string Code, string Said) ErrorOf(VendorResponse response)
    {
        try
        {
            if (response.Json is not JObject body)
            {
                return ("", "");
            }

            var error = body["error"] as JObject;
            var said = (error?["message"] ?? body["message"]).Text() ?? "";
            var code = SubCode(said) ?? error?["code"].Text() ?? body["subCode"].Text() ?? body["errorCode"].Text() ?? body["code"].Text() ?? "";
            return (ReportText.Clean(code), said.StartsWith('{') ? "" : ReportText.Clean(said));
        }
        catch (JsonException)
        {
            // A page of a proxy; the status says enough.
            return ("", "");
        }
    }

    private static string? SubCode(string message)
    {
        if (!message.StartsWith('{'))
        {
            return null;
        }

        try
        {
            return VendorJson.Parse(message)["subCode"].Text();
        }
        catch (JsonException)
        {
            // Only looked like JSON.
            return null;
        }
    }
}
