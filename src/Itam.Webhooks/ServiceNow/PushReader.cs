using System.Text;
using Itam.Context.Connections;
using Itam.Context.Sources.ServiceNow;
using Itam.Webhooks.Receiving;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.ServiceNow;

/// <summary>Finds the ticket in a push. Values may be text, numbers or references in any of the instance's shapes; unknown keys are fine.</summary>
internal sealed class PushReader(ServiceNowSettings settings)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public WebhookReading Read(ReadOnlyMemory<byte> body)
    {
        JToken json;
        try
        {
            json = VendorJson.Parse(StrictUtf8.GetString(body.Span).TrimStart('\uFEFF'));
        }
        catch (Exception unreadable) when (unreadable is JsonException or DecoderFallbackException)
        {
            return new WebhookReading.Unreadable("The body is not JSON. Compare the Business Rule with the script in docs/connect-servicenow.md.");
        }

        if (json is not JObject push)
        {
            return new WebhookReading.Unreadable("The body is JSON but not an object. It should name a table and a sys_id.");
        }

        var record = new ServiceNowRecord(push);
        if (record.Id() is not { } id)
        {
            return new WebhookReading.Unreadable("The body has no sys_id of 32 hexadecimal characters, so that no ticket can be looked up.");
        }

        if (Table(record) is not { } table)
        {
            return new WebhookReading.Unreadable("The body has no usable table name. Send \"table\" beside \"sys_id\".");
        }

        return settings.Table(table) is null ? new WebhookReading.Skipped($"table {table} is not followed (setting Tables)")
            : record.Value("operation") is { } operation && operation.Equals("delete", StringComparison.OrdinalIgnoreCase)
                ? new WebhookReading.Skipped("the ticket was deleted")
            : IsOurs(record) && !IsNew(record) ? new WebhookReading.Skipped("our own write")
            : new WebhookReading.TicketChanged(new TicketId(table, id).ToString());
    }

    /// <summary>The table itself, else the record's class (a rule on task), else the only one there is.</summary>
    private string? Table(ServiceNowRecord record)
    {
        string?[] named = [record.Value("table"), record.Value("sys_class_name")];
        var usable = named.OfType<string>().Where(TicketTable.IsName).ToList();
        return usable.FirstOrDefault(t => settings.Table(t) is not null)
            ?? usable.FirstOrDefault()
            ?? (named.All(n => n is null) && settings.Tables is [var only] ? only.Name : null);
    }

    /// <summary>A ticket that our account raised for somebody is a ticket like any other.</summary>
    private static bool IsNew(ServiceNowRecord record) =>
        record.Value("operation") is { } operation && operation.Equals("insert", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// By who saved, as the rule saw it. Not by sys_updated_by: an async rule reads it when its job runs, and by then our own write may stand over a person's.
    /// </summary>
    private bool IsOurs(ServiceNowRecord record) =>
        settings.IntegrationUser is { } ours && record.Value("changed_by") is { } actor && actor.Equals(ours, StringComparison.OrdinalIgnoreCase);
}
