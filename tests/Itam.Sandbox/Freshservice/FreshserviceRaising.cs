using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Freshservice;

/// <summary>Tickets that come by the API, and the filter that finds them by tag.</summary>
internal sealed partial class FreshserviceApi
{
    private ApiReply CreateTicket(HttpRequest request, JObject body)
    {
        if (
            Unknown(
                body,
                "subject",
                "description",
                "type",
                "status",
                "priority",
                "source",
                "email",
                "requester_id",
                "tags",
                "assets",
                "workspace_id"
            ) is
            { } unknown
        )
        {
            return unknown;
        }

        var missing = new[] { "subject", "description", "status", "priority" }.FirstOrDefault(f => body[f] is null or { Type: JTokenType.Null });
        if (missing is not null || (body["email"] ?? body["requester_id"]) is null)
        {
            return ApiReply.Invalid(missing ?? "requester_id", "missing_field", "Mandatory attribute missing");
        }

        if (desk.MandatoryFieldIsEmpty)
        {
            return ApiReply.Invalid("category", "missing_field", "Mandatory attribute missing");
        }

        var type = (string?)body["type"] ?? "Incident";
        if (type is not ("Incident" or "Service Request") || (desk.IncidentsOnly && type != "Incident"))
        {
            return ApiReply.Invalid("type", "invalid_value", "It should be one of these values: 'Incident'");
        }

        if ((int)body["priority"]! is < 1 or > 4 || (int)body["status"]! is < 2 or > 5 || ((string)body["subject"]!).Length > 255)
        {
            return ApiReply.Invalid("subject", "invalid_value", "A value is out of its range");
        }

        var person = (long?)body["requester_id"] is { } id ? state.People.Find(p => p.Id == id) : state.PersonFor((string)body["email"]!);
        if (person is null)
        {
            return ApiReply.Invalid("requester_id", "invalid_value", "There is no contact matching the given requester_id");
        }

        var html = NoteHtml.Sanitise((string)body["description"]!);
        var ticket = state.NewTicket(
            person,
            (string)body["subject"]!,
            html,
            type,
            (int)body["priority"]!,
            [.. body["tags"]?.Select(t => (string)t!) ?? []]
        );
        desk.SendWebhook(ticket, "ticket_raised");
        return new ApiReply(201, new JObject { ["ticket"] = ApiShapes.Ticket(ticket, state, withAssets: false) });
    }

    /// <summary>Of the filter's fields only tag is modelled. The index trails writes.</summary>
    private ApiReply FilterTickets(HttpRequest request)
    {
        if (Unknown(request, "query", "page", "workspace_id") is { } unknown)
        {
            return unknown;
        }

        if (TagQuery().Match(request.Query["query"].ToString()) is not { Success: true } query)
        {
            return ApiReply.Refused(501, "not_modelled", "The sandbox filters tickets by tag only.");
        }

        if (Workspace(request, out var workspace) is { } refused)
        {
            return refused;
        }

        var tag = query.Groups["tag"].Value;
        var found = state.Tickets.Where(t =>
            t.Tags.Contains(tag) && t.UpdatedAt <= state.Now - desk.IndexLag && (workspace is null || t.WorkspaceId == workspace)
        );
        return Page(request, "tickets", [.. found.Select(t => ApiShapes.Ticket(t, state, withAssets: false))], credits: 1, filtered: true);
    }

    [GeneratedRegex("""^"tag:'(?<tag>[^'"]+)'"$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TagQuery();
}
