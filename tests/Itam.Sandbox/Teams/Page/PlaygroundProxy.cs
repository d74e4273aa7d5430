using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Teams.Page;

/// <summary>
/// Lets Microsoft's Agents Playground talk to the bot: it sends no tokens, so its activities are signed here as the channel would, and handed on byte by byte.
/// </summary>
internal static class PlaygroundProxy
{
    private const int MaxBytes = 256 * 1024;

    public static void Map(WebApplication app, Stage stage)
    {
        app.MapMethods("/teams/playground", ["HEAD"], () => Results.Ok());
        app.MapPost("/teams/playground", (HttpRequest request) => ForwardAsync(stage.Teams, request));
        app.MapGet("/teams/playground/config", () => Results.Text(Configuration(stage), "text/yaml; charset=utf-8"));
    }

    private static async Task<IResult> ForwardAsync(TeamsEmulator teams, HttpRequest request)
    {
        if (request.ContentLength > MaxBytes)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        if (ServiceUrl(body) is not { } serviceUrl)
        {
            return Results.Text("An activity is a JSON object with a serviceUrl.", statusCode: StatusCodes.Status400BadRequest);
        }

        var token = teams.Authority.Sign(new TokenMake(TeamsEmulator.AppId, serviceUrl));
        try
        {
            var answer = await teams.Channel.PostAsync(body, $"Bearer {token}");
            return Results.Text(answer.Body, "application/json", statusCode: (int)answer.Status);
        }
        catch (Exception failure) when (failure is HttpRequestException or InvalidOperationException)
        {
            return Results.Text("The bot does not answer.", statusCode: StatusCodes.Status502BadGateway);
        }
    }

    /// <summary>Letter by letter, since the token has to say the same.</summary>
    private static string? ServiceUrl(string body)
    {
        try
        {
            using var json = new JsonTextReader(new StringReader(body)) { DateParseHandling = DateParseHandling.None };
            return (JObject.Load(json)["serviceUrl"] as JValue)?.Value as string;
        }
        catch (JsonReaderException)
        {
            return null;
        }
    }

    /// <summary>.m365agentsplayground.yml with our ids. The Playground wants all keys, and five people beside the one who is played.</summary>
    private static string Configuration(Stage stage)
    {
        var people = stage.Cast.Select(c => c.User).Concat(stage.Teams.Users).DistinctBy(u => u.Upn).Take(6).Select(Person).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            version: "0.1.1"
            tenantId: {{TeamsEmulator.EntraTenant}}
            bot: { id: "28:{{TeamsEmulator.AppId}}", name: Assets }
            currentUser: {{people.FirstOrDefault()}}
            users:
              - {{string.Join("\n  - ", people.Skip(1))}}
            personalChat: { id: "a:playground-personal" }
            groupChat: { id: "19:playground-group@thread.v2", name: IT Group }
            team: { id: "19:playground-team@thread.tacv2", name: IT Assets, aadGroupId: 44444444-4444-4444-8444-444444444444, channels: [ { id: "19:playground-triage@thread.tacv2", name: Triage } ] }

            """
        );
    }

    private static string Person(TeamsUser user)
    {
        var names = user.Name.Split(' ', 2);
        return $"{{ id: {Quoted(user.ChannelId)}, name: {Quoted(user.Name)}, userPrincipleName: {Quoted(user.Upn)}, aadObjectId: {user.EntraId}, givenName: {Quoted(names[0])}, surname: {Quoted(names[^1])}, email: {Quoted(user.Upn)} }}";
    }

    /// <summary>A JSON string is a YAML string too.</summary>
    private static string Quoted(string text) => JsonConvert.ToString(text);
}
