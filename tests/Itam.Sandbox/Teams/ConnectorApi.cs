using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Teams;

/// <summary>The Bot Connector's REST API (v3): what it accepts, refuses and splits.</summary>
internal sealed class ConnectorApi(TeamsEmulator teams)
{
    private const int LargestMessage = 100 * 1024;

    public void Map(IEndpointRouteBuilder routes)
    {
        const string Activities = "/connector/v3/conversations/{id}/activities";
        routes.MapPost("/connector/v3/conversations", (HttpRequest request) => GuardedAsync(request, () => CreateAsync(request)));
        routes.MapPost(Activities, (string id, HttpRequest request) => GuardedAsync(request, () => SendAsync(id, request)));
        routes.MapPost(Activities + "/{activity}", (string id, HttpRequest request) => GuardedAsync(request, () => SendAsync(id, request)));
        routes.MapPut(
            Activities + "/{activity}",
            (string id, string activity, HttpRequest request) => GuardedAsync(request, () => UpdateAsync(id, activity, request))
        );
        routes.MapDelete(
            Activities + "/{activity}",
            (string id, string activity, HttpRequest request) => GuardedAsync(request, () => Task.FromResult(Delete(id, activity)))
        );
        routes.MapGet(
            "/connector/v3/conversations/{id}/members/{user}",
            (string id, string user, HttpRequest request) => GuardedAsync(request, () => Task.FromResult(Member(id, user)))
        );
        routes.MapGet(
            "/connector/v3/conversations/{id}/pagedmembers",
            (string id, HttpRequest request) => GuardedAsync(request, () => Task.FromResult(Members(id, request)))
        );
        routes.MapGet("/connector/v3/teams/{id}", (string id, HttpRequest request) => GuardedAsync(request, () => Task.FromResult(Team(id))));
        routes.MapGet(
            "/connector/v3/teams/{id}/conversations",
            (string id, HttpRequest request) => GuardedAsync(request, () => Task.FromResult(Channels(id)))
        );
    }

    private async Task<IResult> GuardedAsync(HttpRequest request, Func<Task<IResult>> body)
    {
        if (!teams.Accepts(request))
        {
            return Refuse(401, "Unauthorized", "The token is not known.");
        }

        lock (teams.Refusals)
        {
            if (teams.Refusals.TryPeek(out var refusal) && refusal.When?.Invoke(request) != false)
            {
                teams.Refusals.Dequeue();
                if (refusal.RetryAfter is not null)
                {
                    request.HttpContext.Response.Headers.RetryAfter = refusal.RetryAfter;
                }

                return refusal.Body is { } own
                    ? Results.Text(own, "application/json", statusCode: refusal.Status)
                    : Refuse(refusal.Status, refusal.Code, "A planned refusal.");
            }
        }

        return await body();
    }

    private async Task<IResult> CreateAsync(HttpRequest request)
    {
        var body = await BodyAsync(request);
        var tenant = (string?)body["tenantId"];
        if (tenant is null || (string?)body["channelData"]?["tenant"]?["id"] != tenant)
        {
            return Refuse(400, "BadSyntax", "Could not parse tenant id");
        }

        var member = (string?)body["members"]?[0]?["id"];
        if (member is null || (string?)body["bot"]?["id"] != $"28:{TeamsEmulator.AppId}")
        {
            return Refuse(400, "BadSyntax", "Bad format of conversation ID");
        }

        if (teams.Users.FirstOrDefault(u => (u.ChannelId == member || u.EntraId == member) && u.EntraTenant == tenant) is not { } user)
        {
            return Refuse(400, "BadArgument", "Failed to decrypt pairwise id");
        }

        return user.Installed ? Json(201, new JObject { ["id"] = teams.Personal(user).Id }) : NoPart();
    }

    private async Task<IResult> SendAsync(string id, HttpRequest request)
    {
        var body = await BodyAsync(request);
        if (Reach(id, out var conversation) is { } unreachable)
        {
            return unreachable;
        }

        if (Encoding.Unicode.GetByteCount(body.ToString(Formatting.None)) > LargestMessage)
        {
            return Refuse(413, "MessageSizeTooBig", "Message size too large.");
        }

        var hasText = ((string?)body["text"])?.Length > 0;
        var hasCard = body["attachments"] is JArray { Count: > 0 };
        if ((string?)body["type"] == "message" && !hasText && !hasCard)
        {
            return Refuse(400, "BadSyntax", "Message needs text or attachments.");
        }

        var message = teams.Store(conversation!, fromBot: true, body);
        return hasText && hasCard ? Results.StatusCode(202) : Json(201, new JObject { ["id"] = message.Id });
    }

