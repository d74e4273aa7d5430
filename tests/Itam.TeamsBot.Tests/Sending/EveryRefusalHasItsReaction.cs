using Itam.Context.Work;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Teams;
using Itam.TeamsBot.Protocol;
using Itam.TeamsBot.Sending;
using Microsoft.AspNetCore.Http;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Tests.Sending;

/// <summary>One test per row of what the Connector can answer.</summary>
public sealed class EveryRefusalHasItsReaction : IAsyncLifetime
{
    private Stage _stage = null!;

    public async Task InitializeAsync() => _stage = await Stage.StartAsync();

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    private TeamsUser Dana => _stage.Teams.User("Dana");
    private TeamsConversation Chat => _stage.Teams.Personal(Dana);

    [Fact]
    public async Task A_malformed_message_is_a_dead_letter()
    {
        _stage.Teams.Refusals.Enqueue(new TeamsRefusal(400, "BadSyntax", IsSend));

        (await _stage.SendAsync(Text())).Should().BeOfType<WorkOutcome.Dead>().Which.Cause.Should().Contain("malformed").And.Contain("BadSyntax");
    }

    [Fact]
    public async Task An_expired_token_is_renewed_once_and_the_message_arrives()
    {
        await _stage.SendAsync(Text("one"));
        _stage.Teams.RevokeTokens();

        (await _stage.SendAsync(Text("two"))).Should().BeOfType<WorkOutcome.Done>();
        _stage.Teams.TokensIssued.Should().Be(2);
        Shown().Should().Equal("one", "two");
    }

    [Fact]
    public async Task Refused_credentials_are_held_for_a_person()
    {
        Refuse(401, "BotNotRegistered");
        Refuse(401, "BotNotRegistered");

        (await _stage.SendAsync(Text())).Should().BeOfType<WorkOutcome.Hold>().Which.Reason.Should().Contain("registered").And.Contain("itam doctor");
    }

    [Fact]
    public async Task A_refused_secret_is_held_and_says_what_to_check()
    {
        await using var wrong = await Stage.StartAsync(settings: [("ClientSecret", "not the secret")]);
        var send = new TeamsSend
        {
            Connection = Stage.ConnectionName,
            Target = new SendTarget.Person(wrong.Teams.User("Dana").EntraId),
            Activity = MessageFactory.Text("x"),
        };

        (await wrong.SendAsync(send))
            .Should()
            .BeOfType<WorkOutcome.Hold>()
            .Which.Reason.Should()
            .Contain("client secret")
            .And.NotContain("not the secret");
    }

    [Theory]
    [InlineData("BotDisabledByAdmin", null, "policy")]
    [InlineData("BotNotInConversationRoster", null, "not installed")]
    [InlineData("ConversationBlockedByUser", null, "blocked")]
    [InlineData(
        "-",
        """{"errorCode":209,"message":"{\r\n  \"subCode\": \"MessageWritesBlocked\",\r\n  \"details\": \"Thread is blocked\"}"}""",
        "blocked"
    )]
    public async Task Whoever_cannot_be_reached_is_left_alone_until_they_write_again(string code, string? body, string word)
    {
        await _stage.TakeInAsync(_stage.Teams.Channel.Message(Dana, Chat, "hello"));
        _stage.Teams.Refusals.Enqueue(new TeamsRefusal(403, code, Body: body));

        (await _stage.SendAsync(Text() with { Key = "case/1" })).Should().BeOfType<WorkOutcome.Dead>().Which.Cause.Should().Contain(word);
        (await _stage.ReferenceAsync(Chat.Id))!.DeadReason.Should().Contain(word);
        (await _stage.SentAsync("case/1"))!.Failure.Should().Contain(word);
        _stage.Undelivered.Keys.Should().Equal("case/1");
        var calls = _stage.Sandbox.Calls.Total;
        (await _stage.SendAsync(Text())).Should().BeOfType<WorkOutcome.Dead>("nothing is sent there now");
        _stage.Sandbox.Calls.Total.Should().Be(calls);

        _stage.Time.Advance(TimeSpan.FromMinutes(1));
        await _stage.TakeInAsync(_stage.Teams.Channel.Message(Dana, Chat, "I am back"));
        (await _stage.SendAsync(Text("welcome back"))).Should().BeOfType<WorkOutcome.Done>();
    }

    [Theory]
    [InlineData("InvalidBotApiHost", "ServiceUrl")]
    [InlineData("NotEnoughPermissions", "permission")]
    [InlineData("SomethingNew", "SomethingNew")]
    public async Task What_an_administrator_must_change_is_held(string code, string word)
    {
        Refuse(403, code);

        (await _stage.SendAsync(Text())).Should().BeOfType<WorkOutcome.Hold>().Which.Reason.Should().Contain(word);
    }

