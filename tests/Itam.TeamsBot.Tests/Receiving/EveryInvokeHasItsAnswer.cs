using System.Net;
using Itam.Sandbox.Teams;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Tests.Receiving;

public sealed class EveryInvokeHasItsAnswer : IAsyncLifetime
{
    private readonly TestBot _bot = new();
    private BotHost _host = null!;

    public async Task InitializeAsync() => _host = await BotHost.StartAsync(_bot);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    private TeamsUser Dana => _host.Teams.User("Dana");
    private TeamsConversation Chat => _host.Teams.Personal(Dana);
    private TeamsChannel Channel => _host.Teams.Channel;

    [Fact]
    public async Task A_button_is_answered_with_a_card_in_the_body()
    {
        var answer = await Channel.PressAsync(Dana, Chat, "1", "approve");

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Json.Value<int>("statusCode").Should().Be(200);
        answer.Json.Value<string>("type").Should().Be("application/vnd.microsoft.card.adaptive");
        answer.Json.SelectToken("value.fallbackText")!.Value<string>().Should().Be($"approve by {Dana.EntraId}, run 1");
    }

    [Fact]
    public async Task A_button_is_answered_with_a_message()
    {
        var answer = (await Channel.PressAsync(Dana, Chat, "1", "say")).Json;

        answer.Value<string>("type").Should().Be("application/vnd.microsoft.activity.message");
        answer.Value<string>("value").Should().Be("run 1");
    }

