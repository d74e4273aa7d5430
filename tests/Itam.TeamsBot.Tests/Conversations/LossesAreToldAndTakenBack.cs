using Itam.Context.Lifecycle.Reports;
using Itam.Context.Register;
using Itam.Context.Work;
using Microsoft.EntityFrameworkCore;
using Newtonsoft.Json.Linq;
using static Itam.TeamsBot.Tests.Conversations.AssistantHost;

namespace Itam.TeamsBot.Tests.Conversations;

public class LossesAreToldAndTakenBack
{
    [Fact]
    public async Task Without_anybody_for_security_the_cards_promise_the_service_desk_and_no_more()
    {
        await using var host = await AssistantHost.StartAsync(with: ("Connections:teams:Security", null));

        var form = Words((await host.WriteAsync("Dana", "my laptop was stolen")).Card!);
        var done = await host.PressAsync("Dana", "Report it now", ("how", "stolen"));

        (form + Words(done) + Words(host.LastCard("Dana"))).Should().NotContain("Security");
        form.Should().Contain("The service desk gets a ticket with top priority");
        Words(host.LastCard("Dana")).Should().Contain("The service desk has it with top priority").And.Contain(host.Tickets.Single().Number);
    }

    [Fact]
    public async Task Whoever_is_named_and_cannot_be_told_is_on_the_dead_letter_list_by_name_and_holds_up_nobody()
    {
        await using var host = await AssistantHost.StartAsync(
            with: ("Connections:teams:Security", "sec@example.com; ghost@example.com; max@example.com; ada@example.com; finn.upn@example.com")
        );
        await host.Database.WriteAsync(
            Tenant,
            async (db, token) =>
            {
                (await db.People.SingleAsync(p => p.Email == "max@example.com", token)).Active = false;
                var ada = await db.People.SingleAsync(p => p.Email == "ada@example.com", token);
                await db.PersonIdentities.Where(i => i.PersonId == ada.Id && i.Kind == IdentityKind.DirectoryId).ExecuteDeleteAsync(token);
                var finn = await db.People.SingleAsync(p => p.Email == "finn@example.com", token);
                db.PersonIdentities.Add(
                    new PersonIdentity
                    {
                        Kind = IdentityKind.Upn,
                        Value = "finn.upn@example.com",
                        PersonId = finn.Id,
                    }
                );
            },
            default
        );

        await host.WriteAsync("Dana", "my laptop was stolen");
        await host.PressAsync("Dana", "Report it now", ("how", "stolen"));

        Words(host.LastCard("Sec")).Should().Contain("Device reported stolen");
        Words(host.LastCard("Finn")).Should().Contain("Device reported stolen", "a sign-in name names somebody too");
        host.ChatOf("Max").Messages.Should().BeEmpty("he has left");
        var dead = (await host.Queue.ListDeadLettersAsync(new DeadLetterFilter(Tenant), 20, default)).Select(d => d.Cause).ToList();
        dead.Should()
            .Contain(c => c.Contains("ghost@example.com") && c.Contains("not in the register"))
            .And.Contain(c => c.Contains("Max Moor") && c.Contains("has left"))
            .And.Contain(c => c.Contains("Ada Agent") && c.Contains("directory id"));
        dead.Should().OnlyContain(c => c.Contains("was not told"));
    }

    [Fact]
    public async Task What_is_found_is_as_before_and_everybody_who_was_told_hears_of_it()
    {
        await using var host = await AssistantHost.StartAsync();
        await host.WriteAsync("Dana", "my laptop was stolen");
        await host.PressAsync("Dana", "Report it now", ("how", "stolen"), ("where", "On the train"));

        Words(await host.PressAsync("Dana", "I found it")).Should().Contain("Good that it is there again");

        var device = await host.DeviceAsync("LT-0042");
        device.State.Should().Be(LifecycleState.InUse);
        device.OriginOf(nameof(Device.State)).Should().BeNull("it came from nowhere in particular, and is locked no more");
        Words(host.LastCard("Sec")).Should().Contain("✓ Device found").And.NotContain("[It is found]");
        host.Last("Sec").Text.Should().StartWith("Device found", "a card that changes in place is not noticed");
        host.Tickets.Should().ContainSingle().Which.Notes.Should().Contain(n => !n.Public && n.Text.Contains("Dana Demo says that LT-0042 is found"));
        var steps = await host.ReadAsync(db => db.CaseSteps.AsNoTracking().OrderBy(s => s.Number).Select(s => s.What).ToListAsync());
        steps.Should().Equal(nameof(ReportKind.Stolen), DeviceReports.FoundStep);
    }

