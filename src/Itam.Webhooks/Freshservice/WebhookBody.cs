using System.Text;
using System.Text.RegularExpressions;
using Itam.Context.Connections;
using Microsoft.AspNetCore.WebUtilities;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Freshservice;

/// <summary>What a webhook's body says, whatever shape the administrator gave it.</summary>
/// <param name="Repaired">The JSON was broken, as it is when a subject with a quote was put into it unescaped.</param>
internal sealed partial record WebhookBody(string? TicketId, string? Event, bool Repaired = false)
{
    private static readonly WebhookBody Nothing = new(null, null);

    public static WebhookBody Find(ReadOnlySpan<byte> body, string mediaType)
    {
        var text = Encoding.UTF8.GetString(body).Trim().TrimStart('\uFEFF');
        var isForm =
            mediaType == "application/x-www-form-urlencoded"
            || (mediaType is "" or "text/plain" && !text.StartsWith('{') && text.Contains('=', StringComparison.Ordinal));
        return isForm && !text.StartsWith('{') ? OfForm(text) : OfJson(text);
    }

    private static WebhookBody OfForm(string text)
    {
        Dictionary<string, Microsoft.Extensions.Primitives.StringValues> form;
        try
        {
            form = new FormReader(text)
            {
                ValueCountLimit = 256,
                KeyLengthLimit = 256,
                ValueLengthLimit = 64 * 1024,
            }.ReadForm();
        }
        catch (InvalidDataException)
        {
            // More fields or longer ones than any of our rules sends.
            return Nothing;
        }

        return form.TryGetValue("ticket_id", out var id) && id.Count == 1 ? new WebhookBody(id, form.GetValueOrDefault("event"))
            : form.TryGetValue("payload", out var payload) && payload.Count == 1 ? OfJson(payload.ToString().Trim())
            : Nothing;
    }

    private static WebhookBody OfJson(string text)
    {
        try
        {
            return VendorJson.Parse(text) is JObject json ? OfObject(json) : Nothing;
        }
        catch (JsonException)
        {
            return OfBroken(text);
        }
    }

    /// <summary>The ids stand at the top or below one wrapping name ("freshdesk_webhook" and the like).</summary>
    private static WebhookBody OfObject(JObject json)
    {
        var fields = json.ContainsKey("ticket_id") || json.Count != 1 ? json : json.Properties().First().Value as JObject ?? json;
        return new WebhookBody(fields["ticket_id"].Text(), fields["event"].Text());
    }

    private static WebhookBody OfBroken(string text)
    {
        try
        {
            return BrokenId().Match(text) is { Success: true } match ? new WebhookBody(match.Groups["id"].Value, null, Repaired: true) : Nothing;
        }
        catch (RegexMatchTimeoutException)
        {
            return Nothing;
        }
    }

    [GeneratedRegex("""["']ticket_id["']\s*:\s*["']?\s*(?<id>#?([A-Za-z]{1,10}-)?[0-9]{1,18})(?![0-9A-Za-z])""", RegexOptions.ExplicitCapture, 250)]
    private static partial Regex BrokenId();
}
