using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Freshservice;

/// <summary>The edge of the REST API v2: API key, limits and their headers, pages, JSON in and out. What it answers is in the partner files.</summary>
internal sealed partial class FreshserviceApi(FreshserviceState state, EmulatedFreshservice desk)
{
    private const string Prefix = "/api/v2";

    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Prefix);
        Route("GET", "/tickets", (r, _) => ListTickets(r));
        Route("POST", "/tickets", CreateTicket);
        Route("GET", "/tickets/filter", (r, _) => FilterTickets(r));
        Route("GET", "/tickets/{id:long}", (r, _) => ViewTicket(r));
        Route("PUT", "/tickets/{id:long}", UpdateTicket);
        Route("POST", "/tickets/{id:long}/notes", AddNote);
        Route("GET", "/tickets/{id:long}/conversations", (r, _) => ListConversations(r));
        Route("PUT", "/conversations/{id:long}", EditConversation);
        Route("DELETE", "/conversations/{id:long}", (r, _) => DeleteConversation(r));
        Route("GET", "/requesters", (r, _) => ListPeople(r, "requesters"));
        Route("GET", "/requesters/{id:long}", (r, _) => ViewPerson(r, "requester"));
        Route("GET", "/agents", (r, _) => ListPeople(r, "agents"));
        Route("GET", "/agents/{id:long}", (r, _) => ViewPerson(r, "agent"));
        Route("GET", "/assets", (r, _) => ListAssets(r));
        Route("GET", "/assets/{id:long}", (r, _) => ViewAsset(r));
        Route("GET", "/assets/{id:long}/requests", (r, _) => AssetRequests(r));

        Route("GET", "/workspaces", (r, _) => ListWorkspaces(r));
        Route("GET", "/products", (r, _) => ListProducts(r));
        Route("GET", "/asset_types", (r, _) => ListAssetTypes(r));
        Route("GET", "/applications", (r, _) => ListApplications(r));
        Route("GET", "/applications/{id:long}/users", (r, _) => ListApplicationUsers(r));
        Route("GET", "/contracts", (r, _) => ListContracts(r));
        foreach (var list in new[] { "locations", "departments", "vendors" })
        {
            Route("GET", $"/{list}", (r, _) => Page(r, list, [], credits: 1));
        }

        void Route(string method, string path, Func<HttpRequest, JObject, ApiReply> answer) =>
            api.MapMethods(path, [method], context => AnswerAsync(context, answer));
    }

    private async Task AnswerAsync(HttpContext context, Func<HttpRequest, JObject, ApiReply> answer)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        ApiReply reply;
        lock (state.Gate)
        {
            desk.Log($"{request.Method} {request.Path}{Uri.UnescapeDataString(request.QueryString.Value ?? "")}");
            reply = Guarded(request, text, answer);
            var path = request.Path.Value![Prefix.Length..];
            var (total, remaining, retryAfter) = desk.Limits.Take(request, path, reply.Credits);
            var headers = context.Response.Headers;
            headers["X-Ratelimit-Total"] = total.ToString(CultureInfo.InvariantCulture);
            headers["X-Ratelimit-Remaining"] = remaining.ToString(CultureInfo.InvariantCulture);
            headers["X-Ratelimit-Used-CurrentRequest"] = reply.Credits.ToString(CultureInfo.InvariantCulture);
            headers["X-Freshservice-Api-Version"] = "latest=v2; requested=v2";
            if (retryAfter is { } seconds)
            {
                headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                reply = new ApiReply(429, null);
            }
        }

        context.Response.StatusCode = reply.Status;
        if (reply.Link is { } link)
        {
            context.Response.Headers.Link = link;
        }

        if (reply.Body is { } body)
        {
            desk.Answers?.Invoke(request.Path.Value![Prefix.Length..], (JObject)body);
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.WriteAsync(body.ToString(Formatting.None), context.RequestAborted);
        }
    }

    private ApiReply Guarded(HttpRequest request, string text, Func<HttpRequest, JObject, ApiReply> answer)
    {
        var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(desk.ApiKey + ":X"));
        if (request.Headers.Authorization.ToString() != expected)
        {
            return ApiReply.Refused(401, "invalid_credentials", "You have to be logged in to perform this action.");
        }

        try
        {
            return answer(request, text.Length > 0 ? JObject.Parse(text) : []);
        }
        catch (JsonException)
        {
            return ApiReply.Refused(400, "invalid_json", "Request body has invalid json format");
        }
        catch (FormatException wrong)
        {
            return ApiReply.Invalid("query", "invalid_value", wrong.Message);
        }
    }

    private static long Id(HttpRequest request) => long.Parse((string)request.RouteValues["id"]!, CultureInfo.InvariantCulture);

    private static ApiReply? Unknown(HttpRequest request, params string[] known) =>
        request.Query.Keys.FirstOrDefault(k => !known.Contains(k)) is { } key
            ? ApiReply.Invalid(key, "invalid_field", "Unexpected/invalid field in request")
            : null;

    private static ApiReply? Unknown(JObject body, params string[] known) =>
        body.Properties().FirstOrDefault(p => !known.Contains(p.Name)) is { } extra
            ? ApiReply.Invalid(extra.Name, "invalid_field", "Unexpected/invalid field in request")
            : null;

    /// <summary>Searches and filters have 30 rows a page and at most 40 pages; lists up to 100 rows. The link header is absent on the last page.</summary>
    private ApiReply Page(HttpRequest request, string key, IReadOnlyList<JObject> rows, int credits, bool filtered = false)
    {
        var page = request.Query["page"] is [{ } asked] ? int.Parse(asked, CultureInfo.InvariantCulture) : 1;
        var size = request.Query["per_page"] is [{ } wanted] ? int.Parse(wanted, CultureInfo.InvariantCulture) : 30;
        if (page < 1 || size is < 1 or > 100 || (filtered && page > 40))
        {
            return ApiReply.Invalid("per_page", "invalid_value", "It should be a Positive Integer less than or equal to 100");
        }

        size = filtered ? 30 : Math.Min(size, desk.PageLimit);
        string? link = null;
        if (rows.Count > page * size)
        {
            var query = QueryString.Create(request.Query.Where(q => q.Key != "page")).Add("page", (page + 1).ToString(CultureInfo.InvariantCulture));
            link = $"<{request.Scheme}://{request.Host}{request.PathBase}{request.Path}{query}>;rel=\"next\"";
        }

        return new ApiReply(200, new JObject { [key] = new JArray(rows.Skip((page - 1) * size).Take(size)) }, link, credits);
    }
}
