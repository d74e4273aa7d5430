using System.Globalization;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Freshservice;

/// <summary>Tickets and their conversations.</summary>
internal sealed partial class FreshserviceApi
{
    private ApiReply ListTickets(HttpRequest request)
    {
        if (
            Unknown(request, "updated_since", "order_type", "workspace_id", "per_page", "page", "requester_id", "email", "type", "include") is
            { } unknown
        )
        {
            return unknown;
        }

        if (Workspace(request, out var workspace) is { } refused)
        {
            return refused;
        }

        // In a list each embed costs two credits; assets are embedded in a single ticket only.
        var includes = request.Query["include"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (includes.Except(desk.ListEmbeds).Any())
        {
            return ApiReply.Invalid("include", "invalid_value", "It should be one of the allowed values");
        }

        // Without updated_since only what was created in the last 30 days is listed.
        DateTimeOffset? since = request.Query["updated_since"] is [{ } text]
            ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            : null;
        var rows = state
            .Tickets.Where(t => !t.Deleted)
            .Where(t => since is { } from ? t.UpdatedAt >= from : t.CreatedAt >= state.Now.AddDays(-30))
            .Where(t => workspace is null || t.WorkspaceId == workspace)
            .Where(t => request.Query["requester_id"] is not [{ } id] || t.RequesterId?.ToString(CultureInfo.InvariantCulture) == id)
            .Where(t => request.Query["email"] is not [{ } email] || state.People.Find(p => p.Id == t.RequesterId)?.Email == email)
            .OrderBy(t => t.CreatedAt)
            .ThenBy(t => t.Id)
            .ToList();
        if (request.Query["order_type"] != "asc")
        {
            rows.Reverse();
        }

        return Page(
            request,
            "tickets",
            [.. rows.Select(t => ApiShapes.Ticket(t, state, withAssets: false, includes.Contains("requester")))],
            credits: 1 + (2 * includes.Length)
        );
    }

    private ApiReply ViewTicket(HttpRequest request)
    {
        if (Unknown(request, "include") is { } unknown)
        {
            return unknown;
        }

        var includes = request.Query["include"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (includes.Contains("assets") && desk.WithoutAssets)
        {
            return ApiReply.LacksFeature;
        }

        return state.Tickets.Find(t => t.Id == Id(request)) is { } ticket
            ? ApiReply.Ok("ticket", ApiShapes.Ticket(ticket, state, includes.Contains("assets")), 1 + includes.Length)
            : ApiReply.NotFound;
    }

    private ApiReply UpdateTicket(HttpRequest request, JObject body)
    {
        if (state.Tickets.Find(t => t.Id == Id(request)) is not { } ticket)
        {
            return ApiReply.NotFound;
        }

        if (Unknown(body, "assets", "status") is { } unknown)
        {
            return unknown;
        }

        if (desk.MandatoryFieldIsEmpty)
        {
            return ApiReply.Invalid("category", "missing_field", "Mandatory attribute missing");
        }

        if (body["assets"] is JArray assets)
        {
            if (desk.WithoutAssets)
            {
                return ApiReply.LacksFeature;
            }

            var ids = assets.Select(a => (long?)a["display_id"]).ToList();
            if (ids.Exists(id => state.Assets.TrueForAll(a => a.DisplayId != id)))
            {
                return ApiReply.Invalid("assets", "invalid_value", "There is no asset matching the given display_id");
            }

            // The whole set, whatever was there.
            ticket.Assets = [.. ids.Select(id => id!.Value)];
        }

        ticket.Status = (int?)body["status"] ?? ticket.Status;
        ticket.UpdatedAt = state.Now;
        desk.SendWebhook(ticket, "ticket_updated");
        return ApiReply.Ok("ticket", ApiShapes.Ticket(ticket, state, withAssets: false));
    }

    private ApiReply AddNote(HttpRequest request, JObject body)
    {
        if (state.Tickets.Find(t => t.Id == Id(request)) is not { } ticket)
        {
            return ApiReply.NotFound;
        }

        if (Unknown(body, "body", "private", "notify_emails", "incoming", "user_id") is { } unknown)
        {
            return unknown;
        }

        if ((string?)body["body"] is not { Length: > 0 } html)
        {
            return ApiReply.Invalid("body", "missing_field", "Mandatory attribute missing");
        }

        var isPrivate = !desk.MakesNotesPublic && ((bool?)body["private"] ?? true);
        var note = state.NewNote(ticket, state.KeyOwner.Id, NoteHtml.Sanitise(html), isPrivate);
        AfterNote(ticket);
        return Written(201, note);
    }

    private ApiReply EditConversation(HttpRequest request, JObject body)
    {
        if (state.Conversations.Find(c => c.Id == Id(request)) is not { Source: 2 } note)
        {
            return ApiReply.NotFound;
        }

        if (Unknown(body, "body") is { } unknown)
        {
            return unknown;
        }

        if (note.UserId != state.KeyOwner.Id)
        {
            // Notes are edited by who wrote them.
            return Denied;
        }

        note.Body = NoteHtml.Sanitise((string?)body["body"] ?? "");
        note.UpdatedAt = state.Now;
        var ticket = state.Tickets.Find(t => t.Id == note.TicketId)!;
        ticket.UpdatedAt = state.Now;
        AfterNote(ticket);
        return Written(200, note);
    }

    private ApiReply Written(int status, StoredConversation note) =>
        new(
            status,
            desk.AnswersNotesTersely
                ? new JObject { ["id"] = note.Id, ["body"] = note.Body }
                : new JObject { ["conversation"] = ApiShapes.Conversation(note) }
        );

    private ApiReply DeleteConversation(HttpRequest request) =>
        state.Conversations.RemoveAll(c => c.Id == Id(request)) > 0 ? new ApiReply(204, null) : ApiReply.NotFound;

    private ApiReply ListConversations(HttpRequest request) =>
        state.Tickets.Exists(t => t.Id == Id(request))
            ? Page(
                request,
                "conversations",
                [.. state.Conversations.Where(c => c.TicketId == Id(request)).OrderBy(c => c.Id).Select(ApiShapes.Conversation)],
                credits: 1
            )
            : ApiReply.NotFound;

    private void AfterNote(StoredTicket ticket)
    {
        if (desk.NotesTriggerAutomator)
        {
            desk.SendWebhook(ticket, "ticket_updated");
        }
    }

    /// <summary>Only the primary workspace unless another, or 0 for all, is asked for; an account without workspaces knows no such field.</summary>
    private ApiReply? Workspace(HttpRequest request, out long? workspace)
    {
        workspace = FreshserviceState.PrimaryWorkspace;
        if (request.Query["workspace_id"] is not [{ } text])
        {
            workspace = desk.WithoutWorkspaces ? null : workspace;
            return null;
        }

        if (desk.WithoutWorkspaces || desk.RefusesWorkspaceId.Contains(request.Path.Value![Prefix.Length..]))
        {
            return ApiReply.Invalid("workspace_id", "invalid_field", "Unexpected/invalid field in request");
        }

        var id = long.Parse(text, CultureInfo.InvariantCulture);
        workspace = id == 0 ? null : id;
        return null;
    }
}
