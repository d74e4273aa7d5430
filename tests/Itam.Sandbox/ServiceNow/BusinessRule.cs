using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Itam.Sandbox.Webhooks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.ServiceNow;

/// <summary>
/// The async Business Rule of docs/connect-servicenow.md: a thin body of ids, signed with the instance's generateMac (key and result in Base64). It fires for
/// every save, our own included.
/// </summary>
internal sealed class BusinessRule(WebhookSender sender, TimeProvider time)
{
    /// <summary>As it stands in the system property: Base64, which generateMac decodes.</summary>
    public static readonly string Key = SignIns.Secret("webhook key");

    /// <summary>The rule names who saved; an older rule may not.</summary>
    public bool ShowsActor { get; set; } = true;

    public void Fire(Row row, string operation, string user)
    {
        var eventId = $"{row.Table}:{row.Id}:{row["sys_mod_count"]}";
        var body = new JObject
        {
            ["v"] = 1,
            ["event_id"] = eventId,
            ["table"] = row.Table,
            ["sys_id"] = row.Id,
            ["number"] = row["number"],
            ["operation"] = operation,
            ["sys_mod_count"] = int.Parse(row["sys_mod_count"], CultureInfo.InvariantCulture),
            ["sys_updated_on"] = row["sys_updated_on"],
            ["instance"] = "sandbox",
        };
        if (ShowsActor)
        {
            body["changed_by"] = user;
        }

        var bytes = Encoding.UTF8.GetBytes(body.ToString(Formatting.None));
        sender.Enqueue(bytes, "application/json", (request, _) => Sign(request, bytes, eventId));
    }

    private void Sign(HttpRequestMessage request, byte[] body, string eventId)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes(timestamp), (byte)'.', .. body];
        request.Headers.Add("X-Itam-Timestamp", timestamp);
        request.Headers.Add("X-Itam-Signature", $"sha256={Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Key), signed))}");
        request.Headers.Add("X-Itam-Event-Id", eventId);
    }
}
