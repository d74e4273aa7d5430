using System.Text;
using Itam.Context.Connections;
using Itam.Webhooks.Receiving;
using Microsoft.Net.Http.Headers;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Jira;

/// <summary>
/// Jira's ways in: the webhook of an administrator, signed or (Data Center) with Basic credentials, a rule of Automation with a static header, and the dynamic
/// webhook of an OAuth app with a token. Which are open follows from the secrets that are configured.
/// </summary>
internal sealed class JiraReceiver(JiraSettings settings, JiraOwnAccount self) : IWebhookReceiver
{
    private const string SignatureHeader = "X-Hub-Signature";
    private const string IdentifierHeader = "X-Atlassian-Webhook-Identifier";

    private static readonly HashSet<string> Followed = new(StringComparer.Ordinal)
    {
        "jira:issue_created",
        "jira:issue_updated",
        "comment_created",
        "comment_updated",
    };
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly JiraWebhookToken? _token = settings.AppClientSecrets.Count > 0 ? new JiraWebhookToken(settings.AppClientSecrets) : null;

    /// <summary>Jira does not document its content type and a rule may set any, so only what cannot be JSON is refused.</summary>
    public bool AcceptsMediaType(string? contentType) =>
        !MediaTypeHeaderValue.TryParse(contentType, out var type)
        || !(
            type.Type == "multipart"
            || type.Type == "image"
            || type.Type == "audio"
            || type.Type == "video"
            || type.MediaType == "application/x-www-form-urlencoded"
        );

    public WebhookVerdict Verify(WebhookDelivery delivery)
    {
        var headers = delivery.Headers;
        if (headers.ContainsKey(SignatureHeader))
        {
            return SignatureMatches(SharedSecret.Single(headers, SignatureHeader), delivery.Body.Span)
                ? Accepted(delivery)
                : Refused("the signature does not match");
        }

        if (headers.ContainsKey(settings.AutomationHeader) && !IsAuthorization)
        {
            return SharedSecret.Matches(SharedSecret.Single(headers, settings.AutomationHeader), settings.AutomationSecrets)
                ? Accepted(delivery)
                : Refused($"the secret in {settings.AutomationHeader} does not match");
        }

        var authorization = SharedSecret.Single(headers, HeaderNames.Authorization);
        if (SharedSecret.After("Basic ", authorization) is { } credentials)
        {
            return SharedSecret.Matches(credentials, settings.BasicCredentials)
                ? Accepted(delivery)
                : Refused("the user or password is not the one in WebhookUser and WebhookPassword");
        }

        if (SharedSecret.After("Bearer ", authorization) is { } presented)
        {
            return SharedSecret.Matches(presented, settings.AutomationSecrets) || _token?.IsValid(presented, delivery.ReceivedAt) == true
                ? Accepted(delivery)
                : Refused("the bearer token is not ours or has expired");
        }

        return Refused("there is no signature, secret or token, or more than one");
    }

    public WebhookReading Read(ReadOnlyMemory<byte> body, string? contentType)
    {
        JToken parsed;
        try
        {
            parsed = VendorJson.Parse(Strict.GetString(body.Span).TrimStart('\uFEFF'));
        }
        catch (Exception unreadable) when (unreadable is JsonException or DecoderFallbackException)
        {
            return new WebhookReading.Unreadable(
                "The body is not JSON. If a rule of Automation sends it, choose 'Custom data' with the body that docs/connect-jira.md shows."
            );
        }

        return parsed is JObject json ? Read(json) : new WebhookReading.Unreadable("The body is JSON, but not an object that names an issue.");
    }

    private WebhookReading Read(JObject json)
    {
        var webhookEvent = json["webhookEvent"].Text();
        if (webhookEvent is not null && !Followed.Contains(webhookEvent))
        {
            return new WebhookReading.Skipped("An event that is not followed.");
        }

        // Data Center sends a comment event without its issue, and the same change again as jira:issue_updated with it.
        if (webhookEvent?.StartsWith("comment_", StringComparison.Ordinal) == true && json["issue"] is not JObject)
        {
            return new WebhookReading.Skipped("A comment without its issue; the issue's own event follows.");
        }

        if (IsOwnWrite(json, webhookEvent))
        {
            return new WebhookReading.Skipped("Our own write.");
        }

        // Webhooks wrap the issue, a rule's custom data names it, and a rule's issue data is the issue.
        var issue = json["issue"] as JObject ?? json;
        var key = (issue["key"].Text() ?? json["issueKey"].Text())?.Trim().ToUpperInvariant();
        var project =
            ((issue["fields"] as JObject)?["project"] as JObject)?["key"].Text()
            ?? (key is not null && JiraKeys.IsKey(key) ? JiraKeys.ProjectOf(key) : null);
        if (project is not null && !settings.Projects.Contains(project))
        {
            return new WebhookReading.Skipped("A project that this connection does not serve.");
        }

        // The id first: it stays when the issue moves, so that all work on one ticket has one name.
        return (issue["id"].Text() ?? json["issueId"].Text())?.Trim() is { } id && JiraKeys.IsId(id) ? new WebhookReading.TicketChanged(id)
            : key is not null && JiraKeys.IsKey(key) ? new WebhookReading.TicketChanged(key)
            : new WebhookReading.Unreadable("The body names no issue: neither issue.id, issue.key, issueId nor issueKey is there or looks like one.");
    }

    private bool IsOwnWrite(JObject json, string? webhookEvent) =>
        webhookEvent switch
        {
            "comment_created" => self.Is((json["comment"] as JObject)?["author"]),
            "comment_updated" => self.Is((json["comment"] as JObject)?["updateAuthor"]),
            // A ticket that our account raised for somebody is a ticket like any other.
            "jira:issue_updated" => self.Is(json["user"]),
            _ => false,
        };

    private bool IsAuthorization => string.Equals(settings.AutomationHeader, HeaderNames.Authorization, StringComparison.OrdinalIgnoreCase);

    /// <summary><c>method=hex</c>, of which Jira uses <c>sha256</c> today and may use others one day (Atlassian, "Webhooks").</summary>
    private bool SignatureMatches(string? header, ReadOnlySpan<byte> body)
    {
        Span<byte> mac = stackalloc byte[32];
        return header is { Length: 7 + 64 }
            && header.StartsWith("sha256=", StringComparison.Ordinal)
            && !header.AsSpan(7).ContainsAnyInRange('A', 'F')
            && Convert.FromHexString(header.AsSpan(7), mac, out _, out var written) == System.Buffers.OperationStatus.Done
            && written == mac.Length
            && SharedSecret.IsHmacSha256(mac, body, settings.WebhookSecrets);
    }

    private static WebhookVerdict.Accepted Accepted(WebhookDelivery delivery) =>
        new(SharedSecret.Single(delivery.Headers, IdentifierHeader) is { Length: <= 200 } id && id.All(c => c is > ' ' and < '\x7f') ? id : null);

    private static WebhookVerdict.Refused Refused(string reason) => new(reason);
}
