using Itam.Context.Chat;
using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Work;
using Itam.Sandbox.Teams;
using Itam.TeamsBot.Protocol;
using Itam.TeamsBot.Sending;
using Itam.Testing.Databases;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Tests.Sending;

public abstract class WritingFirst(TestEngine engine) : IAsyncLifetime
{
    private Stage _stage = null!;

    public async Task InitializeAsync() => _stage = await Stage.StartAsync(engine);

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    private TeamsUser Dana => _stage.Teams.User("Dana");
    private TeamsConversation Chat => _stage.Teams.Personal(Dana);

    [Fact]
    public async Task Somebody_who_never_wrote_is_reached_by_the_entra_id_alone()
    {
        (await _stage.SendAsync(To(Dana, "Your laptop is ready") with { Alert = true })).Should().BeOfType<WorkOutcome.Done>();

        var message = Chat.Messages.Single();
        message.Text.Should().Be("Your laptop is ready");
        message.Activity.SelectToken("channelData.notification.alert")!.Value<bool>().Should().BeTrue();
        message.Activity.SelectToken("from.id")!.Value<string>().Should().Be($"28:{TeamsEmulator.AppId}");
        var reference = (await _stage.ReferenceAsync(Chat.Id))!;
        reference.EntraUserId.Should().Be(Dana.EntraId);
        reference.ServiceUrl.TrimEnd('/').Should().Be(_stage.Teams.ServiceUrl.TrimEnd('/'));
    }

    [Fact]
    public async Task The_conversation_is_opened_once()
    {
        await _stage.SendAsync(To(Dana, "one"));
        await _stage.SendAsync(To(Dana, "two"));

        _stage.Sandbox.Calls.Latest("teams", 100).Count(c => c.Path == "/connector/v3/conversations").Should().Be(1);
        Chat.Messages.Select(m => m.Text).Should().Equal("one", "two");
    }

    [Fact]
    public async Task Somebody_without_the_app_is_a_dead_letter_that_says_so()
    {
        Dana.Installed = false;

        (await _stage.SendAsync(To(Dana, "x") with { Key = "case/9" }))
            .Should()
            .BeOfType<WorkOutcome.Dead>()
            .Which.Cause.Should()
            .Contain("not installed");
        (await _stage.SentAsync("case/9"))!.Failure.Should().Contain("e-mail");
    }

    [Fact]
    public async Task Text_and_card_are_two_messages_and_the_card_can_be_replaced_later()
    {
        await _stage.EnqueueAsync(
            To(Dana, "Please decide") with
            {
                Key = "case/1",
                Activity = MessageFactory.AdaptiveCard(new JObject { ["n"] = 1 }, "Approval") with { Text = "Please decide" },
            }
        );
        await _stage.RunDueAsync();
        await _stage.SendAsync(To(Dana, "") with { Key = "case/1", Activity = MessageFactory.AdaptiveCard(new JObject { ["n"] = 2 }) });

        Chat.Messages.Should().HaveCount(2);
        Chat.Messages[0].Text.Should().Be("Please decide");
        Chat.Messages[0].Card.Should().BeNull();
        Chat.Messages[1].Text.Should().BeNull();
        Chat.Messages[1].Card!["n"]!.Value<int>().Should().Be(2);
        Chat.Messages[1].Edits.Should().Be(1);
    }

    [Fact]
    public async Task One_conversation_is_one_order_also_while_its_first_message_waits_for_a_retry()
    {
        await _stage.TakeInAsync(_stage.Teams.Channel.Message(Dana, Chat, "hello"));
        _stage.Teams.Refusals.Enqueue(new TeamsRefusal(429, "Throttled", RetryAfter: "30"));
        await _stage.EnqueueAsync(To(Dana, "one"));
        await _stage.EnqueueAsync(To(Dana, "two") with { Target = new SendTarget.Conversation(Chat.Id) });
        var alex = _stage.Teams.User("Alex");
        await _stage.EnqueueAsync(To(alex, "other"));
        await _stage.RunDueAsync();

        Chat.Messages.Should().BeEmpty("what came second waits for the first");
        _stage.Teams.Personal(alex).Messages.Should().ContainSingle("another conversation does not wait");
        _stage.Time.Advance(TimeSpan.FromSeconds(31));
        await _stage.RunDueAsync();
        Chat.Messages.Select(m => m.Text).Should().Equal("one", "two");
    }

