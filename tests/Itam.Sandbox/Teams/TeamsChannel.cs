using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Teams;

/// <summary>What the bot answered.</summary>
public sealed record BotAnswer(HttpStatusCode Status, string Body)
{
    public JObject Json => JObject.Parse(Body);
}

/// <summary>
/// Acts as the channel: makes activities of people and brings them, signed, to the bot. Activities are made and delivered in two steps, so that a test can
/// deliver one twice or in another order.
/// </summary>
public sealed class TeamsChannel(TeamsEmulator teams, TimeProvider time)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>The bot's messaging endpoint.</summary>
    public Uri? Target { get; set; }

    public JObject Activity(TeamsUser from, TeamsConversation conversation, string type)
    {
        var now = time.GetUtcNow();
        return new JObject
        {
            ["type"] = type,
            ["id"] = teams.NextId(),
            ["timestamp"] = now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
            ["localTimestamp"] = now.ToOffset(TimeSpan.FromHours(1)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz"),
            ["localTimezone"] = from.TimeZone,
            ["channelId"] = "msteams",
            ["serviceUrl"] = teams.ServiceUrl,
            ["locale"] = from.Locale,
            ["from"] = new JObject
            {
                ["id"] = from.ChannelId,
                ["name"] = from.Name,
                ["aadObjectId"] = from.EntraId,
            },
            ["recipient"] = new JObject { ["id"] = $"28:{TeamsEmulator.AppId}", ["name"] = "Assets" },
            // What comes from a chat without the bot names no kind and no tenant, as in Microsoft's sample of a search.
            ["conversation"] = conversation.IsElsewhere
                ? new JObject { ["id"] = conversation.Id }
                : new JObject
                {
                    ["id"] = conversation.Id,
                    ["conversationType"] = conversation.Type,
                    ["tenantId"] = from.EntraTenant,
                },
            ["channelData"] = new JObject { ["tenant"] = new JObject { ["id"] = from.EntraTenant } },
            ["entities"] = new JArray(
                new JObject
                {
                    ["type"] = "clientInfo",
                    ["platform"] = "Web",
                    ["locale"] = from.Locale,
                    ["timezone"] = from.TimeZone,
                }
            ),
        };
    }

    /// <summary>In groups and channels people reach a bot by its mention only.</summary>
    public JObject Message(TeamsUser from, TeamsConversation conversation, string text)
    {
        var activity = Activity(from, conversation, "message");
        activity["textFormat"] = "plain";
        activity["text"] = text;
        if (conversation.Type != "personal")
        {
            activity["text"] = $"<at>Assets</at> {text}";
            ((JArray)activity["entities"]!).Add(
                new JObject
                {
                    ["type"] = "mention",
                    ["text"] = "<at>Assets</at>",
                    ["mentioned"] = new JObject { ["id"] = $"28:{TeamsEmulator.AppId}", ["name"] = "Assets" },
                }
            );
        }

        return activity;
    }

    /// <param name="replyTo">The card that was pressed.</param>
    public JObject Invoke(TeamsUser from, TeamsConversation conversation, string name, JToken? value, string? replyTo = null)
    {
        var activity = Activity(from, conversation, "invoke");
        activity["name"] = name;
        activity["value"] = value;
        if (replyTo is not null)
        {
            activity["replyToId"] = replyTo;
        }

        return activity;
    }

    /// <summary>A press on an Action.Execute.</summary>
    public JObject Press(
        TeamsUser from,
        TeamsConversation conversation,
        string replyTo,
        string verb,
        JObject? data = null,
        string? trigger = "manual"
    )
    {
        var value = new JObject
        {
            ["action"] = new JObject
            {
                ["type"] = "Action.Execute",
                ["verb"] = verb,
                ["data"] = data ?? new JObject(),
            },
        };
        if (trigger is not null)
        {
            value["trigger"] = trigger;
        }

        return Invoke(from, conversation, "adaptiveCard/action", value, replyTo);
    }

    /// <summary>A press on an Action.Submit.</summary>
    public JObject Submit(TeamsUser from, TeamsConversation conversation, string replyTo, JObject data)
    {
        var activity = Activity(from, conversation, "message");
        activity["value"] = data;
        activity["replyToId"] = replyTo;
        return activity;
    }

    /// <param name="action">add, remove, add-upgrade, remove-upgrade.</param>
    public JObject Installation(TeamsUser from, TeamsConversation conversation, string action)
    {
        var activity = Activity(from, conversation, "installationUpdate");
        activity["action"] = action;
        return activity;
    }

    /// <summary>Somebody writes: it stands in the conversation and goes to the bot.</summary>
    public Task<BotAnswer> WriteAsync(TeamsUser from, TeamsConversation conversation, string text)
    {
        var activity = Message(from, conversation, text);
        teams.Store(conversation, fromBot: false, activity);
        return DeliverAsync(activity);
    }

    /// <summary>Somebody presses a button; on their screen a card in the answer takes the place of the pressed one.</summary>
    public async Task<BotAnswer> PressAsync(TeamsUser from, TeamsConversation conversation, string replyTo, string verb, JObject? data = null)
    {
        var message = conversation.Find(replyTo);
        var edits = message?.Edits ?? 0;
        var answer = await DeliverAsync(Press(from, conversation, replyTo, verb, data));
        if (
            answer.Status == HttpStatusCode.OK
            && (string?)answer.Json["type"] == "application/vnd.microsoft.card.adaptive"
            && answer.Json["value"] is JObject card
        )
        {
            message?.Answer(from, card, edits);
        }

        return answer;
    }

    public string GoodToken => teams.Authority.Sign(new TokenMake(TeamsEmulator.AppId, teams.ServiceUrl));

    public Task<BotAnswer> DeliverAsync(JObject activity) => PostAsync(activity.ToString(Formatting.None), $"Bearer {GoodToken}");

    /// <param name="authorization">The header as it is; null leaves it out.</param>
    public async Task<BotAnswer> PostAsync(string body, string? authorization, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Target ?? throw new InvalidOperationException("Set Target to the bot first."));
        request.Content = new StringContent(body, Encoding.UTF8);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var response = await Http.SendAsync(request);
        return new BotAnswer(response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
