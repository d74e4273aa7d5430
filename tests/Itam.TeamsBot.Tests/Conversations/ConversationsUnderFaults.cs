using System.Net;
using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Work;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Teams;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Newtonsoft.Json.Linq;
using static Itam.TeamsBot.Tests.Conversations.AssistantHost;

namespace Itam.TeamsBot.Tests.Conversations;

/// <summary>A whole request, while the channel misbehaves at every send: it ends the same, and people see each card once, or twice where the channel kept its answer to itself.</summary>
public class ConversationsUnderFaults
{
    private static readonly Func<HttpRequest, bool> Sends = r => r.Method is "POST" or "PUT" && r.Path.Value!.Contains("/activities");

    public static TheoryData<string, int> Faults =>
        new()
        {
            { "429 without Retry-After", 1 },
            { "429 with Retry-After", 1 },
            { "409", 1 },
            { "412", 1 },
            // Whatever was deleted before each of the four steps is shown anew.
            { "404 for the conversation", 4 },
            { "404 for the card", 4 },
            { "401", 1 },
            { "503", 1 },
            { "slow", 1 },
            { "lost answer", 2 },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_request_ends_the_same_whatever_the_channel_does(string fault, int atMost)
    {
        await using var host = await AssistantHost.StartAsync();
        await host.WriteAsync("Dana", "request equipment");
        Plan(host, fault);

        Words(await host.DialogAsync("Dana", EquipmentIsAskedFor.AskButton(host, "27-inch monitor"), ("reason", "It flickers")))
            .Should()
            .StartWith("Your request");
        Plan(host, fault);
        await host.PressAsync("Kim", "Approve");
        Plan(host, fault);
        await host.PressAsync("Sam", "Handed over");
        Plan(host, fault);
        await host.PressAsync("Dana", "I have it, all complete");

        (await host.ReadAsync(db => db.EquipmentRequests.AsNoTracking().Select(r => r.State).SingleAsync())).Should().Be(EquipmentState.Completed);
        (await host.ReadAsync(db => db.CustodyEvents.CountAsync())).Should().Be(1);
        foreach (var who in new[] { "Dana", "Kim", "Sam" })
        {
            var cards = host.ChatOf(who).Messages.Where(m => m is { FromBot: true, Card: not null } && Words(m.Card).Contains("So far")).ToList();
            cards.Count.Should().BeInRange(1, atMost, "{0} should not be shown the same thing again and again", who);
        }

        Words(host.LastCard("Dana")).Should().Contain("✓ Completed");
        host.Tickets.Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_loss_is_told_and_ticketed_once_whatever_the_channel_does(string fault, int atMost)
    {
        await using var host = await AssistantHost.StartAsync();
        Plan(host, fault);
        await host.WriteAsync("Dana", "my laptop was stolen");
        Plan(host, fault);

        await host.PressAsync("Dana", "Report it now", ("how", "stolen"));

        host.Tickets.Should().ContainSingle();
        Words(host.LastCard("Dana")).Should().Contain(host.Tickets[0].Number);
        var alarms = host.ChatOf("Sec").Messages.Where(m => m is { FromBot: true, Card: not null }).ToList();
        alarms.Count.Should().BeInRange(1, atMost);
        Words(alarms[^1].Card!).Should().Contain("Device reported stolen").And.Contain(host.Tickets[0].Number);
    }

    [Fact]
    public async Task What_the_channel_delivers_twice_or_out_of_order_happens_once()
    {
        await using var host = await AssistantHost.StartAsync();
        var (dana, chat) = (host["Dana"], host.ChatOf("Dana"));
        var first = host.Teams.Channel.Message(dana, chat, "report a problem");
        var second = host.Teams.Channel.Message(dana, chat, "my licenses");

        foreach (var activity in new[] { second, first, second, first, first })
        {
            (await host.Teams.Channel.DeliverAsync(activity)).Status.Should().Be(HttpStatusCode.Accepted);
        }

        await host.SettleAsync();
        chat.Messages.Count(m => m.FromBot).Should().Be(2, "each message is answered once");

        var (message, pick) = host.Find("Dana", "This one");
        await host.PressAsync("Dana", message, pick);
        var (form, raise) = host.Find("Dana", "Raise a ticket");
        var data = (JObject)raise["data"]!.DeepClone();
        data["summary"] = "It is slow";
        var press = host.Teams.Channel.Press(dana, chat, form.Id, (string)raise["verb"]!, data);
        var answers = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            answers.Add((await host.Teams.Channel.DeliverAsync(press)).Body);
        }

        await host.SettleAsync();
        answers.Distinct().Should().ContainSingle("the first answer is given again");
        host.Tickets.Should().ContainSingle();
    }

    [Theory]
    [InlineData("BotNotInConversationRoster")]
    [InlineData("ConversationBlockedByUser")]
    [InlineData("BotDisabledByAdmin")]
    public async Task Whoever_cannot_be_reached_holds_up_nobody_and_it_is_told(string code)
    {
        await using var host = await AssistantHost.StartAsync();
        await host.WriteAsync("Dana", "request equipment");
        var kims = Uri.EscapeDataString(host.ChatOf("Kim").Id);
        for (var i = 0; i < 3; i++)
        {
            host.Teams.Refusals.Enqueue(
                new TeamsRefusal(403, code, r => Sends(r) && r.Path.Value!.Contains(host.ChatOf("Kim").Id) || r.Path.Value!.Contains(kims))
            );
        }

        await host.DialogAsync("Dana", EquipmentIsAskedFor.AskButton(host, "27-inch monitor"), ("reason", "It flickers"));

        host.ChatOf("Kim").Messages.Should().BeEmpty();
        Words(host.LastCard("Dana")).Should().Contain("Kim Lee");
        host.Tickets.Should().ContainSingle("the desk knows of it");
        var dead = await host.Queue.ListDeadLettersAsync(new DeadLetterFilter(Tenant), 10, default);
        dead.Should().ContainSingle().Which.Cause.Should().NotBeNullOrEmpty();
    }

    private static void Plan(AssistantHost host, string fault)
    {
        switch (fault)
        {
            case "404 for the conversation":
                host.Teams.Refusals.Enqueue(new TeamsRefusal(404, "ConversationNotFound", Sends));
                break;
            case "404 for the card":
                host.Teams.Refusals.Enqueue(new TeamsRefusal(404, "ActivityNotFoundInConversation", r => r.Method == "PUT"));
                break;
            case "412":
                host.Teams.Refusals.Enqueue(new TeamsRefusal(412, "PreconditionFailed", Sends));
                break;
            default:
                host.Teams.Faults.SlowFor = TimeSpan.FromSeconds(2);
                var kind = fault switch
                {
                    "429 without Retry-After" => FaultKind.TooManyRequests,
                    "429 with Retry-After" => FaultKind.TooManyRequestsRetryAfter,
                    "409" => FaultKind.Conflict,
                    "401" => FaultKind.Unauthorized,
                    "503" => FaultKind.Unavailable,
                    "slow" => FaultKind.Slow,
                    _ => FaultKind.LostAnswer,
                };
                host.Teams.Faults.Add(kind, 1, Sends);
                break;
        }
    }
}