    [Fact]
    public async Task References_follow_what_comes_in_and_end_with_the_app()
    {
        var hello = _stage.Teams.Channel.Message(Dana, Chat, "hello");
        await _stage.TakeInAsync(hello);
        var reference = (await _stage.ReferenceAsync(Chat.Id))!;
        reference.TimeZone.Should().Be("Europe/Berlin");
        reference.ChannelUserId.Should().Be(Dana.ChannelId);

        _stage.Time.Advance(TimeSpan.FromMinutes(1));
        var moved = _stage.Teams.Channel.Message(Dana, Chat, "hello again");
        moved["serviceUrl"] = "https://smba.trafficmanager.net/emea/";
        moved["locale"] = "de-DE";
        await _stage.TakeInAsync(moved);
        (await _stage.ReferenceAsync(Chat.Id))!
            .Should()
            .Match<Context.Chat.ConversationReference>(r => r.ServiceUrl.Contains("/emea/") && r.Locale == "de-DE");

        _stage.Time.Advance(TimeSpan.FromMinutes(1));
        await _stage.TakeInAsync(_stage.Teams.Channel.Installation(Dana, Chat, "remove"));
        (await _stage.ReferenceAsync(Chat.Id))!.DeadSince.Should().NotBeNull();
        await _stage.TakeInAsync(hello);
        (await _stage.ReferenceAsync(Chat.Id))!.DeadSince.Should().NotBeNull("an old message does not revive it");

        _stage.Time.Advance(TimeSpan.FromMinutes(1));
        await _stage.TakeInAsync(_stage.Teams.Channel.Installation(Dana, Chat, "add"));
        (await _stage.ReferenceAsync(Chat.Id))!.DeadSince.Should().BeNull();
    }

    [Fact]
    public async Task A_removal_that_comes_late_does_not_end_what_was_installed_again()
    {
        await _stage.TakeInAsync(_stage.Teams.Channel.Installation(Dana, Chat, "add"));
        _stage.Time.Advance(TimeSpan.FromMinutes(1));
        var removed = _stage.Teams.Channel.Installation(Dana, Chat, "remove");
        _stage.Time.Advance(TimeSpan.FromMinutes(1));
        await _stage.TakeInAsync(_stage.Teams.Channel.Installation(Dana, Chat, "add"));
        await _stage.TakeInAsync(removed);

        (await _stage.ReferenceAsync(Chat.Id))!.DeadSince.Should().BeNull();
        (await _stage.SendAsync(To(Dana, "still here"))).Should().BeOfType<WorkOutcome.Done>();
    }

    [Theory]
    [InlineData("composeExtension/query")]
    [InlineData("composeExtension/queryLink")]
    [InlineData("composeExtension/submitAction")]
    [InlineData("application/search")]
    [InlineData("adaptiveCard/action")]
    public async Task What_is_done_in_somebody_elses_chat_does_not_lead_messages_there(string name)
    {
        await using var stage = await Stage.StartAsync(engine, new Receiving.TestBot());
        var (dana, channel) = (stage.Teams.User("Dana"), stage.Teams.Channel);
        var chat = stage.Teams.Personal(dana);
        await stage.TakeInAsync(channel.Installation(dana, chat, "add"));
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        var meeting = stage.Teams.Elsewhere(dana, stage.Teams.User("Alex"));
        var value = (JObject)channel.Press(dana, meeting, "1", "approve")["value"]!;
        var body = System.Text.Encoding.UTF8.GetBytes(channel.Invoke(dana, meeting, name, value).ToString());
        (await stage.Runner.RunAsync(stage.Connection, ActivityJson.Read(body)!, body, TimeSpan.Zero)).Status.Should().Be(200);

        (await stage.SendAsync(To(dana, "Please decide"))).Should().BeOfType<WorkOutcome.Done>();
        chat.Messages.Select(m => m.Text).Should().Equal("Please decide");
    }

    [Fact]
    public async Task Somebody_of_the_second_directory_is_found_there_and_asked_there_from_then_on()
    {
        const string Second = "99999999-1111-4111-8111-111111111111";
        await using var two = await Stage.StartAsync(
            engine,
            users: [new TeamsUser("Zoe Far", "88888888-3333-4333-8333-333333333331", "29:1zoe", "zoe@acme.example") { EntraTenant = Second }],
            settings: [("EntraTenants", $"{TeamsEmulator.EntraTenant},{Second}"), ("LoginTenant", TeamsEmulator.EntraTenant)]
        );
        var zoe = two.Teams.User("Zoe");

        (await two.SendAsync(To(zoe, "hello"))).Should().BeOfType<WorkOutcome.Done>();
        (await two.ReferenceAsync(two.Teams.Personal(zoe).Id))!.EntraTenant.Should().Be(Second);
        two.Teams.Personal(zoe).Gone = true;
        var before = Creates(two);
        (await two.SendAsync(To(zoe, "again"))).Should().BeOfType<WorkOutcome.Done>();
        (Creates(two) - before).Should().Be(1, "where they are is known by now");
    }

    [Fact]
    public async Task Somebody_whom_no_directory_knows_is_a_dead_letter_that_says_what_to_check()
    {
        var nobody = new TeamsUser("Nobody", "77777777-3333-4333-8333-333333333331", "29:1nobody", "nobody@acme.example");

        (await _stage.SendAsync(To(nobody, "x")))
            .Should()
            .BeOfType<WorkOutcome.Dead>()
            .Which.Cause.Should()
            .Contain(nobody.EntraId)
            .And.Contain("EntraTenants")
            .And.NotContain("malformed");
    }