    [Fact]
    public async Task A_conversation_that_is_gone_is_opened_again_once()
    {
        await _stage.TakeInAsync(_stage.Teams.Channel.Message(Dana, Chat, "hello"));
        var old = Chat;
        old.Gone = true;

        (await _stage.SendAsync(Text("still here"))).Should().BeOfType<WorkOutcome.Done>();

        Chat.Id.Should().NotBe(old.Id);
        Shown().Should().Equal("still here");
        (await _stage.ReferenceAsync(old.Id)).Should().BeNull();
        (await _stage.ReferenceAsync(Chat.Id))!.EntraUserId.Should().Be(Dana.EntraId);
    }

    [Fact]
    public async Task A_conversation_that_stays_gone_is_given_up()
    {
        await _stage.TakeInAsync(_stage.Teams.Channel.Message(Dana, Chat, "hello"));
        Refuse(404, "ConversationNotFound");
        _stage.Teams.Refusals.Enqueue(new TeamsRefusal(404, "ConversationNotFound", r => r.Path.Value!.EndsWith("/activities")));
        _stage.Teams.Refusals.Enqueue(new TeamsRefusal(404, "ConversationNotFound", r => r.Path.Value!.EndsWith("/activities")));

        (await _stage.SendAsync(Text())).Should().BeOfType<WorkOutcome.Dead>().Which.Cause.Should().Contain("gone");
    }

    [Fact]
    public async Task A_card_that_was_deleted_is_sent_anew()
    {
        await _stage.SendAsync(Card("first") with { Key = "case/1" });
        var first = Chat.Messages.Single();
        first.Deleted = true;

        (await _stage.SendAsync(Card("second") with { Key = "case/1" })).Should().BeOfType<WorkOutcome.Done>();

        var second = Chat.Messages.Last();
        second.Card!["fallbackText"]!.ToString().Should().Be("second");
        (await _stage.SentAsync("case/1"))!.ActivityId.Should().Be(second.Id);
    }

