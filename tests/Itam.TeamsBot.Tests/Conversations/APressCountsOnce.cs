using System.Net;
using Itam.Context.Register;
using Itam.Testing.Databases;
using Microsoft.EntityFrameworkCore;
using Newtonsoft.Json.Linq;
using static Itam.TeamsBot.Tests.Conversations.AssistantHost;

namespace Itam.TeamsBot.Tests.Conversations;

/// <summary>What the channel got no answer to it delivers again: half a minute later, under another id.</summary>
public class APressCountsOnce
{
    [Theory]
    [InlineData(TestEngine.Sqlite)]
    [InlineData(TestEngine.Postgres)]
    public async Task The_same_press_under_another_id_half_a_minute_later_is_one_ticket(TestEngine engine)
    {
        await using var host = await AssistantHost.StartAsync(engine);
        await host.WriteAsync("Dana", "report a problem");
        await host.PressAsync("Dana", "This one");
        var (form, raise) = host.Find("Dana", "Raise a ticket");
        await host.PressAsync("Dana", form, raise, ("summary", "It is slow"));
        await HalfAMinuteLaterAsync(host);

        var again = await host.PressAsync("Dana", form, raise, ("summary", "It is slow"));

        host.Tickets.Should().ContainSingle();
        Words(again).Should().Contain("Your ticket").And.Contain(host.Tickets[0].Number, "it is the first one's card, as it is by now");
        await HalfAMinuteLaterAsync(host);
        await host.PressAsync("Dana", form, raise, ("summary", "And it is loud"));
        host.Tickets.Should().HaveCount(2, "other words are another problem");
    }

    [Fact]
    public async Task A_repeated_loss_does_not_come_back_after_the_device_was_found()
    {
        await using var host = await AssistantHost.StartAsync();
        await host.WriteAsync("Dana", "lost");
        var (form, report) = host.Find("Dana", "Report it now");
        await host.PressAsync("Dana", form, report, ("how", "lost"));
        await host.PressAsync("Dana", "I found it");
        await HalfAMinuteLaterAsync(host);

        Words(await host.PressAsync("Dana", form, report, ("how", "lost"))).Should().Contain("Good that it is there again");

        (await host.DeviceAsync("LT-0042")).State.Should().Be(LifecycleState.InUse);
        host.Tickets.Should().ContainSingle();
    }

    [Fact]
    public async Task An_older_clients_submit_delivered_under_two_ids_is_one_ticket()
    {
        await using var host = await AssistantHost.StartAsync();
        await host.WriteAsync("Dana", "I want to return a device");
        var (form, ask) = host.Find("Dana", "Ask for the return");
        var data = (JObject)ask["fallback"]!["data"]!.DeepClone();
        data["how"] = "courier";

        for (var i = 0; i < 2; i++)
        {
            var submit = host.Teams.Channel.Submit(host["Dana"], host.ChatOf("Dana"), form.Id, data);
            (await host.Teams.Channel.DeliverAsync(submit)).Status.Should().Be(HttpStatusCode.Accepted);
        }

        await host.SettleAsync();
        host.Tickets.Should().ContainSingle();
    }

    [Fact]
    public async Task A_dialog_sent_twice_asks_once_and_another_dialog_asks_again()
    {
        await using var host = await AssistantHost.StartAsync();
        await host.WriteAsync("Dana", "request equipment");
        var button = EquipmentIsAskedFor.AskButton(host, "27-inch monitor");
        var opened = await host.InvokeAsync("Dana", "task/fetch", new JObject { ["data"] = button["data"] });
        var send = opened.SelectTokens("$..*").OfType<JObject>().Single(o => (string?)o["type"] == "Action.Submit");
        var data = (JObject)send["data"]!.DeepClone();
        data["reason"] = "It flickers";

        for (var i = 0; i < 2; i++)
        {
            await host.InvokeAsync("Dana", "task/submit", new JObject { ["data"] = data });
            await HalfAMinuteLaterAsync(host);
        }

        (await host.ReadAsync(db => db.EquipmentRequests.CountAsync())).Should().Be(1);
        await host.DialogAsync("Dana", button, ("reason", "It flickers"));
        (await host.ReadAsync(db => db.EquipmentRequests.CountAsync())).Should().Be(2, "two may be held");
    }

    /// <summary>Nothing on the way in takes it for a double tap any more.</summary>
    private static async Task HalfAMinuteLaterAsync(AssistantHost host)
    {
        await host.SettleAsync();
        var then = TimeProvider.System.GetUtcNow().AddSeconds(-30);
        await host.Database.WriteAsync(
            Tenant,
            (db, token) => db.InvokeAnswers.ExecuteUpdateAsync(a => a.SetProperty(x => x.CreatedAt, then), token),
            default
        );
    }
}
