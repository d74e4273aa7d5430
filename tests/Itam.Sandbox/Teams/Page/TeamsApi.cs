using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Teams.Page;

/// <summary>What the page does on behalf of the person who is played. Nothing is checked here that the bot has to check itself: whoever sends what, it arrives.</summary>
internal sealed class TeamsApi(Stage stage)
{
    private static readonly string[] Invokes = ["task/fetch", "task/submit", "composeExtension/query", "composeExtension/queryLink"];

    private TeamsChannel Channel => stage.Teams.Channel;

    public void Map(WebApplication app)
    {
        app.MapGet("/teams/live", (string? who, string? place, string? stamp) => Live(who, place, stamp));
        app.MapGet(
            "/teams/people",
            () => Json(new JArray(stage.Teams.Users.Select(u => new JObject { ["title"] = $"{u.Name} · {u.Upn}", ["value"] = u.EntraId })))
        );
        app.MapPost("/teams/open", (HttpRequest request) => AsAsync(request, OpenAsync));
        app.MapPost("/teams/write", (HttpRequest request) => AsAsync(request, WriteAsync));
        app.MapPost("/teams/press", (HttpRequest request) => AsAsync(request, PressAsync));
        app.MapPost("/teams/submit", (HttpRequest request) => AsAsync(request, SubmitAsync));
        app.MapPost("/teams/invoke", (HttpRequest request) => AsAsync(request, InvokeAsync));
        app.MapPost(
            "/teams/language",
            (HttpRequest request) =>
                AsAsync(
                    request,
                    (user, _, body) =>
                    {
                        user.Locale = (string?)body["locale"] == "de-DE" ? "de-DE" : "en-US";
                        return Task.FromResult(Results.NoContent());
                    }
                )
        );
    }

    /// <summary>204 while nothing is new.</summary>
    private IResult Live(string? who, string? place, string? stamp)
    {
        if (stage.Find(who) is not { } user)
        {
            return Results.NotFound();
        }

        var shown = stage.Show(user, place);
        var now = Stage.Stamp(shown.ToString(Formatting.None));
        shown["stamp"] = now;
        return now == stamp ? Results.NoContent() : Json(shown);
    }

    /// <summary>The first look at the chat is when the app is installed for this person.</summary>
    private async Task<IResult> OpenAsync(TeamsUser user, TeamsConversation conversation, JObject body) =>
        conversation is { Type: "personal", Messages.Count: 0 }
            ? Told(await Channel.DeliverAsync(Channel.Installation(user, conversation, "add")))
            : Results.NoContent();

    private async Task<IResult> WriteAsync(TeamsUser user, TeamsConversation conversation, JObject body)
    {
        var text = ((string?)body["text"] ?? "").Trim();
        var attachments = body["attachments"] as JArray ?? [];
        if (text.Length == 0 && attachments.Count == 0)
        {
            return Problem(400, "There is nothing to send.");
        }

        var activity = Channel.Message(user, conversation, text);
        if (attachments.Count > 0)
        {
            activity["attachments"] = attachments;
        }

        stage.Teams.Store(conversation, fromBot: false, activity);
        return text.Length == 0 ? Results.NoContent() : Told(await Channel.DeliverAsync(activity));
    }

    private async Task<IResult> PressAsync(TeamsUser user, TeamsConversation conversation, JObject body)
    {
        var (message, verb, data) = ((string?)body["message"] ?? "", (string?)body["verb"] ?? "", body["data"] as JObject ?? []);
        return Told(
            (string?)body["trigger"] == "automatic"
                ? await Channel.DeliverAsync(Channel.Press(user, conversation, message, verb, data, "automatic"))
                : await Channel.PressAsync(user, conversation, message, verb, data)
        );
    }

    private async Task<IResult> SubmitAsync(TeamsUser user, TeamsConversation conversation, JObject body) =>
        Told(await Channel.DeliverAsync(Channel.Submit(user, conversation, (string?)body["message"] ?? "", body["data"] as JObject ?? [])));

    private async Task<IResult> InvokeAsync(TeamsUser user, TeamsConversation conversation, JObject body) =>
        (string?)body["name"] is { } name && Invokes.Contains(name)
            ? Told(await Channel.DeliverAsync(Channel.Invoke(user, conversation, name, body["value"])))
            : Problem(400, "The page knows no such invoke.");

    private async Task<IResult> AsAsync(HttpRequest request, Func<TeamsUser, TeamsConversation, JObject, Task<IResult>> act)
    {
        JObject body;
        try
        {
            using var reader = new StreamReader(request.Body);
            using var json = new JsonTextReader(new StringReader(await reader.ReadToEndAsync())) { DateParseHandling = DateParseHandling.None };
            body = JObject.Load(json);
        }
        catch (JsonReaderException)
        {
            return Problem(400, "The body is no JSON object.");
        }

        if (stage.Find((string?)body["who"]) is not { } user)
        {
            return Problem(404, "There is no such person.");
        }

        try
        {
            return await act(user, stage.Conversation(user, (string?)body["place"]), body);
        }
        catch (Exception failure) when (failure is HttpRequestException or InvalidOperationException or TaskCanceledException)
        {
            return Problem(502, "The bot does not answer. Look at the product's log; its path is in the terminal.");
        }
    }

    /// <summary>The bot's answer as it is; what a client would not show to people is said in words.</summary>
    private static IResult Told(BotAnswer answer) =>
        (int)answer.Status is >= 200 and < 300
            ? Results.Text(answer.Body.Length == 0 ? "{}" : answer.Body, "application/json")
            : Problem(502, $"The bot answered {(int)answer.Status}. {answer.Body}");

    private static IResult Problem(int status, string words) =>
        Results.Text(new JObject { ["problem"] = words }.ToString(), "application/json", statusCode: status);

    private static IResult Json(JToken body) => Results.Text(body.ToString(Formatting.None), "application/json");
}