    [Theory]
    [InlineData(412, "PreconditionFailed")]
    [InlineData(409, "Conflict")]
    public async Task A_conflict_in_the_conversation_is_tried_again(int status, string code)
    {
        Refuse(status, code);

        (await _stage.SendAsync(Text("again"))).Should().BeOfType<WorkOutcome.Retry>();
        _stage.Time.Advance(TimeSpan.FromSeconds(10));
        (await _stage.RunDueAsync()).Should().ContainSingle().Which.Should().BeOfType<WorkOutcome.Done>();
        Shown().Should().Equal("again");
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_replaced_by_its_words()
    {
        var large = Card(new string('x', 60_000));

        (await _stage.SendAsync(large)).Should().BeOfType<WorkOutcome.Done>();

        var shown = Chat.Messages.Single();
        shown.Card.Should().BeNull();
        shown.Text.Should().StartWith("xxx").And.Contain("more to say");
        shown.Text!.Length.Should().BeLessThan(5000);
    }

    [Fact]
    public async Task A_text_that_stays_too_large_is_given_up()
    {
        Refuse(413, "MessageSizeTooBig");
        Refuse(413, "MessageSizeTooBig");

        (await _stage.SendAsync(Text())).Should().BeOfType<WorkOutcome.Dead>().Which.Cause.Should().Contain("413");
    }

    [Fact]
    public async Task Being_asked_to_slow_down_is_obeyed_to_the_second()
    {
        _stage.Teams.Refusals.Enqueue(new TeamsRefusal(429, "Throttled", RetryAfter: "120"));

        (await _stage.SendAsync(Text("later"))).Should().BeOfType<WorkOutcome.Retry>().Which.RetryAfter.Should().Be(TimeSpan.FromSeconds(120));
        _stage.Time.Advance(TimeSpan.FromSeconds(119));
        (await _stage.RunDueAsync()).Should().BeEmpty();
        _stage.Time.Advance(TimeSpan.FromSeconds(1));
        (await _stage.RunDueAsync()).Should().ContainSingle().Which.Should().BeOfType<WorkOutcome.Done>();
    }

    [Fact]
    public async Task Being_asked_to_slow_down_without_a_time_backs_off()
    {
        _stage.Teams.Faults.Add(FaultKind.TooManyRequests, when: IsSend);

        (await _stage.SendAsync(Text())).Should().BeOfType<WorkOutcome.Retry>().Which.RetryAfter.Should().BeNull();
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(408)]
    public async Task Trouble_leaves_open_whether_it_is_visible_so_it_is_tried_once_more_only(int status)
    {
        _stage.Teams.Refusals.Enqueue(new TeamsRefusal(status, "BadGateway", IsSend));
        _stage.Teams.Refusals.Enqueue(new TeamsRefusal(status, "BadGateway", IsSend));

        (await _stage.SendAsync(Text())).Should().BeOfType<WorkOutcome.Retry>().Which.Reason.Should().Contain("once more");
        _stage.Time.Advance(TimeSpan.FromMinutes(1));
        (await _stage.RunDueAsync())
            .Should()
            .ContainSingle()
            .Which.Should()
            .BeOfType<WorkOutcome.Dead>()
            .Which.Cause.Should()
            .Contain("may be visible already");
    }

    [Fact]
    public async Task An_answer_that_is_lost_shows_a_message_twice_at_most()
    {
        _stage.Teams.Faults.Add(FaultKind.LostAnswer, times: 2, when: IsSend);

        (await _stage.SendAsync(Text("twice"))).Should().BeOfType<WorkOutcome.Retry>();
        _stage.Time.Advance(TimeSpan.FromMinutes(1));
        (await _stage.RunDueAsync()).Should().ContainSingle().Which.Should().BeOfType<WorkOutcome.Dead>();
        _stage.Time.Advance(TimeSpan.FromDays(1));
        (await _stage.RunDueAsync()).Should().BeEmpty();
        Shown().Should().Equal("twice", "twice");
    }

    [Fact]
    public async Task A_service_error_is_not_repeated()
    {
        _stage.Teams.Refusals.Enqueue(new TeamsRefusal(500, "ServiceError", IsSend));

        (await _stage.SendAsync(Text())).Should().BeOfType<WorkOutcome.Dead>();
    }

    [Fact]
    public async Task Replacing_in_place_is_safe_to_repeat()
    {
        await _stage.SendAsync(Card("first") with { Key = "case/1" });
        _stage.Teams.Faults.Add(FaultKind.LostAnswer, times: 3, when: r => r.Method == "PUT");
        await _stage.EnqueueAsync(Card("second") with { Key = "case/1" });
        for (var attempt = 0; attempt < 3; attempt++)
        {
            (await _stage.RunDueAsync()).Should().ContainSingle().Which.Should().BeOfType<WorkOutcome.Retry>();
            _stage.Time.Advance(TimeSpan.FromMinutes(5));
        }

        (await _stage.RunDueAsync()).Should().ContainSingle().Which.Should().BeOfType<WorkOutcome.Done>();
        Chat.Messages.Should().ContainSingle().Which.Card!["fallbackText"]!.ToString().Should().Be("second");
    }

    [Fact]
    public async Task A_host_that_does_not_listen_got_nothing_so_it_is_tried_as_often_as_anything()
    {
        const string Nobody = "http://127.0.0.1:1/connector/";
        var send = Text() with { Target = new SendTarget.Conversation("a:1", Nobody) };

        await _stage.EnqueueAsync(send);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            (await _stage.RunDueAsync())
                .Should()
                .ContainSingle()
                .Which.Should()
                .BeOfType<WorkOutcome.Retry>()
                .Which.Reason.Should()
                .Contain("cannot be reached");
            _stage.Time.Advance(TimeSpan.FromMinutes(10));
        }
    }

    [Fact]
    public async Task A_host_that_is_not_allowed_gets_neither_a_call_nor_a_token()
    {
        var tokens = _stage.Teams.TokensIssued;

        (await _stage.SendAsync(Text() with { Target = new SendTarget.Conversation("a:1", "https://evil.example/") }))
            .Should()
            .BeOfType<WorkOutcome.Hold>()
            .Which.Reason.Should()
            .Contain("not allowed");
        _stage.Teams.TokensIssued.Should().Be(tokens);
    }

    private static bool IsSend(HttpRequest request) => request.Method == "POST" && request.Path.Value!.Contains("/activities");

    private void Refuse(int status, string code) => _stage.Teams.Refusals.Enqueue(new TeamsRefusal(status, code));

    private TeamsSend Text(string text = "hello") =>
        new()
        {
            Connection = Stage.ConnectionName,
            Target = new SendTarget.Person(Dana.EntraId),
            Activity = MessageFactory.Text(text),
        };

    private TeamsSend Card(string words) =>
        Text() with
        {
            Activity = MessageFactory.AdaptiveCard(
                new JObject
                {
                    ["type"] = "AdaptiveCard",
                    ["version"] = "1.5",
                    ["fallbackText"] = words,
                },
                "Approval needed"
            ),
        };

    private IEnumerable<string?> Shown() => Chat.Messages.Where(m => m.FromBot).Select(m => m.Text);
}
