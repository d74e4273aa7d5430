using System.Net.Http.Headers;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Freshservice;

/// <summary>What a Workflow Automator was told to send. Texts are put in unescaped, as its placeholders are.</summary>
public enum FreshserviceWebhookMode
{
    /// <summary>Ids only, as our guide says.</summary>
    ThinJson,

    /// <summary>With the subject in quotes: broken JSON as soon as the subject has one.</summary>
    UnescapedSubject,
    Form,

    /// <summary>The id as INC-12.</summary>
    PrefixedId,

    /// <summary>The content was left at "Simple": ticked fields below one wrapping name, sent as text/plain.</summary>
    Simple,
}

/// <summary>How a Workflow Automator was told to prove itself.</summary>
public enum FreshserviceWebhookProof
{
    OwnHeader,
    Bearer,
    Basic,
}

/// <summary>The automator: what it sends, and how.</summary>
public sealed partial class EmulatedFreshservice
{
    private static readonly int[] RetryMinutes = [3, 5, 9, 17];

    public FreshserviceWebhookMode WebhookMode { get; set; }

    public FreshserviceWebhookProof WebhookProof { get; set; }

    /// <summary>User and password for <see cref="FreshserviceWebhookProof.Basic"/>, as typed into the automator.</summary>
    public (string User, string Password) WebhookLogin { get; set; }

    internal void SendWebhook(StoredTicket ticket, string name)
    {
        var (body, contentType) = WebhookMode switch
        {
            FreshserviceWebhookMode.Form => ($"ticket_id={ticket.Id}&event={name}", "application/x-www-form-urlencoded"),
            FreshserviceWebhookMode.PrefixedId => ($$"""{"v":1,"ticket_id":"{{ticket.Number}}","event":"{{name}}"}""", "application/json"),
            FreshserviceWebhookMode.UnescapedSubject => (
                $$"""{"v":1,"ticket_id":{{ticket.Id}},"subject":"{{ticket.Subject}}","event":"{{name}}"}""",
                "application/json"
            ),
            FreshserviceWebhookMode.Simple => (
                $$$"""{"freshdesk_webhook":{"ticket_id":"{{{ticket.Number}}}","ticket_subject":"{{{ticket.Subject}}}"}}""",
                "text/plain"
            ),
            _ => (
                new JObject
                {
                    ["v"] = 1,
                    ["ticket_id"] = ticket.Id.ToString(),
                    ["event"] = name,
                }.ToString(Formatting.None),
                "application/json"
            ),
        };
        Webhooks.Enqueue(Encoding.UTF8.GetBytes(body), contentType, (request, _) => Prove(request));
    }

    private void Prove(HttpRequestMessage request)
    {
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Freshservice", "1"));
        var (name, value) = WebhookProof switch
        {
            FreshserviceWebhookProof.Bearer => ("Authorization", "Bearer " + WebhookSecret),
            FreshserviceWebhookProof.Basic => (
                "Authorization",
                "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{WebhookLogin.User}:{WebhookLogin.Password}"))
            ),
            _ => ("X-Itam-Secret", WebhookSecret),
        };
        request.Headers.TryAddWithoutValidation(name, value);
    }
}
