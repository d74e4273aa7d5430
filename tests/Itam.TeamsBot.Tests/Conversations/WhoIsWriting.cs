using Itam.Context.Register;
using Itam.Sandbox.Teams;
using Microsoft.EntityFrameworkCore;
using Newtonsoft.Json.Linq;
using static Itam.TeamsBot.Tests.Conversations.AssistantHost;

namespace Itam.TeamsBot.Tests.Conversations;

/// <summary>How people are told apart, greeted, and recognised in chats of which the bot is no part.</summary>
public class WhoIsWriting
{
    [Fact]
    public async Task An_installation_that_is_told_twice_is_one_welcome_and_a_new_one_is_greeted_again()
    {
        await using var host = await AssistantHost.StartAsync();

        await InstallAsync(host, "add");
        await InstallAsync(host, "add");
        await InstallAsync(host, "add-upgrade");
        host.ChatOf("Dana").Messages.Should().ContainSingle();

        await InstallAsync(host, "remove");
        await InstallAsync(host, "add");
        host.ChatOf("Dana").Messages.Should().HaveCount(2);
        Words(host.LastCard("Dana")).Should().Contain("[My devices]");
    }

    [Fact]
    public async Task Somebody_unknown_is_told_so_once_however_often_the_installation_is_told()
    {
        await using var host = await AssistantHost.StartAsync();
        host["Dana"].HomeTenant = Guest;

        await InstallAsync(host, "add");
        await InstallAsync(host, "add");

        host.ChatOf("Dana").Messages.Should().ContainSingle().Which.Text.Should().StartWith("I cannot find you");
    }

    [Fact]
    public async Task A_guest_is_not_taken_for_a_colleague_with_the_same_email()
    {
        await using var host = await AssistantHost.StartAsync();
        host["Dana"].HomeTenant = Guest;

        (await host.WriteAsync("Dana", "my devices")).Text.Should().StartWith("I cannot find you");

        (await IdsOfAsync(host, "Dana")).Should().BeEmpty();
    }

    [Fact]
    public async Task An_agent_known_by_email_only_is_asked_to_write_first_and_then_searches_in_any_chat()
    {
        await using var host = await AssistantHost.StartAsync();
        await host.ForgetAsync("Ada");
        var meeting = host.Teams.Elsewhere(host["Ada"], host["Kim"]);

        (await SearchAsync(host, meeting)).SelectToken("composeExtension.text")!.Value<string>().Should().Contain("write to me once");

        await host.WriteAsync("Ada", "hi");
        (await SearchAsync(host, meeting)).SelectToken("composeExtension.attachments")!.Should().ContainSingle();
        (await IdsOfAsync(host, "Ada")).Should().Equal(host["Ada"].EntraId);
    }

    [Fact]
    public async Task Whoever_has_a_chat_with_us_is_looked_up_there_when_the_search_comes_from_elsewhere()
    {
        await using var host = await AssistantHost.StartAsync();
        await host.WriteAsync("Ada", "hi");
        await host.ForgetAsync("Ada");

        var found = await SearchAsync(host, host.Teams.Elsewhere(host["Ada"]));

        found.SelectToken("composeExtension.attachments")!.Should().ContainSingle();
    }

    private const string Guest = "99999999-1111-4111-8111-111111111111";

    private static async Task InstallAsync(AssistantHost host, string action)
    {
        await host.Teams.Channel.DeliverAsync(host.Teams.Channel.Installation(host["Dana"], host.ChatOf("Dana"), action));
        await host.SettleAsync();
    }

    private static async Task<JObject> SearchAsync(AssistantHost host, TeamsConversation where)
    {
        var query = new JObject
        {
            ["commandId"] = "searchAssets",
            ["parameters"] = new JArray(new JObject { ["name"] = "q", ["value"] = "LT-0042" }),
        };
        return (await host.Teams.Channel.DeliverAsync(host.Teams.Channel.Invoke(host["Ada"], where, "composeExtension/query", query))).Json;
    }

    private static Task<List<string>> IdsOfAsync(AssistantHost host, string name) =>
        host.ReadAsync(db =>
            db.People.Where(p => p.DisplayName == host[name].Name)
                .SelectMany(p => p.Identities)
                .Where(i => i.Kind == IdentityKind.DirectoryId)
                .Select(i => i.Value)
                .ToListAsync()
        );
}
