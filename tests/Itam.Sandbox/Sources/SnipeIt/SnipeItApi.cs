using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Sources.SnipeIt;

/// <summary>The routes below /api/v1.</summary>
internal sealed class SnipeItApi(SnipeItEmulator instance)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/users/me", Handle(_ => new JObject { ["id"] = 1, ["username"] = "itam-context" }));
        routes.MapGet("/api/v1/users", Handle(Users));
        routes.MapGet("/api/v1/users/{id:long}/assets", Handle(AssetsOfUser));
        routes.MapGet("/api/v1/hardware", Handle(Hardware));
        routes.MapGet("/api/v1/hardware/{id:long}", Handle(c => Find(c.Id) ?? NotFound()));
        routes.MapGet("/api/v1/hardware/byserial/{**value}", Handle(c => BySerial(c.Value)));
        routes.MapGet("/api/v1/hardware/bytag/{**value}", Handle(c => By("asset_tag", c.Value).FirstOrDefault() ?? NotFound()));
        routes.MapGet("/api/v1/licenses", Handle(c => List(c, "licenses", instance.Licenses)));
        routes.MapGet("/api/v1/licenses/{id:long}/seats", Handle(Seats));
        routes.MapPost("/api/v1/hardware/{id:long}/checkout", Handle(CheckOut));
        routes.MapPost("/api/v1/hardware/{id:long}/checkin", Handle(CheckIn));
    }

    private RequestDelegate Handle(Func<Call, JObject> answer) =>
        async context =>
        {
            var path = context.Request.Path.Value!["/api/v1/".Length..];
            instance.Note(context.Request, path);
            var accepts = context.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal);
            if (context.Request.Headers.Authorization != "Bearer " + instance.Token)
            {
                if (!accepts)
                {
                    context.Response.Redirect("/login");
                    return;
                }

                await WriteAsync(context, 401, JObject.Parse(instance.ErrorBody(401)!));
                return;
            }

            if (instance.NextThrottle() is { } shape)
            {
                await ThrottleAsync(context, shape);
                return;
            }

            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            JObject result;
            lock (instance.Assets)
            {
                result = answer(new Call(context.Request, body.Length > 0 ? JObject.Parse(body) : []));
            }

            var status = result.Value<int?>("_status") ?? 200;
            result.Remove("_status");
            context.Response.Headers["X-RateLimit-Limit"] = "120";
            context.Response.Headers["X-RateLimit-Remaining"] = "100";
            await WriteAsync(context, status, result);
        };

    private static Task ThrottleAsync(HttpContext context, ThrottleShape shape)
    {
        if (shape is ThrottleShape.HeaderOnly)
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "7";
            return Task.CompletedTask;
        }

        return WriteAsync(
            context,
            shape is ThrottleShape.Number ? 200 : 429,
            shape switch
            {
                ThrottleShape.Number => Envelope("error", 429),
                ThrottleShape.Text => Envelope("error", "Zu viele Anfragen"),
                _ => new JObject
                {
                    ["status"] = "error",
                    ["messages"] = "Too many requests. Try again in 31 seconds.",
                    ["status_code"] = 429,
                    ["retryAfter"] = 31,
                },
            }
        );
    }

    private JObject Users(Call call)
    {
        IEnumerable<JObject> users = instance.Users;
        foreach (var filter in (string[])["email", "username", "employee_num"])
        {
            if (call.Query(filter) is { } value)
            {
                users = users.Where(u => string.Equals((string?)u[filter], value, StringComparison.OrdinalIgnoreCase));
            }
        }

        return List(call, "users", users, instance.SortsUsersByFirstName && call.Query("sort") == "updated_at" ? "first_name" : null);
    }

    private JObject Hardware(Call call)
    {
        var archived = call.Query("status") == "Archived";
        foreach (var asset in instance.Assets)
        {
            asset["available_actions"] = new JObject { ["checkout"] = instance.MayCheckOut, ["checkin"] = instance.MayCheckIn };
        }

        return List(call, archived ? "archived" : "hardware", instance.Assets.Where(a => IsArchived(a) == archived));
    }

    private JObject AssetsOfUser(Call call)
    {
        var rows = instance
            .Assets.Where(a => a["assigned_to"] is JObject holder && (string?)holder["type"] == "user" && (long)holder["id"]! == call.Id)
            .ToArray();
        return new JObject { ["total"] = rows.Length, ["rows"] = new JArray(rows.Cast<object>().ToArray()) };
    }

    private JObject BySerial(string value)
    {
        var rows = By("serial", value).ToArray();
        return rows.Length == 0 ? NotFound() : new JObject { ["total"] = rows.Length, ["rows"] = new JArray(rows.Cast<object>().ToArray()) };
    }

    private JObject Seats(Call call)
    {
        if (instance.HidesSeats)
        {
            return Forbidden();
        }

        var seats = instance.Seats[call.Id];
        instance.BeforePage?.Invoke("seats", call.Offset);

        // Beyond the end it begins again.
        var offset = call.Offset >= seats.Count ? 0 : call.Offset;
        return Page(seats, offset, call.Limit(instance.MaxResults));
    }

    private JObject CheckOut(Call call)
    {
        if (!instance.MayCheckOut)
        {
            return Forbidden();
        }

        if (Find(call.Id) is not { } asset || asset["assigned_to"] is JObject || (string?)asset["status_label"]!["status_type"] != "deployable")
        {
            return Envelope("error", "Das Asset ist nicht verfügbar.");
        }

        if (instance.Users.FirstOrDefault(u => (long)u["id"]! == (long?)call.Body["assigned_user"]) is not { } user)
        {
            return Envelope("error", new JObject { ["assigned_user"] = new JArray("The selected user is invalid.") });
        }

        if (!instance.OnlyPretendsToWrite)
        {
            asset["assigned_to"] = user.AsHolder();
            asset["status_label"]!["status_meta"] = "deployed";
            asset["expected_checkin"] = (string?)call.Body["expected_checkin"] is { } day ? SnipeItRows.Day(day) : null;
        }

        return Envelope("success", "Asset checked out successfully.");
    }

    private JObject CheckIn(Call call)
    {
        if (!instance.MayCheckIn)
        {
            return Forbidden();
        }

        if (Find(call.Id) is not { } asset || asset["assigned_to"] is not JObject)
        {
            return Envelope("error", "Asset was not checked in, please try again");
        }

        if (!instance.OnlyPretendsToWrite)
        {
            asset["assigned_to"] = null;
            asset["expected_checkin"] = null;
            asset["status_label"]!["status_meta"] = asset["status_label"]!["status_type"];
        }

        return Envelope("success", "Asset checked in successfully.");
    }

    private JObject List(Call call, string name, IEnumerable<JObject> rows, string? forcedSort = null)
    {
        instance.BeforePage?.Invoke(name, call.Offset);
        var all = rows.ToArray();
        IEnumerable<JObject> sorted = (forcedSort ?? call.Query("sort")) switch
        {
            "id" => all.OrderBy(Id),
            "updated_at" => all.OrderBy(r => (string?)r["updated_at"]?["datetime"], StringComparer.Ordinal),
            "first_name" => all.OrderByDescending(r => (string?)r["first_name"], StringComparer.Ordinal),
            _ => all.Reverse(),
        };
        return Page([.. call.Query("order") == "desc" ? sorted.Reverse() : sorted], call.Offset, call.Limit(instance.MaxResults));
    }

    private static JObject Page(IReadOnlyCollection<JObject> rows, int offset, int limit) =>
        new() { ["total"] = rows.Count, ["rows"] = new JArray(rows.Skip(offset).Take(limit).Cast<object>().ToArray()) };

    private JObject? Find(long id) => instance.Assets.FirstOrDefault(a => Id(a) == id);

    private IEnumerable<JObject> By(string field, string value) =>
        instance.Assets.Where(a => string.Equals((string?)a[field], value, StringComparison.OrdinalIgnoreCase));

    private static bool IsArchived(JObject asset) => (string?)asset["status_label"]?["status_type"] == "archived";

    private static long Id(JObject row) => long.TryParse((string?)row["id"], CultureInfo.InvariantCulture, out var id) ? id : 0;

    private static JObject Forbidden()
    {
        var refused = Envelope("error", 403);
        refused["_status"] = 403;
        return refused;
    }

    private static JObject NotFound() => Envelope("error", "Asset does not exist.");

    private static JObject Envelope(string status, JToken messages) =>
        new()
        {
            ["status"] = status,
            ["messages"] = messages,
            ["payload"] = null,
        };

    private static Task WriteAsync(HttpContext context, int status, JObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToString(Formatting.None));
    }

    private sealed record Call(HttpRequest Request, JObject Body)
    {
        public long Id => long.Parse((string)Request.RouteValues["id"]!, CultureInfo.InvariantCulture);

        public string Value => Uri.UnescapeDataString((string)Request.RouteValues["value"]!);

        public int Offset => int.TryParse(Query("offset"), CultureInfo.InvariantCulture, out var offset) ? offset : 0;

        public string? Query(string name) => Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

        public int Limit(int most) =>
            int.TryParse(Query("limit"), CultureInfo.InvariantCulture, out var limit) && limit > 0 && limit <= most ? limit : most;
    }
}
