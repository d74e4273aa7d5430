using Itam.Context.Register;
using Microsoft.EntityFrameworkCore;
using Newtonsoft.Json.Linq;
using static Itam.TeamsBot.Tests.Conversations.AssistantHost;

namespace Itam.TeamsBot.Tests.Conversations;

public class EmployeesSeeTheirOwnThings
{
    [Fact]
    public async Task My_devices_is_a_card_with_a_row_per_device_and_what_is_wrong_with_it()
    {
        await using var host = await AssistantHost.StartAsync();

        var message = await host.WriteAsync("Dana", "my devices");

        Words(message.Card!)
            .Should()
            .Contain("You have 1 device")
            .And.Contain("ThinkPad T14 Gen 4 · LT-0042")
            .And.Contain("✕ Act: The disk is full.");
        Words(message.Card!).Should().NotContain("LT-0107", "that one is Kim's");
    }

    [Fact]
    public async Task German_is_spoken_to_those_who_speak_it()
    {
        await using var host = await AssistantHost.StartAsync();
        host["Dana"].Locale = "de-DE";

        var message = await host.WriteAsync("Dana", "Meine Geräte");

        Words(message.Card!).Should().Contain("Sie haben 1 Gerät").And.Contain("✕ Handeln: Die Festplatte ist voll.");
    }

    [Fact]
    public async Task A_problem_is_shown_what_is_known_before_it_becomes_a_ticket_with_the_device_linked()
    {
        await using var host = await AssistantHost.StartAsync();

        await host.WriteAsync("Dana", "report a problem");
        var about = await host.PressAsync("Dana", "This one");
        Words(about).Should().Contain("What I already see").And.Contain("Empty the recycle bin");
        host.Tickets.Should().BeEmpty("nobody has raised one yet");

        await host.PressAsync("Dana", "Raise a ticket", ("summary", "Cannot save my work"), ("details", "Since this morning"));

        var ticket = host.Tickets.Should().ContainSingle().Subject;
        ticket.Subject.Should().Be("Cannot save my work");
        ticket.Requester.Should().Contain("Dana");
        Words(host.Last("Dana").Card!).Should().Contain("Your ticket").And.Contain(ticket.Number);
    }

    [Fact]
    public async Task Without_a_summary_the_form_comes_back_with_what_was_typed()
    {
        await using var host = await AssistantHost.StartAsync();
        await host.WriteAsync("Dana", "report a problem");
        await host.PressAsync("Dana", "This one");

        var again = await host.PressAsync("Dana", "Raise a ticket", ("details", "Since this morning"));

        Words(again).Should().Contain("Please say in one line what is wrong.");
        again.ToString().Should().Contain("Since this morning");
        host.Tickets.Should().BeEmpty();
    }

    [Fact]
    public async Task A_loss_is_shown_back_told_to_security_and_the_device_keeps_its_holder()
    {
        await using var host = await AssistantHost.StartAsync();
        await host.WriteAsync("Dana", "my laptop was stolen");

        await host.PressAsync("Dana", "Report it now", ("how", "stolen"), ("where", "On the train to Lyon"));

        var device = await host.DeviceAsync("LT-0042");
        device.State.Should().Be(LifecycleState.Stolen);
        device.AssignedToId.Should().NotBeNull();
        device.Origins[nameof(Device.State)].Locked.Should().BeTrue("no system that has not heard of it takes it back");
        var ticket = host.Tickets.Should().ContainSingle().Subject;
        host.Desk.TicketOf(ticket.Number).Priority.Should().Be(4, "urgent");
        var alarm = host.Last("Sec");
        Words(alarm.Card!)
            .Should()
            .Contain("Device reported stolen")
            .And.Contain("PF3ABCDE")
            .And.Contain("On the train to Lyon")
            .And.Contain(ticket.Number);
        host.ChatOf("Sec").Messages.Should().ContainSingle("the number joined the first alarm in place");

        var again = await host.PressAsync("Dana", host.Last("Dana"), Action("loss-report", device.Id), ("how", "stolen"));
        Words(again).Should().Contain("This device is reported already.").And.Contain("[I found it]");
        host.Tickets.Should().ContainSingle();
    }

    [Fact]
    public async Task A_return_becomes_a_service_request()
    {
        await using var host = await AssistantHost.StartAsync();
        await host.WriteAsync("Dana", "I want to return a device");

        await host.PressAsync("Dana", "Ask for the return", ("how", "courier"));

        host.Tickets.Should().ContainSingle().Which.Subject.Should().Contain("Return of a device").And.Contain("LT-0042");
        Words(host.Last("Dana").Card!).Should().Contain("Your return is arranged");
    }

    [Theory]
    [InlineData("device")]
    [InlineData("problem")]
    [InlineData("problem-raise")]
    [InlineData("loss-report")]
    [InlineData("return-ask")]
    [InlineData("found")]
    public async Task Somebody_elses_device_is_out_of_reach_whatever_the_card_says(string verb)
    {
        await using var host = await AssistantHost.StartAsync();
        var menu = await host.WriteAsync("Dana", "hi");
        var kims = await host.DeviceAsync("LT-0107");

        var answer = await host.PressAsync("Dana", menu, Action(verb, kims.Id), ("summary", "x"), ("how", "lost"));

        Words(answer).Should().Contain("This device is not yours any more.").And.NotContain("LT-0107");
        host.Tickets.Should().BeEmpty();
        (await host.DeviceAsync("LT-0107")).State.Should().Be(LifecycleState.InUse);
    }

    [Fact]
    public async Task What_is_not_understood_is_answered_with_the_menu_and_the_way_to_a_human()
    {
        await using var host = await AssistantHost.StartAsync();

        var message = await host.WriteAsync("Dana", "what is the meaning of life");

        Words(message.Card!).Should().Contain("I did not understand that.").And.Contain("[My devices]").And.Contain("Call 4711");
    }

    [Fact]
    public async Task A_stranger_is_told_so_and_shown_nothing()
    {
        await using var host = await AssistantHost.StartAsync();
        await host.Database.WriteAsync(
            Tenant,
            (db, token) => db.PersonIdentities.Where(i => i.Value == "dana@example.com").ExecuteDeleteAsync(token),
            default
        );

        var message = await host.WriteAsync("Dana", "my devices");

        message.Text.Should().StartWith("I cannot find you in the register of people");
        message.Card.Should().BeNull();
    }

    private static JObject Action(string verb, Guid device) =>
        new()
        {
            ["verb"] = verb,
            ["data"] = new JObject { ["itam"] = verb, ["id"] = device.ToString("N") },
        };
}
