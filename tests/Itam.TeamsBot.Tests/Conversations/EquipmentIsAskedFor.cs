using Itam.Context.Lifecycle;
using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Register;
using Itam.Context.Work;
using Itam.Sandbox.Sources.SnipeIt;
using Microsoft.EntityFrameworkCore;
using Newtonsoft.Json.Linq;
using static Itam.TeamsBot.Tests.Conversations.AssistantHost;

namespace Itam.TeamsBot.Tests.Conversations;

public class EquipmentIsAskedFor
{
    [Fact]
    public async Task From_the_wish_to_the_confirmed_hand_over()
    {
        await using var host = await AssistantHost.StartAsync();

        await AskForMonitorAsync(host);
        Words(host.LastCard("Dana")).Should().Contain("Waits for approval").And.Contain("Kim Lee");
        var ticket = host.Tickets.Should().ContainSingle().Subject;
        ticket.Subject.Should().Contain("monitor");

        var approval = Words(host.LastCard("Kim"));
        approval
            .Should()
            .Contain("Dana Demo asks for: 27-inch monitor")
            .And.Contain("349.00 EUR")
            .And.Contain("2 in stock at the requester’s site (Berlin)");
        approval.Should().Contain("Holds now").And.Contain("ThinkPad T14 Gen 4").And.Contain("My old one flickers");

        Words(await host.PressAsync("Kim", "Approve")).Should().Contain("Approved · Kim Lee").And.NotContain("[Approve]");
        Words(host.LastCard("Dana")).Should().Contain("Set aside in the stockroom");
        host.ChatOf("Dana")
            .Messages.Count(m => m.FromBot && m.Card is not null)
            .Should()
            .Be(2, "the catalogue, and one card of the request, changed in place");

        await host.PressAsync("Sam", "Handed over", ("condition", "new"), ("accessories", "cable"));
        Words(host.LastCard("Dana")).Should().Contain("Handed over, to be confirmed");

        Words(await host.PressAsync("Dana", "I have it, all complete")).Should().Contain("✓ Completed");
        var monitors = await host.ReadAsync(db => db.Devices.AsNoTracking().Where(d => d.Type == DeviceType.Monitor).ToListAsync());
        var mine = monitors.Should().ContainSingle(d => d.State == LifecycleState.InUse).Subject;
        mine.AssignedToId.Should().Be((await PersonAsync(host, "dana@example.com")).Id);
        var custody = (await host.ReadAsync(db => db.CustodyEvents.AsNoTracking().ToListAsync())).Should().ContainSingle().Subject;
        (custody.DeviceId, custody.Condition, custody.Accessories).Should().Be((mine.Id, "new", "cable"));
        var told = host.Desk.View(ticket.Number).Notes;
        told.Should().OnlyContain(n => !n.Public).And.Contain(n => n.Text.Contains("Kim Lee")).And.Contain(n => n.Text.Contains("onfirmed"));
    }

    [Fact]
    public async Task Who_confirms_the_receipt_has_the_device_in_the_asset_register_too()
    {
        var register = new SnipeItEmulator(TimeProvider.System);
        register.AddUser(9, "Dana", "Demo")["locale"] = "en-US";
        foreach (var number in Enumerable.Range(1, 2))
        {
            var asset = register.AddAsset(number, $"MONITOR{number}");
            asset["asset_tag"] = $"MO-000{number}";
            asset["model"] = new JObject { ["name"] = "UltraSharp U2724D" };
            asset["model_number"] = null;
            asset["manufacturer"] = new JObject { ["name"] = "Dell" };
            asset["category"] = new JObject { ["name"] = "Monitor" };
        }

        await using var host = await AssistantHost.StartAsync(register: register);
        await host.SettleAsync();
        await AskForMonitorAsync(host);
        await host.PressAsync("Kim", "Approve");
        await host.PressAsync("Sam", "Handed over");
        register.Assets.Should().OnlyContain(a => !a["assigned_to"]!.HasValues, "Dana has not confirmed it yet");

        await host.PressAsync("Dana", "I have it, all complete");

        var mine = await host.ReadAsync(db => db.Devices.AsNoTracking().SingleAsync(d => d.Type == DeviceType.Monitor && d.AssignedToId != null));
        var checkedOut = register.Assets.Should().ContainSingle(a => a["assigned_to"]!.HasValues).Subject;
        ((string?)checkedOut["asset_tag"], (int)checkedOut["assigned_to"]!["id"]!).Should().Be((mine.AssetTag, 9));
    }

    [Fact]
    public async Task A_refusal_says_why_and_the_requester_reads_it()
    {
        await using var host = await AssistantHost.StartAsync();
        await AskForMonitorAsync(host);

        Words(await host.PressAsync("Kim", "Refuse")).Should().Be("Please fill this in.");
        await host.PressAsync("Kim", "Refuse", ("comment", "Two are enough"));

        Words(host.LastCard("Dana")).Should().Contain("✕ Refused").And.Contain("“Two are enough”");
    }