    [Fact]
    public async Task Whoever_pressed_is_the_signed_sender_whatever_the_data_claims()
    {
        var alex = _host.Teams.User("Alex");
        var data = new JObject
        {
            ["aadObjectId"] = alex.EntraId,
            ["userId"] = alex.EntraId,
            ["from"] = new JObject { ["aadObjectId"] = alex.EntraId },
        };

        (await Channel.PressAsync(Dana, Chat, "1", "approve", data))
            .Json.SelectToken("value.fallbackText")!
            .Value<string>()
            .Should()
            .StartWith($"approve by {Dana.EntraId}");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"action":{}}""")]
    [InlineData("""{"action":"x"}""")]
    [InlineData("""{"action":{"type":"Action.Submit"}}""")]
    [InlineData("""{"action":{"type":["Action.Execute"]}}""")]
    [InlineData("""{"action":{"type":"Action.Execute","data":"x"}}""")]
    [InlineData("[]")]
    public async Task A_button_of_the_wrong_shape_is_a_bad_request_inside_of_200(string value)
    {
        var answer = await Channel.DeliverAsync(Channel.Invoke(Dana, Chat, "adaptiveCard/action", JToken.Parse(value), "1"));

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Json.Value<int>("statusCode").Should().Be(400);
        answer.Json.Value<string>("type").Should().Be("application/vnd.microsoft.error");
        answer.Json.SelectToken("value.code")!.Value<string>().Should().Be("BadRequest");
        answer.Json.SelectToken("value.message")!.Value<string>().Should().NotBeEmpty();
        _bot.Runs.Should().Be(0);
    }

    [Fact]
    public async Task A_button_without_trigger_data_and_verb_is_manual_and_understood()
    {
        var value = JObject.Parse("""{"action":{"type":"Action.Execute"}}""");

        (await Channel.DeliverAsync(Channel.Invoke(Dana, Chat, "adaptiveCard/action", value))).Json.Value<int>("statusCode").Should().Be(200);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("not a guid")]
    public async Task Somebody_the_directory_does_not_know_may_not_act(string? entraId)
    {
        var press = Channel.Press(Dana, Chat, "1", "approve");
        press["from"]!["aadObjectId"] = entraId;

        (await Channel.DeliverAsync(press)).Json.Value<int>("statusCode").Should().Be(400);
        _bot.Runs.Should().Be(0);
    }

    [Fact]
    public async Task Somebody_of_another_directory_may_not_act()
    {
        var press = Channel.Press(Dana, Chat, "1", "approve");
        press["from"]!["tenantId"] = "99999999-1111-4111-8111-111111111111";

        (await Channel.DeliverAsync(press)).Json.Value<int>("statusCode").Should().Be(400);
        _bot.Runs.Should().Be(0);
    }

    [Fact]
    public async Task A_handler_that_fails_is_an_error_inside_of_200_without_our_secrets_and_nothing_of_it_is_done()
    {
        var answer = await Channel.PressAsync(Dana, Chat, "1", "fail");

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Json.Value<int>("statusCode").Should().Be(500);
        answer.Body.Should().NotContain("secret");
        (await _host.SettleAsync()).Should().BeTrue();
        Chat.Messages.Should().BeEmpty();
    }

    [Fact]
    public async Task A_dialog_opens_answers_and_closes()
    {
        var context = new JObject { ["theme"] = "dark" };
        var open = await Channel.DeliverAsync(
            Channel.Invoke(Dana, Chat, "task/fetch", new JObject { ["data"] = new JObject(), ["context"] = context })
        );
        var saved = await Channel.DeliverAsync(Channel.Invoke(Dana, Chat, "task/submit", new JObject { ["data"] = new JObject() }));
        var closed = await Channel.DeliverAsync(
            Channel.Invoke(Dana, Chat, "task/submit", new JObject { ["data"] = new JObject { ["say"] = "nothing" } })
        );

        open.Json.SelectToken("task.type")!.Value<string>().Should().Be("continue");
        open.Json.SelectToken("task.value.card.content.fallbackText")!.Value<string>().Should().Be("theme dark");
        open.Json.SelectToken("task.value.card.contentType")!.Value<string>().Should().Be("application/vnd.microsoft.card.adaptive");
        saved.Json.SelectToken("task.value")!.Value<string>().Should().Be("Saved");
        closed.Should().Be(new BotAnswer(HttpStatusCode.OK, ""));
    }

    [Fact]
    public async Task A_search_shows_cards_with_previews()
    {
        var query = JObject.Parse("""{"commandId":"searchAssets","parameters":[{"name":"q","value":"LT"}],"queryOptions":{"skip":0,"count":25}}""");
        var answer = (await Channel.DeliverAsync(Channel.Invoke(Dana, Chat, "composeExtension/query", query))).Json;

        answer.SelectToken("composeExtension.type")!.Value<string>().Should().Be("result");
        answer.SelectToken("composeExtension.attachments[0].preview.content.text")!.Value<string>().Should().Be("LT False");
        answer.SelectToken("composeExtension.attachments[0].contentType")!.Value<string>().Should().Be("application/vnd.microsoft.card.adaptive");
    }

    [Fact]
    public async Task Links_actions_and_typing_ahead_are_answered()
    {
        var link = await Channel.DeliverAsync(Channel.Invoke(Dana, Chat, "composeExtension/queryLink", new JObject { ["url"] = "https://itam/x" }));
        var action = await Channel.DeliverAsync(
            Channel.Invoke(Dana, Chat, "composeExtension/submitAction", new JObject { ["commandId"] = "report" })
        );
        var search = await Channel.DeliverAsync(
            Channel.Invoke(
                Dana,
                Chat,
                "application/search",
                JObject.Parse("""{"queryText":"x","queryOptions":{"skip":0,"top":15},"dataset":"assets"}""")
            )
        );

        link.Json.SelectToken("composeExtension.text")!.Value<string>().Should().Be("link https://itam/x");
        action.Json.SelectToken("task.value")!.Value<string>().Should().Be("did report");
        search.Json.Value<string>("type").Should().Be("application/vnd.microsoft.search.searchResponse");
        search.Json.SelectToken("value.results")!.Should().HaveCount(15, "Teams shows no more");
    }

    [Theory]
    [InlineData("signin/verifyState")]
    [InlineData("something/new")]
    public async Task An_unknown_invoke_is_501_with_an_empty_body(string name) =>
        (await Channel.DeliverAsync(Channel.Invoke(Dana, Chat, name, new JObject()))).Should().Be(new BotAnswer(HttpStatusCode.NotImplemented, ""));

    [Fact]
    public async Task A_request_that_comes_again_gets_the_first_answer_and_runs_once()
    {
        var press = Channel.Press(Dana, Chat, "1", "approve");
        var first = await Channel.DeliverAsync(press);
        var again = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Channel.DeliverAsync(press)));

        again.Should().AllBeEquivalentTo(first);
        _bot.Runs.Should().Be(1);
    }

    [Fact]
    public async Task Two_taps_are_one_action_with_one_answer()
    {
        var taps = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Channel.DeliverAsync(Channel.Press(Dana, Chat, "1", "approve"))));

        _bot.Runs.Should().Be(1);
        taps.Should().AllBeEquivalentTo(taps[0]);
    }

    [Fact]
    public async Task Another_person_button_input_or_refresh_is_another_action()
    {
        await Channel.DeliverAsync(Channel.Press(Dana, Chat, "1", "approve"));
        await Channel.DeliverAsync(Channel.Press(_host.Teams.User("Alex"), Chat, "1", "approve"));
        await Channel.DeliverAsync(Channel.Press(Dana, Chat, "1", "deny"));
        await Channel.DeliverAsync(Channel.Press(Dana, Chat, "1", "approve", new JObject { ["version"] = 2 }));
        await Channel.DeliverAsync(Channel.Press(Dana, Chat, "1", "refresh", trigger: "automatic"));
        await Channel.DeliverAsync(Channel.Press(Dana, Chat, "1", "refresh", trigger: "automatic"));

        _bot.Runs.Should().Be(6);
    }

    [Fact]
    public async Task After_a_failure_pressing_again_is_a_new_try()
    {
        await Channel.DeliverAsync(Channel.Press(Dana, Chat, "1", "fail"));
        await Channel.DeliverAsync(Channel.Press(Dana, Chat, "1", "fail"));

        _bot.Runs.Should().Be(2);
    }
}
