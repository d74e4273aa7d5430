using System.Globalization;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Freshservice;

/// <summary>Stored things as the API shows them: nulls included, times ISO 8601 with Z.</summary>
internal static class ApiShapes
{
    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static JObject Ticket(StoredTicket t, FreshserviceState state, bool withAssets, bool withRequester = false)
    {
        var json = new JObject
        {
            ["id"] = t.Id,
            ["workspace_id"] = t.WorkspaceId,
            ["subject"] = t.Subject,
            ["description"] = t.Description,
            ["description_text"] = t.DescriptionText,
            ["type"] = t.Type,
            ["status"] = t.Status,
            ["priority"] = t.Priority,
            ["source"] = 2,
            ["requester_id"] = t.RequesterId,
            ["requested_for_id"] = t.RequestedForId ?? t.RequesterId,
            ["responder_id"] = null,
            ["group_id"] = null,
            ["department_id"] = null,
            ["category"] = null,
            ["tags"] = new JArray(t.Tags),
            ["custom_fields"] = new JObject(),
            ["spam"] = false,
            ["deleted"] = t.Deleted,
            ["created_at"] = Iso(t.CreatedAt),
            ["updated_at"] = Iso(t.UpdatedAt),
        };
        if (withRequester && state.People.Find(p => p.Id == t.RequesterId) is { } person)
        {
            json["requester"] = new JObject
            {
                ["id"] = person.Id,
                ["name"] = $"{person.FirstName} {person.LastName}",
                ["email"] = person.Email,
                ["mobile"] = null,
                ["phone"] = null,
            };
        }

        if (withAssets)
        {
            json["assets"] = new JArray(
                t.Assets.Select(id => state.Assets.Find(a => a.DisplayId == id)!)
                    .Select(a => new JObject
                    {
                        ["name"] = a.Name,
                        ["description"] = null,
                        ["ci_type_id"] = a.AssetTypeId,
                        ["impact"] = 1,
                        ["display_id"] = a.DisplayId,
                        ["user_id"] = a.UserId,
                        ["department_id"] = null,
                        ["agent_id"] = null,
                        ["assigned_on"] = null,
                        ["created_at"] = Iso(a.UpdatedAt),
                    })
            );
        }

        return json;
    }

    public static JObject Conversation(StoredConversation c) =>
        new()
        {
            ["id"] = c.Id,
            ["user_id"] = c.UserId,
            ["body"] = c.Body,
            ["body_text"] = NoteHtml.Text(c.Body),
            ["ticket_id"] = c.TicketId,
            ["private"] = c.Private,
            ["incoming"] = false,
            ["source"] = c.Source,
            ["to_emails"] = new JArray(),
            ["support_email"] = null,
            ["attachments"] = new JArray(),
            ["created_at"] = Iso(c.CreatedAt),
            ["updated_at"] = Iso(c.UpdatedAt),
        };

    public static JObject Requester(StoredPerson p) =>
        new()
        {
            ["id"] = p.Id,
            ["is_agent"] = false,
            ["first_name"] = p.FirstName,
            ["last_name"] = p.LastName,
            ["job_title"] = p.JobTitle,
            ["primary_email"] = p.Email,
            ["secondary_emails"] = new JArray(p.SecondaryEmails),
            ["time_zone"] = p.TimeZone,
            ["language"] = "en",
            ["active"] = true,
            ["vip_user"] = p.Vip,
        };

    public static JObject Agent(StoredPerson p) =>
        new()
        {
            ["id"] = p.Id,
            ["email"] = p.Email,
            ["first_name"] = p.FirstName,
            ["last_name"] = p.LastName,
            ["job_title"] = p.JobTitle,
            ["active"] = true,
            ["occasional"] = false,
            ["time_zone"] = p.TimeZone,
            ["vip_user"] = p.Vip,
        };

    /// <param name="typeFields">Null: none. Over all workspaces a list has those of the upper type only.</param>
    public static JObject Asset(StoredAsset a, FreshserviceState state, TypeFields typeFields)
    {
        var json = new JObject
        {
            ["id"] = a.Id,
            ["display_id"] = a.DisplayId,
            ["name"] = a.Name,
            ["description"] = null,
            ["asset_type_id"] = a.AssetTypeId,
            ["asset_tag"] = a.Tag,
            ["user_id"] = a.UserId,
            ["usage_type"] = "permanent",
            ["impact"] = "low",
            ["workspace_id"] = a.WorkspaceId,
            ["created_at"] = Iso(a.UpdatedAt),
            ["updated_at"] = Iso(a.UpdatedAt),
        };
        if (typeFields != TypeFields.None)
        {
            var hardware = state.HardwareType;
            var fields = new JObject
            {
                [$"product_{hardware}"] = state.Products.Find(p => p.Name == a.Product).Id,
                [$"warranty_{hardware}"] = 36,
                [$"acquisition_date_{hardware}"] = a.PurchasedOn?.ToString("yyyy-MM-dd'T00:00:00Z'", CultureInfo.InvariantCulture),
                [$"warranty_expiry_date_{hardware}"] = a.WarrantyEnd?.ToString("yyyy-MM-dd'T00:00:00Z'", CultureInfo.InvariantCulture),
                [$"asset_state_{hardware}"] = a.State,
                [$"serial_number_{hardware}"] = a.Serial,
            };
            if (typeFields == TypeFields.All)
            {
                fields[$"os_{a.AssetTypeId}"] = a.Os;
                fields[$"hostname_{a.AssetTypeId}"] = a.Name;
            }

            json["type_fields"] = fields;
        }

        return json;
    }
}

internal enum TypeFields
{
    None,
    Global,
    All,
}