    [Fact]
    public async Task Two_approvers_at_once_decide_once_and_the_later_one_sees_who_was_faster()
    {
        await using var host = await AssistantHost.StartAsync();
        await AskForMonitorAsync(host);
        await host.PressAsync("Kim", "Delegate", ("delegateTo", host["Max"].EntraId));
        var (message, refuse) = host.Find("Max", "Refuse");
        var (kims, approve) = host.Find("Kim", "Approve");

        var race = await Task.WhenAll(host.PressAsync("Kim", kims, approve), host.PressAsync("Max", message, refuse, ("comment", "No")));

        race.Select(Words).Count(w => w.Contains("Too late")).Should().Be(1);
        var request = await host.ReadAsync(db => db.EquipmentRequests.AsNoTracking().SingleAsync());
        var steps = await host.ReadAsync(db => db.CaseSteps.AsNoTracking().Where(s => s.CaseId == request.Id).ToListAsync());
        steps.Count(s => s.What is nameof(EquipmentStep.Approved) or nameof(EquipmentStep.Refused)).Should().Be(1);
    }

    [Fact]
    public async Task A_second_tap_changes_nothing()
    {
        await using var host = await AssistantHost.StartAsync();
        await AskForMonitorAsync(host);
        var (message, approve) = host.Find("Kim", "Approve");
        await host.PressAsync("Kim", message, approve);
        var version = await host.ReadAsync(db => db.EquipmentRequests.AsNoTracking().Select(r => r.Version).SingleAsync());

        await host.PressAsync("Kim", message, approve);

        (await host.ReadAsync(db => db.EquipmentRequests.AsNoTracking().Select(r => r.Version).SingleAsync())).Should().Be(version);
        (await host.ReadAsync(db => db.CaseSteps.CountAsync(s => s.What == nameof(EquipmentStep.Approved)))).Should().Be(1);
    }

    [Theory]
    [InlineData("Dana", "Nobody decides on their own request.")]
    [InlineData("Ada", "There is no such request, or it is not yours.")]
    public async Task Whoever_was_not_asked_cannot_approve_whatever_the_card_says(string who, string answer)
    {
        await using var host = await AssistantHost.StartAsync();
        await AskForMonitorAsync(host);
        var (_, approve) = host.Find("Kim", "Approve");
        var theirs = await host.WriteAsync(who, "hi");

        Words(await host.PressAsync(who, theirs, approve)).Should().Be(answer);
        (await host.ReadAsync(db => db.EquipmentRequests.AsNoTracking().Select(r => r.State).SingleAsync()))
            .Should()
            .Be(EquipmentState.AwaitingApproval);
    }

    [Fact]
    public async Task Somebody_elses_request_is_not_shown()
    {
        await using var host = await AssistantHost.StartAsync();
        await AskForMonitorAsync(host);
        var id = await host.ReadAsync(db => db.EquipmentRequests.AsNoTracking().Select(r => r.Id).SingleAsync());
        var menu = await host.WriteAsync("Ada", "hi");
        var look = new JObject
        {
            ["verb"] = "request",
            ["data"] = new JObject { ["itam"] = "request", ["id"] = id.ToString("N") },
        };

        Words(await host.PressAsync("Ada", menu, look)).Should().Be("There is no such request, or it is not yours.");
    }

    [Fact]
    public async Task What_is_dear_needs_a_second_word()
    {
        await using var host = await AssistantHost.StartAsync();
        await AskAsync(host, "Workstation", "For rendering");

        await host.PressAsync("Kim", "Approve");

        Words(host.LastCard("Dana")).Should().Contain("Waits for a second approval").And.Contain("Finn Fee");
        Words(host.LastCard("Finn")).Should().Contain("needs a second approval").And.Contain("[Approve]");
    }

