using Itam.Webhooks.Receiving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Itam.Webhooks.Freshservice;

/// <summary>
/// The way in for a Workflow Automator's "Trigger Webhook". It cannot sign, so a secret in a header is the proof: the configured header, a bearer token, or
/// Basic. A delivery has no identity; a replayed one makes us read the same ticket again, which is harmless.
/// </summary>
internal sealed class FreshserviceReceiver(FreshserviceSettings settings, ILogger<FreshserviceReceiver> log) : IWebhookReceiver
{
    /// <summary>An automator sends JSON, XML or a form, with whatever media type the administrator left; only the unreadable is refused.</summary>
    public bool AcceptsMediaType(string? contentType)
    {
        if (string.IsNullOrWhiteSpace(contentType))
        {
            return true;
        }

        var type = MediaType(contentType);
        return type is "application/json" or "application/x-www-form-urlencoded" or "text/plain" or "text/json"
            || type.EndsWith("+json", StringComparison.Ordinal);
    }

    public WebhookVerdict Verify(WebhookDelivery delivery)
    {
        var headers = delivery.Headers;
        if (headers[settings.SecretHeader].Count > 1 || headers[HeaderNames.Authorization].Count > 1)
        {
            return new WebhookVerdict.Refused("The credentials came twice.");
        }

        var authorization = SharedSecret.Single(headers, HeaderNames.Authorization);
        var right =
            SharedSecret.Matches(SharedSecret.Single(headers, settings.SecretHeader), settings.Secrets)
            | SharedSecret.Matches(SharedSecret.After("Bearer ", authorization), settings.Secrets)
            | SharedSecret.Matches(SharedSecret.After("Basic ", authorization), settings.BasicCredentials);
        return right ? new WebhookVerdict.Accepted(null) : new WebhookVerdict.Refused(WhatIsWrong(headers));
    }

    public WebhookReading Read(ReadOnlyMemory<byte> body, string? contentType)
    {
        var mention = WebhookBody.Find(body.Span, MediaType(contentType));
        if (mention.Repaired)
        {
            log.LogWarning(
                "A Freshservice webhook was not valid JSON; its ticket_id was found all the same. Send ids only: texts are not escaped by the workflow."
            );
        }

        return mention switch
        {
            { Event: { } name } when NotFollowed(name) => new WebhookReading.Skipped(
                $"The event '{Itam.Context.Enrichment.ReportText.Clean(name)}' is not about a ticket's content."
            ),
            { TicketId: null } => new WebhookReading.Unreadable(
                "The body names no ticket_id. In the workflow's webhook send {\"ticket_id\": \"{{ticket.id_numeric}}\"}."
            ),
            { TicketId: { } text } when TicketNumber.TryParse(text) is { } number => number.IsTicket
                ? new WebhookReading.TicketChanged(number.Path)
                : new WebhookReading.Skipped($"{number.Prefix}-{number.Path} is a change, problem, release or task, not a ticket."),
            _ => new WebhookReading.Unreadable("The ticket_id in the body is not a ticket's number. Send {{ticket.id_numeric}}."),
        };
    }

    private string WhatIsWrong(IHeaderDictionary headers) =>
        headers.ContainsKey(settings.SecretHeader) || headers.ContainsKey(HeaderNames.Authorization)
            ? "The secret or password is wrong."
            : $"No credentials: neither {settings.SecretHeader} nor Authorization.";

    /// <summary>The administrator names the events; what clearly speaks of something else, or of a ticket that is gone, is left alone.</summary>
    private static bool NotFollowed(string name) =>
        name.EndsWith("_deleted", StringComparison.OrdinalIgnoreCase)
        || name.Split('_')[0].ToLowerInvariant() is "asset" or "change" or "problem" or "release" or "task" or "contract" or "purchase";

    private static string MediaType(string? contentType) => (contentType ?? "").Split(';')[0].Trim().ToLowerInvariant();
}