    [Fact]
    public async Task A_device_may_be_lost_found_and_lost_again_within_minutes()
    {
        await using var host = await AssistantHost.StartAsync();
        for (var i = 0; i < 2; i++)
        {
            await host.WriteAsync("Dana", "lost");
            await host.PressAsync("Dana", "Report it now", ("how", "lost"));
            (await host.DeviceAsync("LT-0042")).State.Should().Be(LifecycleState.Lost);
            await host.WriteAsync("Dana", "I found my laptop");
            await host.PressAsync("Dana", "This one");
            (await host.DeviceAsync("LT-0042")).State.Should().Be(LifecycleState.InUse);
        }

        host.Tickets.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_stale_button_gets_the_device_as_it_is()
    {
        await using var host = await AssistantHost.StartAsync();
        await host.WriteAsync("Dana", "lost");
        await host.PressAsync("Dana", "Report it now", ("how", "lost"));
        var (message, found) = host.Find("Dana", "I found it");
        await host.PressAsync("Dana", message, found);

        var again = await host.PressAsync("Dana", message, Asking("found", (string)found["data"]!["id"]!, "again"));

        Words(again).Should().Contain("LT-0042").And.Contain("[Lost or stolen]").And.NotContain("[I found it]");
        host.ChatOf("Sec").Messages.Count(m => m.Text is not null).Should().Be(1, "security is told once");
    }

    [Theory]
    [InlineData("Sec", "Noted: it is found.", LifecycleState.InUse)]
    [InlineData("Ada", "Noted: it is found.", LifecycleState.InUse)]
    [InlineData("Dana", "This is for agents of the service desk.", LifecycleState.Stolen)]
    [InlineData("Sam", "This is for agents of the service desk.", LifecycleState.Stolen)]
    public async Task Only_security_and_agents_say_so_of_anybodys_device(string who, string answer, LifecycleState state)
    {
        await using var host = await AssistantHost.StartAsync();
        await host.WriteAsync("Dana", "stolen");
        await host.PressAsync("Dana", "Report it now", ("how", "stolen"));
        var menu = await host.WriteAsync(who, "hi");
        var device = await host.DeviceAsync("LT-0042");

        Words(await host.PressAsync(who, menu, Asking("found-for", device.Id.ToString("N")))).Should().StartWith(answer);

        (await host.DeviceAsync("LT-0042")).State.Should().Be(state);
    }

    [Fact]
    public async Task The_doctor_names_whom_the_settings_name_in_vain()
    {
        await using var host = await AssistantHost.StartAsync(with: ("Connections:teams:Security", "sec@example.com; ghost@example.com"));
        NamedInSettings[] named = [new("Equipment:SecondApprover", "finn@example.com"), new("Equipment:Stockroom", "dana@example.com")];

        var checks = await NamedPeopleChecks.RunAsync(host.Bot, named, host.Database, default);

        checks.Should().OnlyContain(c => !c.Ok);
        checks
            .Select(c => c.What)
            .Should()
            .BeEquivalentTo(
                "Connections:teams:Security names ghost@example.com, who is not in the register of people",
                "Equipment:Stockroom names dana@example.com (Dana Demo), of whom no directory id (Entra object id) is known"
            );
        (
            await NamedPeopleChecks.RunAsync(
                host.Bot with
                {
                    Assistant = host.Bot.Assistant with { Security = ["sec@example.com"] },
                },
                [],
                host.Database,
                default
            )
        )
            .Should()
            .ContainSingle()
            .Which.Ok.Should()
            .BeTrue();
    }

    private static JObject Asking(string verb, string id, string? once = null)
    {
        var data = new JObject { ["itam"] = verb, ["id"] = id };
        if (once is not null)
        {
            data["once"] = once;
        }

        return new JObject { ["verb"] = verb, ["data"] = data };
    }
}