    [Fact]
    public async Task What_policy_allows_is_approved_at_once()
    {
        await using var host = await AssistantHost.StartAsync();

        await AskAsync(host, "Headset", "For calls");

        Words(host.LastCard("Dana")).Should().Contain("Approved by policy");
        host.ChatOf("Kim").Messages.Should().BeEmpty("nobody has to decide");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_cannot_be_reached_is_named_on_the_requesters_card_and_on_the_ticket_once(bool isInTheDirectory)
    {
        await using var host = await AssistantHost.StartAsync();
        host["Kim"].Installed = false;
        if (!isInTheDirectory)
        {
            await host.ForgetAsync("Kim");
        }

        await AskForMonitorAsync(host);

        Words(host.LastCard("Dana")).Should().Contain("Kim Lee could not be reached in Teams.");
        host.ChatOf("Dana").Messages.Should().Contain(m => m.Text == "Somebody could not be reached in Teams: 27-inch monitor");
        var id = await host.ReadAsync(db => db.EquipmentRequests.AsNoTracking().Select(r => r.Id).SingleAsync());
        var kim = await PersonAsync(host, "kim@example.com");
        await host.Database.WriteAsync(
            Tenant,
            (db, _) =>
            {
                db.Enqueue(new CaseNotice(id, kim.Id, CaseNoticeKind.Reminder, 1).For(Tenant), TimeProvider.System.GetUtcNow());
                return Task.CompletedTask;
            },
            default
        );
        await host.SettleAsync();

        host.Tickets.Single().Notes.Should().ContainSingle(n => n.Text.Contains("Kim Lee could not be reached in chat"));
        (await host.ReadAsync(db => db.CaseSteps.CountAsync(s => s.What == nameof(EquipmentStep.Unreached)))).Should().Be(1);
    }

    [Fact]
    public async Task My_requests_shows_where_each_stands_and_whom_it_waits_for()
    {
        await using var host = await AssistantHost.StartAsync();
        await AskForMonitorAsync(host);

        Words((await host.WriteAsync("Dana", "my requests")).Card!).Should().Contain("Asked for by you").And.Contain("Waits for Kim Lee");
        Words((await host.WriteAsync("Kim", "my requests")).Card!)
            .Should()
            .Contain("Waiting for you")
            .And.Contain("Dana Demo asks for: 27-inch monitor");
    }

    [Fact]
    public async Task A_wish_without_a_reason_gets_the_dialog_again()
    {
        await using var host = await AssistantHost.StartAsync();
        await host.WriteAsync("Dana", "new monitor");

        var again = await host.DialogAsync("Dana", AskButton(host, "27-inch monitor"), ("reason", " "));

        Words(again).Should().Contain("Please say what you need it for.");
        (await host.ReadAsync(db => db.EquipmentRequests.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task Once_the_last_one_is_set_aside_nobody_reads_that_it_has_to_be_bought_and_the_stockroom_reads_where_it_lies()
    {
        await using var host = await AssistantHost.StartAsync();
        await host.Database.WriteAsync(Tenant, (db, token) => db.Devices.Where(d => d.AssetTag == "MO-0002").ExecuteDeleteAsync(token), default);
        await AskForMonitorAsync(host);
        Words(host.LastCard("Kim")).Should().Contain("1 in stock").And.Contain("Budget left");

        Words(await host.PressAsync("Kim", "Approve")).Should().NotContain("has to be bought").And.NotContain("For your decision");

        host.Stored("Kim").Should().NotContain("has to be bought").And.NotContain("Holds now").And.Contain("349.00 EUR");
        Words(host.LastCard("Sam")).Should().NotContain("has to be bought").And.Contain("Where it lies\nBerlin").And.Contain("MO-0001");
        Words(host.LastCard("Dana")).Should().NotContain("Where it lies");
    }

    [Fact]
    public async Task No_stored_card_offers_what_somebody_else_has_done()
    {
        await using var host = await AssistantHost.StartAsync(with: ("Equipment:Stockroom", "sam@example.com;ada@example.com"));
        await AskForMonitorAsync(host);
        await host.PressAsync("Kim", "Delegate", ("delegateTo", host["Max"].EntraId));
        host.Stored("Dana").Should().Contain("Kim Lee, Max Moor").And.Contain("Passed on to Max Moor · Kim Lee");
        await host.PressAsync("Kim", "Approve");
        host.Stored("Kim").Should().NotContain("[Approve]");
        host.Stored("Max").Should().NotContain("[Approve]");
        host.Stored("Ada").Should().Contain("[Handed over]");

        await host.PressAsync("Sam", "Handed over");
        host.Stored("Sam").Should().NotContain("[Handed over]").And.NotContain("[Shipped]");
        host.Stored("Ada").Should().NotContain("[Handed over]").And.NotContain("[Shipped]");
        var heard = host.ChatOf("Ada").Messages.Count;

        await host.PressAsync("Dana", "I have it, all complete");
        foreach (var who in new[] { "Sam", "Ada", "Kim", "Dana" })
        {
            host.Stored(who).Should().Contain("✓ Completed").And.NotContain("[I have it").And.NotContain("[It is back");
        }

        host.ChatOf("Ada").Messages.Count.Should().Be(heard, "a card that changes says nothing");
        host.ChatOf("Finn").Messages.Should().BeEmpty();
    }

    private static Task AskForMonitorAsync(AssistantHost host) => AskAsync(host, "27-inch monitor", "My old one flickers");

    internal static async Task AskAsync(AssistantHost host, string item, string reason)
    {
        await host.WriteAsync("Dana", "request equipment");
        var said = await host.DialogAsync("Dana", AskButton(host, item), ("reason", reason));
        Words(said).Should().Be("Your request is on its way. Its card is in our chat.");
    }

    internal static JObject AskButton(AssistantHost host, string item)
    {
        var row = host.LastCard("Dana")["body"]!.OfType<JObject>().Single(r => Words(r).Contains(item, StringComparison.Ordinal));
        return row.Descendants().OfType<JObject>().Single(o => (string?)o["type"] == "Action.Submit");
    }

    private static Task<Person> PersonAsync(AssistantHost host, string email) =>
        host.ReadAsync(db => db.People.AsNoTracking().SingleAsync(p => p.Email == email));
}
