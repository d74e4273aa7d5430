using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Itam.Sandbox.Webhooks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Jira;

/// <summary>The site's webhooks, on our own writes too. A comment event on Cloud carries six fields of its issue and no actor; on Data Center no issue at all.</summary>
internal sealed class JiraHooks(JiraEmulator site, JiraShapes shapes, WebhookSender sender, TimeProvider time)
{
    private static readonly string[] CommentIssueFields = ["summary", "issuetype", "project", "assignee", "priority", "status"];
    private int _next = 1;

    /// <summary>5 retries, each 5 to 15 minutes after the one before; the same seed gives the same pauses.</summary>
    public static RetryProfile Retries()
    {
        var random = new Random(20_260_101);
        return new RetryProfile(
            [.. Enumerable.Range(0, 5).Select(_ => TimeSpan.FromSeconds(random.Next(300, 901)))],
            status => status is null or 408 or 409 or 425 or 429 or >= 500
        );
    }

    public void Created(JiraIssue issue, JiraUser actor)
    {
        var json = Envelope("jira:issue_created");
        json["issue_event_type_name"] = "issue_created";
        json["user"] = shapes.User(actor, webhook: true);
        json["issue"] = shapes.Issue(issue, 2, null, [], webhook: true);
        Send(json, issue);
    }

    public void Updated(JiraIssue issue, JiraUser actor, string field, string type, JiraComment? comment = null)
    {
        var json = Envelope("jira:issue_updated");
        json["issue_event_type_name"] = type;
        json["user"] = shapes.User(actor, webhook: true);
        json["issue"] = shapes.Issue(issue, 2, null, [], webhook: true);
        if (comment is not null)
        {
            json["comment"] = shapes.Comment(issue, comment, 2);
        }
        else
        {
            json["changelog"] = new JObject
            {
                ["id"] = "30001",
                ["items"] = new JArray(
                    new JObject
                    {
                        ["field"] = field,
                        ["fieldId"] = field,
                        ["fieldtype"] = "jira",
                        ["fromString"] = "",
                        ["toString"] = "",
                    }
                ),
            };
        }

        Send(json, issue);
    }

    public void Commented(JiraIssue issue, JiraComment comment, JiraUser actor, string webhookEvent)
    {
        var json = Envelope(webhookEvent);
        json["comment"] = shapes.Comment(issue, comment, 2);
        if (site.Flavour == JiraFlavour.Cloud)
        {
            json["issue"] = shapes.Issue(issue, 2, CommentIssueFields, [], webhook: true);
        }

        Send(json, issue);
        if (site.Flavour == JiraFlavour.DataCenter)
        {
            Updated(issue, actor, "comment", "issue_commented", comment);
        }
    }

    private JObject Envelope(string webhookEvent) =>
        new() { ["timestamp"] = time.GetUtcNow().ToUnixTimeMilliseconds(), ["webhookEvent"] = webhookEvent };

    private void Send(JObject json, JiraIssue issue)
    {
        if (site.WebhooksAs == JiraWebhookKind.AutomationRule)
        {
            json = new JObject
            {
                ["event"] = "changed",
                ["issueId"] = issue.Id,
                ["issueKey"] = issue.Key,
            };
        }

        var body = Encoding.UTF8.GetBytes(json.ToString(Formatting.None));
        var identifier = $"sandbox-{_next++:d8}";
        sender.Enqueue(body, "application/json; charset=utf-8", (request, attempt) => Sign(request, attempt, identifier, body));
    }

    private void Sign(HttpRequestMessage request, int attempt, string identifier, byte[] body)
    {
        switch (site.WebhooksAs)
        {
            case JiraWebhookKind.AutomationRule:
                request.Headers.Add("X-Itam-Secret", JiraEmulator.AutomationSecret);
                return;
            case JiraWebhookKind.AdminWithPassword:
                var pair = $"{JiraEmulator.WebhookUser}:{JiraEmulator.WebhookPassword}";
                request.Headers.Add("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))}");
                break;
            case JiraWebhookKind.Dynamic:
                request.Headers.Add("Authorization", $"Bearer {Token()}");
                break;
            default:
                var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(JiraEmulator.WebhookSecret), body);
                request.Headers.Add("X-Hub-Signature", $"sha256={Convert.ToHexStringLower(mac)}");
                break;
        }

        request.Headers.Add("X-Atlassian-Webhook-Identifier", identifier);
        request.Headers.Add("X-Atlassian-Webhook-Flow", "Primary");
        if (attempt > 0)
        {
            request.Headers.Add("X-Atlassian-Webhook-Retry", attempt.ToString(CultureInfo.InvariantCulture));
        }
    }

    private string Token()
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var signed =
            $"{Part(new JObject { ["alg"] = "HS256", ["typ"] = "JWT" })}.{Part(new JObject { ["iss"] = JiraEmulator.ClientId, ["iat"] = now, ["exp"] = now + 180 })}";
        return $"{signed}.{Base64Url(HMACSHA256.HashData(Encoding.UTF8.GetBytes(JiraEmulator.AppClientSecret), Encoding.UTF8.GetBytes(signed)))}";
    }

    private static string Part(JObject json) => Base64Url(Encoding.UTF8.GetBytes(json.ToString(Formatting.None)));

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