    private async Task<IResult> UpdateAsync(string id, string activity, HttpRequest request)
    {
        var body = await BodyAsync(request);
        if (Reach(id, out var conversation) is { } unreachable)
        {
            return unreachable;
        }

        if (conversation!.Find(activity) is not { FromBot: true } message)
        {
            return Refuse(404, "ActivityNotFoundInConversation", "The activity was not found in the conversation.");
        }

        message.Replace(body);
        return Json(200, new JObject { ["id"] = activity });
    }

    private IResult Delete(string id, string activity)
    {
        if (Reach(id, out var conversation) is { } unreachable)
        {
            return unreachable;
        }

        if (conversation!.Find(activity) is not { FromBot: true } message)
        {
            return Refuse(404, "ActivityNotFoundInConversation", "The activity was not found in the conversation.");
        }

        message.Deleted = true;
        return Results.Ok();
    }

    private IResult Member(string id, string user) =>
        teams.Find(id) is not { Gone: false } conversation ? Refuse(404, "ConversationNotFound", "Conversation not found.")
        : conversation.IsElsewhere ? NoPart()
        : conversation.Members.FirstOrDefault(m => m.ChannelId == user || m.EntraId == user || m.Upn == user) is { } member
            ? Json(200, Shown(member, "objectId"))
        : Refuse(404, "MemberNotFoundInConversation", "The member was not found.");

    private IResult Members(string id, HttpRequest request)
    {
        if (teams.Find(id) is not { Gone: false } conversation)
        {
            return Refuse(404, "ConversationNotFound", "Conversation not found.");
        }

        if (conversation.IsElsewhere)
        {
            return NoPart();
        }

        // The real floor is 50; one per page lets a small group have pages.
        var start = int.TryParse(request.Query["continuationToken"], out var from) ? from : 0;
        var page = new JObject { ["members"] = new JArray(conversation.Members.Skip(start).Take(1).Select(m => Shown(m, "aadObjectId"))) };
        if (start + 1 < conversation.Members.Count)
        {
            page["continuationToken"] = $"{start + 1}";
        }

        return Json(200, page);
    }

    private IResult Team(string id) =>
        teams.Conversations.Any(c => c.TeamId == id)
            ? Json(
                200,
                new JObject
                {
                    ["id"] = id,
                    ["name"] = "IT Assets",
                    ["aadGroupId"] = "44444444-4444-4444-8444-444444444444",
                }
            )
            : Refuse(404, "TeamNotFound", "The team was not found.");

    private IResult Channels(string id) =>
        Json(
            200,
            new JObject
            {
                ["conversations"] = new JArray(
                    teams.Conversations.Where(c => c.TeamId == id).Select(c => new JObject { ["id"] = c.Id, ["name"] = null })
                ),
            }
        );

    private IResult? Reach(string id, out TeamsConversation? conversation)
    {
        conversation = teams.Find(id);
        return conversation is null or { Gone: true } ? Refuse(404, "ConversationNotFound", "Conversation not found.")
            : conversation is { Type: "personal", Members: [{ Blocked: true }] }
                ? Refuse(403, "ConversationBlockedByUser", "User blocked the conversation with the bot.")
            : conversation is { IsElsewhere: true } or { Type: "personal", Members: [{ Installed: false }] } ? NoPart()
            : null;
    }

    private static IResult NoPart() => Refuse(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.");

    private static JObject Shown(TeamsUser user, string idName) =>
        new()
        {
            ["id"] = user.ChannelId,
            ["name"] = user.Name,
            ["email"] = user.Upn,
            ["userPrincipalName"] = user.Upn,
            ["tenantId"] = user.HomeTenant,
            ["userRole"] = "user",
            [idName] = user.EntraId,
        };

    private static async Task<JObject> BodyAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        using var json = new JsonTextReader(new StringReader(await reader.ReadToEndAsync())) { DateParseHandling = DateParseHandling.None };
        return JObject.Load(json);
    }

    private static IResult Refuse(int status, string code, string message) => Json(status, TeamsEmulator.Error(code, message));

    private static IResult Json(int status, JObject body) => Results.Text(body.ToString(Formatting.None), "application/json", statusCode: status);
}
