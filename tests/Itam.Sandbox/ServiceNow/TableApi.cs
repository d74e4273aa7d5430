using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.ServiceNow;

/// <summary>The instance's REST surface: <c>/api/now/table</c> and <c>/oauth_token.do</c>.</summary>
internal sealed class TableApi(ServiceNowEmulator instance)
{
    private const int DefaultLimit = 10_000;
    private int _requests;
    private DateTimeOffset _resetsAt;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/oauth_token.do", TokenAsync);
        foreach (var root in (string[])["/api/now/table", "/api/now/v2/table"])
        {
            routes.MapGet(root + "/{table}", (HttpContext context, string table) => GuardedAsync(context, table, () => List(context, table)));
            routes.MapGet(
                root + "/{table}/{id}",
                (HttpContext context, string table, string id) => GuardedAsync(context, table, () => One(context, table, id))
            );
            routes.MapPost(root + "/{table}", (HttpContext context, string table) => InsertAsync(context, table));
            routes.MapPatch(root + "/{table}/{id}", (HttpContext context, string table, string id) => UpdateAsync(context, table, id));
            routes.MapPut(root + "/{table}/{id}", (HttpContext context, string table, string id) => UpdateAsync(context, table, id));
            routes.MapDelete(
                root + "/{table}/{id}",
                (HttpContext context, string table, string id) => GuardedAsync(context, table, () => Delete(table, id))
            );
        }
    }

    public static string Error(string message, string? detail) =>
        new JObject
        {
            ["error"] = new JObject { ["message"] = message, ["detail"] = detail },
            ["status"] = "failure",
        }.ToString(Formatting.None);

    private async Task TokenAsync(HttpContext context)
    {
        // Parameters in JSON or in the address are refused.
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync() : FormCollection.Empty;
        string?[] sent = [form["grant_type"], form["client_id"], form["client_secret"]];
        if (!sent.SequenceEqual(["client_credentials", SignIns.ClientId, SignIns.ClientSecret]))
        {
            await WriteAsync(
                context,
                new Answer(401, new JObject { ["error"] = "server_error", ["error_description"] = "access_denied" }.ToString(Formatting.None))
            );
            return;
        }

        JObject body;
        lock (instance.Lock)
        {
            body = new JObject
            {
                ["access_token"] = instance.SignIns.Issue(),
                ["scope"] = "useraccount",
                ["token_type"] = "Bearer",
                ["expires_in"] = (int)instance.SignIns.TokenLife.TotalSeconds,
            };
        }

        await WriteAsync(context, new Answer(200, body.ToString(Formatting.None)));
    }

    private async Task InsertAsync(HttpContext context, string table)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync();
        await GuardedAsync(context, table, () => Insert(context, table, text));
    }

    private async Task UpdateAsync(HttpContext context, string table, string id)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync();
        await GuardedAsync(context, table, () => Update(context, table, id, text));
    }

    /// <summary>Sign-in, rate rule, table and access rules, in the order in which an instance refuses.</summary>
    private async Task GuardedAsync(HttpContext context, string table, Func<Answer> carryOut)
    {
        Answer answer;
        lock (instance.Lock)
        {
            if (!instance.SignIns.Accepts(context.Request))
            {
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"Service-now\"";
                answer = new Answer(401, Error("User Not Authenticated", "Required to provide Auth information"));
            }
            else if (OverLimit(context))
            {
                answer = new Answer(
                    429,
                    Error("Rate limit exceeded", $"Rate limit of {instance.HourlyLimit} requests per hour for Table API exceeded")
                );
            }
            else if (!AcceptsJson(context.Request))
            {
                answer = new Answer(400, Error("Exception while reading request", "The Accept header is missing or names no supported media type"));
            }
            else if (instance.BreaksOff > 0)
            {
                instance.BreaksOff--;
                answer = new Answer(200, Error("Transaction cancelled: maximum execution time exceeded", null));
            }
            else if (!Schema.Exists(table))
            {
                answer = new Answer(400, Error($"Invalid table {table}", null));
            }
            else if (instance.ForbiddenTables.Contains(table))
            {
                answer = new Answer(403, Error("Operation Failed", "ACL Exception due to insufficient rights"));
            }
            else
            {
                answer = carryOut();
            }
        }

        await WriteAsync(context, answer);
    }

    private static bool AcceptsJson(HttpRequest request) =>
        request.Headers.Accept.Any(a =>
            a is not null && (a.Contains("application/json", StringComparison.Ordinal) || a.Contains("*/*", StringComparison.Ordinal))
        );

    private bool OverLimit(HttpContext context)
    {
        if (instance.HourlyLimit is not { } limit)
        {
            return false;
        }

        var now = instance.Time.GetUtcNow();
        if (now >= _resetsAt)
        {
            _resetsAt = now.AddMinutes(_requests == 0 ? 20 : 60);
            _requests = 0;
        }

        // How much is left is not told.
        var headers = context.Response.Headers;
        headers["X-RateLimit-Limit"] = limit.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset"] = _resetsAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Rule"] = "9e1b3a7c5d2f4e6a8b0c1d2e3f405162";
        if (++_requests <= limit)
        {
            return false;
        }

        headers.RetryAfter = ((int)(_resetsAt - now).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return true;
    }

    private Answer List(HttpContext context, string table)
    {
        var parameters = context.Request.Query;
        var shapes = instance.ShapesFor(context.Request);
        var query = Query.Parse((string?)parameters["sysparm_query"] ?? "", table);
        instance.EvaluatedScripts += query.Scripts;
        var found = query.HasUnknownField && instance.InvalidQueryReturnsNoRows ? [] : query.Run(instance.Store.Of(table), shapes.Raw).ToList();
        var limit = Number(parameters["sysparm_limit"]) ?? DefaultLimit;
        var offset = Number(parameters["sysparm_offset"]) ?? 0;
        if (instance.CountsRows)
        {
            context.Response.Headers["X-Total-Count"] = found.Count.ToString(CultureInfo.InvariantCulture);
        }

        if (Links(context.Request, limit, offset, found.Count) is { Length: > 0 } links)
        {
            context.Response.Headers.Link = links;
        }

        // The limit counts before access rules hide rows, so a page can be short.
        var rows = found.Skip(offset).Take(limit).Where(r => !r.Hidden && !instance.HiddenTables.Contains(table));
        return new Answer(200, new JObject { ["result"] = new JArray(rows.Select(r => shapes.Of(r, parameters))) }.ToString(Formatting.None));
    }

    private Answer One(HttpContext context, string table, string id) =>
        instance.Store.Find(table, id) is { Hidden: false } row && !instance.HiddenTables.Contains(table) ? Result(context, row) : NotFound();

    private Answer Update(HttpContext context, string table, string id, string text)
    {
        if (!context.Request.HasJsonContentType())
        {
            return new Answer(415, Error("Unsupported Media Type", null));
        }

        if (instance.Store.Find(table, id) is not { Hidden: false } row)
        {
            return NotFound();
        }

        if (Writable(text) is not { } values)
        {
            return NotJson();
        }

        instance.Save(row, SignIns.User, values);
        return context.Request.Headers["X-no-response-body"] == "true" ? new Answer(204, null) : Result(context, row);
    }

    /// <summary>Only tables of tickets: nothing else is ever added by way of the API here.</summary>
    private Answer Insert(HttpContext context, string table, string text)
    {
        if (!context.Request.HasJsonContentType())
        {
            return new Answer(415, Error("Unsupported Media Type", null));
        }

        if (!Schema.IsA(table, "task"))
        {
            return new Answer(501, Error("Not modelled", $"The sandbox adds no records to {table}"));
        }

        if (Writable(text) is not { } values)
        {
            return NotJson();
        }

        if (instance.MandatoryField is { } field && values.GetValueOrDefault(field, "").Length == 0)
        {
            return new Answer(403, Error("Operation Failed", $"Data Policy Exception: The following fields are mandatory: {field}"));
        }

        var row = instance.Add(table, SignIns.User, values);
        context.Response.Headers.Location = $"{context.Request.PathBase}{context.Request.Path}/{row.Id}";
        return Result(context, row, 201);
    }

    private Dictionary<string, string>? Writable(string text)
    {
        try
        {
            return JObject
                .Parse(text)
                .Properties()
                .Where(p => !instance.IgnoredWrites.Contains(p.Name))
                .ToDictionary(p => p.Name, p => (string?)p.Value ?? "");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Answer NotJson() => new(400, Error("Exception while reading request", "The payload is not valid JSON"));

    private Answer Delete(string table, string id)
    {
        if (instance.Store.Find(table, id) is not { Hidden: false } row)
        {
            return NotFound();
        }

        instance.Store.Delete(row);
        return new Answer(204, null);
    }

    private Answer Result(HttpContext context, Row row, int status = 200) =>
        new(status, new JObject { ["result"] = instance.ShapesFor(context.Request).Of(row, context.Request.Query) }.ToString(Formatting.None));

    private static Answer NotFound() => new(404, Error("No Record found", "Record doesn't exist or ACL restricts the record retrieval"));

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Links(HttpRequest request, int limit, int offset, int total)
    {
        if (total <= limit || limit == 0)
        {
            return "";
        }

        var last = (total - 1) / limit * limit;
        (string Rel, int At)[] pages = [("first", 0), ("prev", offset - limit), ("next", offset + limit), ("last", last)];
        var shown = pages.Where(p => p.At >= 0 && p.At <= last);
        return string.Join(
            ',',
            shown.Select(p =>
                $"<{request.Scheme}://{request.Host}{request.PathBase}{request.Path}?sysparm_limit={limit}&sysparm_offset={p.At}>;rel=\"{p.Rel}\""
            )
        );
    }

    private static async Task WriteAsync(HttpContext context, Answer answer)
    {
        context.Response.StatusCode = answer.Status;
        if (answer.Body is { } body)
        {
            context.Response.ContentType = "application/json;charset=UTF-8";
            await context.Response.WriteAsync(body);
        }
    }

    private sealed record Answer(int Status, string? Body);
}
