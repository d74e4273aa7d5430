using System.Net;
using Itam.Context.Register;
using Itam.Sandbox;
using Microsoft.EntityFrameworkCore;
using Newtonsoft.Json.Linq;
using static Itam.TeamsBot.Tests.Conversations.AssistantHost;

namespace Itam.TeamsBot.Tests.Conversations;

public class AgentsLookThingsUp
{
    [Theory]
    [InlineData("PF3ABCDE")]
    [InlineData("lt-0042")]
    [InlineData("LT-004")]
    [InlineData("Dana")]
    [InlineData("dana@example.com")]
    public async Task A_device_is_found_by_its_names_and_by_its_holder(string text)
    {
        await using var host = await AssistantHost.StartAsync();

        var found = await SearchAsync(host, "Ada", text);

        var result = found.SelectToken("composeExtension.attachments")!.Should().ContainSingle().Subject;
        Words(result["content"]!).Should().Contain("✕ Act").And.Contain("LT-0042").And.Contain("Dana Demo");
        ((string?)result.SelectToken("preview.content.title")).Should().Be("ThinkPad T14 Gen 4 LT-0042");
    }

    [Fact]
    public async Task Whoever_is_no_agent_looks_nothing_up()
    {
        await using var host = await AssistantHost.StartAsync();

        var answer = await SearchAsync(host, "Dana", "LT-0107");

        ((string?)answer.SelectToken("composeExtension.text")).Should().Be("This is for agents of the service desk.");
        answer.ToString().Should().NotContain("Kim");
    }

    [Fact]
    public async Task A_pasted_ticket_unfolds_into_its_context()
    {
        await using var host = await AssistantHost.StartAsync();
        var number = await host.Desk.RaiseAsync(new NewTicket("dana@example.com", "LT-0042 is slow", "Since today"), CancellationToken.None);
        await host.SettleAsync();
        var url = await host.ReadAsync(db => db.Tickets.AsNoTracking().Where(t => t.Number == number).Select(t => t.Url).SingleAsync());

        var card = await host.InvokeAsync("Ada", "composeExtension/queryLink", new JObject { ["url"] = url });

        Words(card.SelectToken("composeExtension.attachments[0].content")!)
            .Should()
            .Contain(number)
            .And.Contain("LT-0042 is slow")
            .And.Contain("[Not this device]");
        var no = await host.InvokeAsync("Ada", "composeExtension/queryLink", new JObject { ["url"] = "https://evil.example/a/tickets/1" });
        ((string?)no.SelectToken("composeExtension.text")).Should().StartWith("I do not know this ticket");
    }

    [Fact]
    public async Task A_ticket_that_needs_somebody_stands_in_the_triage_channel_once_and_changes_in_place()
    {
        await using var host = await AssistantHost.StartAsync();

        var number = await host.Desk.RaiseAsync(new NewTicket("dana@example.com", "LT-0042 is slow", "Since today"), CancellationToken.None);
        await host.SettleAsync();
        var message = host.Triage.Messages.Should().ContainSingle().Subject;
        Words(message.Card!).Should().StartWith("✕ Act").And.Contain(number).And.Contain("LT-0042");

        await host.Desk.UpdateAsync(number, "Since today, on LT-0107", default);
        await host.SettleAsync();

        host.Triage.Messages.Should().ContainSingle();
        Words(host.Triage.Messages[0].Card!).Should().Contain("LT-0107");
    }

    [Fact]
    public async Task Not_this_device_corrects_the_ticket_and_is_remembered()
    {
        await using var host = await AssistantHost.StartAsync();
        var number = await host.Desk.RaiseAsync(new NewTicket("dana@example.com", "It is slow", "Since today"), CancellationToken.None);
        await host.SettleAsync();
        var message = host.Triage.Messages.Single();
        var action = message.Card!.Descendants().OfType<JObject>().Single(o => (string?)o["type"] == "Action.Execute");

        var refused = await PressInTriageAsync(host, "Dana", message.Id, action);
        refused.Should().Be("This is for agents of the service desk.");
        (await host.ReadAsync(db => db.MatchFeedback.CountAsync())).Should().Be(0);

        (await PressInTriageAsync(host, "Ada", message.Id, action)).Should().StartWith("Noted");
        await host.SettleAsync();

        var said = (await host.ReadAsync(db => db.MatchFeedback.AsNoTracking().ToListAsync())).Should().ContainSingle().Subject;
        (said.Verdict, said.Actor).Should().Be((MatchVerdict.NotThis, "Ada Agent (Teams)"));
        host.Desk.View(number).Notes.Should().ContainSingle("the note is edited, not repeated");
    }

    [Fact]
    public async Task This_one_chooses_the_second_device_instead()
    {
        await using var host = await AssistantHost.StartAsync();
        await host.Desk.RaiseAsync(new NewTicket("dana@example.com", "LT-0042 or LT-0107 is slow", "I am not sure which"), CancellationToken.None);
        await host.SettleAsync();
        var message = host.Triage.Messages.Single();
        var choose = message.Card!.Descendants().OfType<JObject>().First(o => ((string?)o["title"])?.StartsWith("This one:") == true);

        (await PressInTriageAsync(host, "Ada", message.Id, choose)).Should().StartWith("Noted: this device");
        await host.SettleAsync();

        var said = (await host.ReadAsync(db => db.MatchFeedback.AsNoTracking().ToListAsync())).Should().ContainSingle().Subject;
        said.Verdict.Should().Be(MatchVerdict.ThisOne);
        (await host.ReadAsync(db => db.Tickets.AsNoTracking().SingleAsync())).DeviceId.Should().Be(said.DeviceId);
    }

    [Fact]
    public async Task In_a_channel_nobody_is_shown_their_own_things()
    {
        await using var host = await AssistantHost.StartAsync();

        (await host.Teams.Channel.WriteAsync(host["Dana"], host.Triage, "my devices")).Status.Should().Be(HttpStatusCode.Accepted);
        await host.SettleAsync();

        host.Triage.Messages.Last(m => m.FromBot).Text.Should().StartWith("Please write to me in a private chat");
    }

    private static Task<JObject> SearchAsync(AssistantHost host, string who, string text) =>
        host.InvokeAsync(
            who,
            "composeExtension/query",
            new JObject
            {
                ["commandId"] = "searchAssets",
                ["parameters"] = new JArray(new JObject { ["name"] = "q", ["value"] = text }),
                ["queryOptions"] = new JObject { ["skip"] = 0, ["count"] = 25 },
            }
        );

    private static async Task<string> PressInTriageAsync(AssistantHost host, string who, string message, JObject action)
    {
        var answer = await host.Teams.Channel.PressAsync(host[who], host.Triage, message, (string)action["verb"]!, (JObject)action["data"]!);
        return (string)answer.Json["value"]!;
    }
}
