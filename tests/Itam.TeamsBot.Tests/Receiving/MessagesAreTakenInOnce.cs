using System.Net;
using Itam.Sandbox.Teams;
using Itam.Testing.Databases;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Tests.Receiving;

public abstract class MessagesAreTakenInOnce(TestEngine engine) : IAsyncLifetime
{
    private readonly TestBot _bot = new();
    private BotHost _host = null!;

    public async Task InitializeAsync() => _host = await BotHost.StartAsync(_bot, engine);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    private TeamsUser Dana => _host.Teams.User("Dana");
    private TeamsConversation Chat => _host.Teams.Personal(Dana);
    private TeamsChannel Channel => _host.Teams.Channel;

    [Fact]
    public async Task A_message_is_answered_in_its_conversation()
    {
        (await Channel.WriteAsync(Dana, Chat, "my laptop?")).Should().Be(new BotAnswer(HttpStatusCode.Accepted, ""));
        (await _host.SettleAsync()).Should().BeTrue();

        Chat.Messages.Select(m => m.Text).Should().Equal("my laptop?", "You said: my laptop?");
    }

    [Fact]
    public async Task In_a_group_our_own_mention_is_not_part_of_the_words_and_a_namesakes_is()
    {
        var group = _host.Teams.Group(Dana, _host.Teams.User("Alex"));
        var message = Channel.Message(Dana, group, "compare with <at>Assets</at> 2");
        message["text"] = "<at>Assets</at> compare with <at>Assets Team</at>";
        ((JArray)message["entities"]!).Add(
            JObject.Parse("""{"type":"mention","text":"<at>Assets Team</at>","mentioned":{"id":"29:somebody","name":"Assets"}}""")
        );
        await Channel.DeliverAsync(message);
        (await _host.SettleAsync()).Should().BeTrue();

        group.Messages.Select(m => m.Text).Should().Equal("You said: compare with <at>Assets Team</at>");
    }

    [Fact]
    public async Task The_same_activity_is_done_once_however_often_it_comes()
    {
        var message = Channel.Message(Dana, Chat, "once");
        for (var i = 0; i < 3; i++)
        {
            (await Channel.DeliverAsync(message)).Status.Should().Be(HttpStatusCode.Accepted);
        }

        (await _host.SettleAsync()).Should().BeTrue();
        _bot.Events.Should().Equal("message once");
    }

    [Fact]
    public async Task The_same_id_in_another_conversation_is_another_activity()
    {
        var message = Channel.Message(Dana, Chat, "here");
        var other = (JObject)message.DeepClone();
        other["conversation"]!["id"] = _host.Teams.Group(Dana).Id;
        await Channel.DeliverAsync(message);
        await Channel.DeliverAsync(other);
        (await _host.SettleAsync()).Should().BeTrue();

        _bot.Events.Should().HaveCount(2);
    }

    [Fact]
    public async Task Events_reach_their_methods()
    {
        var added = Channel.Activity(Dana, Chat, "conversationUpdate");
        added["membersAdded"] = new JArray(new JObject { ["id"] = "29:new" });
        var liked = Channel.Activity(Dana, Chat, "messageReaction");
        liked["reactionsAdded"] = new JArray(new JObject { ["type"] = "like" });
        await Channel.DeliverAsync(added);
        await Channel.DeliverAsync(liked);
        await Channel.DeliverAsync(Channel.Submit(Dana, Chat, "1", new JObject { ["choice"] = "a" }));
        await Channel.DeliverAsync(Channel.Activity(Dana, Chat, "somethingNew"));
        (await _host.SettleAsync()).Should().BeTrue();

        _bot.Events.Should().Equal("added 29:new", "reaction like", $"submit a by {Dana.EntraId}");
    }

    [Fact]
    public async Task A_submit_by_somebody_unknown_is_refused_in_words()
    {
        var submit = Channel.Submit(Dana, Chat, "1", new JObject { ["choice"] = "a" });
        submit["from"]!["aadObjectId"]!.Parent!.Remove();
        await Channel.DeliverAsync(submit);
        (await _host.SettleAsync()).Should().BeTrue();

        _bot.Events.Should().BeEmpty();
        Chat.Messages.Single().Text.Should().Contain("cannot tell who you are");
    }

    [Fact]
    public async Task An_update_of_the_app_is_no_installation()
    {
        await Channel.DeliverAsync(Channel.Installation(Dana, Chat, "add"));
        await Channel.DeliverAsync(Channel.Installation(Dana, Chat, "add-upgrade"));
        await Channel.DeliverAsync(Channel.Installation(Dana, Chat, "remove-upgrade"));
        (await _host.SettleAsync()).Should().BeTrue();

        _bot.Events.Should().Equal("added");
    }
}

public sealed class MessagesOnSqlite() : MessagesAreTakenInOnce(TestEngine.Sqlite);

public sealed class MessagesOnPostgres() : MessagesAreTakenInOnce(TestEngine.Postgres);