    [Fact]
    public async Task A_thread_keeps_the_order_of_its_channel()
    {
        var channel = _stage.Teams.ChannelOf("team", Dana);
        _stage.Teams.Refusals.Enqueue(new TeamsRefusal(429, "Throttled", RetryAfter: "30"));
        await _stage.EnqueueAsync(
            To(Dana, "one") with
            {
                Target = new SendTarget.Conversation($"{channel.Id};messageid=17", _stage.Teams.ServiceUrl),
            }
        );
        await _stage.EnqueueAsync(To(Dana, "two") with { Target = new SendTarget.Conversation(channel.Id, _stage.Teams.ServiceUrl) });
        await _stage.RunDueAsync();

        channel.Messages.Should().BeEmpty("what came second waits for the first");
    }

    [Fact]
    public async Task A_thread_shares_its_channels_reference()
    {
        var channel = _stage.Teams.ChannelOf("team", Dana);
        var inThread = _stage.Teams.Channel.Message(Dana, channel, "hello");
        inThread["conversation"]!["id"] = $"{channel.Id};messageid=17";
        await _stage.TakeInAsync(inThread);

        (await _stage.ReferenceAsync(channel.Id))!
            .Should()
            .Match<Context.Chat.ConversationReference>(r => r.Kind == Context.Chat.ConversationKind.Channel && r.EntraUserId == null);
    }

    [Fact]
    public async Task What_was_sent_long_ago_is_forgotten_but_not_the_card_of_an_open_request()
    {
        var (open, ended) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await _stage.Database.WriteAsync(
            Stage.Tenant,
            (db, _) =>
            {
                db.EquipmentRequests.AddRange(Request(open, EquipmentState.OnLoan), Request(ended, EquipmentState.Returned));
                return Task.CompletedTask;
            },
            default
        );
        string[] keys = [$"case/{open:N}/{Dana.EntraId}", $"case/{ended:N}/{Dana.EntraId}", "welcome/29:1", "never"];
        foreach (var key in keys[..3])
        {
            await _stage.SendAsync(To(Dana, key) with { Key = key });
        }

        Dana.Blocked = true;
        (await _stage.SendAsync(To(Dana, "x") with { Key = "never" })).Should().BeOfType<WorkOutcome.Dead>();

        _stage.Time.Advance(ChatPurge.SentRetention - TimeSpan.FromHours(1));
        await PurgeAsync();
        (await KnownAsync(keys)).Should().Equal(keys);

        _stage.Time.Advance(TimeSpan.FromHours(1));
        await PurgeAsync();
        (await KnownAsync(keys)).Should().Equal(keys[0]);
    }

    [Fact]
    public async Task A_conversation_that_ended_long_ago_is_forgotten_and_a_living_one_is_not()
    {
        var alex = _stage.Teams.User("Alex");
        await _stage.TakeInAsync(_stage.Teams.Channel.Installation(Dana, Chat, "remove"));
        await _stage.TakeInAsync(_stage.Teams.Channel.Message(alex, _stage.Teams.Personal(alex), "hello"));

        _stage.Time.Advance(ChatPurge.DeadRetention - TimeSpan.FromHours(1));
        await PurgeAsync();
        (await _stage.ReferenceAsync(Chat.Id)).Should().NotBeNull();

        _stage.Time.Advance(TimeSpan.FromHours(1));
        await PurgeAsync();
        (await _stage.ReferenceAsync(Chat.Id)).Should().BeNull();
        (await _stage.ReferenceAsync(_stage.Teams.Personal(alex).Id)).Should().NotBeNull();
    }

    private Task PurgeAsync() => new ChatPurge(_stage.Database, _stage.Time).PurgeAsync(default);

    private async Task<List<string>> KnownAsync(string[] keys)
    {
        var known = new List<string>();
        foreach (var key in keys)
        {
            if (await _stage.SentAsync(key) is not null)
            {
                known.Add(key);
            }
        }

        return known;
    }

    private static EquipmentRow Request(Guid id, EquipmentState state) =>
        new()
        {
            Id = id,
            RequesterId = Guid.CreateVersion7(),
            IdempotencyKey = id.ToString(),
            ItemId = "loaner",
            State = state,
        };

    private static int Creates(Stage stage) => stage.Sandbox.Calls.Latest("teams", 100).Count(c => c.Path == "/connector/v3/conversations");

    private static TeamsSend To(TeamsUser user, string text) =>
        new()
        {
            Connection = Stage.ConnectionName,
            Target = new SendTarget.Person(user.EntraId.ToUpperInvariant()),
            Activity = MessageFactory.Text(text),
        };
}

public sealed class WritingFirstOnSqlite() : WritingFirst(TestEngine.Sqlite);

public sealed class WritingFirstOnPostgres() : WritingFirst(TestEngine.Postgres);
