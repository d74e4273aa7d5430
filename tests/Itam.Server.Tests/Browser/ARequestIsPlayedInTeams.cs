using System.Text.RegularExpressions;
using Itam.Sandbox.Company;
using Itam.Testing.Time;
using Microsoft.Playwright;
using Newtonsoft.Json.Linq;
using static Microsoft.Playwright.Assertions;

namespace Itam.Server.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class ARequestIsPlayedInTeams(BrowserFixture browser)
{
    private const string Item = "Developer laptop (Mac)";
    private const string Reason = "My disk is full & <b>old</b> **really**";

    [Fact]
    public async Task From_the_wish_over_two_approvals_to_the_confirmed_hand_over_and_the_ticket_on_the_desk_tells_each_step()
    {
        await using var teams = await OpenTeams.StartAsync(browser);
        var asker = await teams.PlayAsync(teams.Cast.Asker);
        await AskAsync(asker);
        await Expect(Newest(asker, Item)).ToContainTextAsync("Waits for approval");
        await Expect(Newest(asker, Item)).ToContainTextAsync(Reason);

        var manager = await teams.PlayAsync(teams.Cast.Manager!);
        await Button(manager, "Approve").ClickAsync();
        await Expect(Newest(manager, Item)).ToContainTextAsync("Waits for a second approval");
        var second = await teams.PlayAsync(teams.Cast.SecondApprover!);
        await Button(second, "Approve").ClickAsync();
        await Expect(Newest(asker, Item)).ToContainTextAsync("Set aside in the stockroom");

        var stockroom = await teams.PlayAsync(teams.Cast.Stockroom!);
        await Button(stockroom, "Hand over …").ClickAsync();
        await stockroom.GetByLabel("Condition").Last.FillAsync("new");
        await Button(stockroom, "Handed over").ClickAsync();
        await Button(asker, "I have it, all complete").ClickAsync();
        await Expect(Newest(asker, Item)).ToContainTextAsync("Completed");

        var desk = asker.GetByRole(AriaRole.Complementary, new() { Name = "On the desk" });
        await Expect(desk).ToContainTextAsync("Equipment: Developer laptop (Mac)");
        await Expect(desk).ToContainTextAsync("onfirmed");
        var number = teams.Desk.Numbers[^1];
        var told = teams.Desk.View(number).Notes;
        told.Should().OnlyContain(n => !n.Public).And.Contain(n => n.Text.Contains(teams.Cast.Manager!.Name));

        var opened = await asker.RunAndWaitForPopupAsync(() => Newest(asker, Item).GetByText(number).First.ClickAsync());
        await Expect(opened).ToHaveURLAsync($"{teams.Address}desks/jira/tickets/{number}");
        await Expect(opened.GetByText("Note in under a second").Or(opened.GetByText("Note after")).First).ToBeVisibleAsync();
        await opened.GetByRole(AriaRole.Link, new() { Name = $"{teams.Cast.Asker.Name} in Teams" }).ClickAsync();
        await Expect(opened).ToHaveTitleAsync($"{teams.Cast.Asker.Name} in Teams");
    }

    [Fact]
    public async Task Somebody_elses_request_and_a_tampered_card_are_refused_in_words_and_nothing_changes()
    {
        await using var teams = await OpenTeams.StartAsync(browser);
        var asker = await teams.PlayAsync(teams.Cast.Asker);
        await AskAsync(asker);
        var manager = await teams.PlayAsync(teams.Cast.Manager!);
        await Expect(Button(manager, "Approve")).ToBeVisibleAsync();
        var approval = teams.Teams.Personal(teams.Teams.User(teams.Cast.Manager!.Name)).Messages.Last(m => m.Card is not null);
        var data = (JObject)approval.Card!.Descendants().OfType<JObject>().First(o => (string?)o["verb"] == "approve")["data"]!;

        // Another person's window sends the manager's button, then asks for the card of a request that is not theirs.
        var stranger = await teams.PlayAsync(teams.Cast.Agent);
        await Expect(Button(stranger, "My devices")).ToBeVisibleAsync();
        foreach (var verb in new[] { "approve", "request" })
        {
            (await PressAsync(stranger, teams.Cast.Agent, verb, data)).Should().Be("There is no such request, or it is not yours.");
        }

        // The requester changes a card that they may press into an approval: in the browser, on its way to the bot.
        (await PressAsync(asker, teams.Cast.Asker, "approve", data))
            .Should()
            .Be("Nobody decides on their own request.");
        await asker.RouteAsync(
            "**/teams/press",
            async route =>
            {
                var body = JObject.Parse(route.Request.PostData!);
                (body["verb"], body["data"]) = ("approve", data);
                await route.ContinueAsync(new() { PostData = System.Text.Encoding.UTF8.GetBytes(body.ToString()) });
            }
        );
        await asker.GetByRole(AriaRole.Button, new() { Name = "My licenses" }).First.ClickAsync();
        await Expect(asker.GetByText("Nobody decides on their own request.")).ToBeVisibleAsync();

        await Expect(Newest(manager, Item)).ToContainTextAsync("Waits for approval");
    }

    [Fact]
    public async Task A_second_approver_who_is_too_late_sees_who_was_faster()
    {
        await using var teams = await OpenTeams.StartAsync(browser);
        await AskAsync(await teams.PlayAsync(teams.Cast.Asker));
        var manager = await teams.PlayAsync(teams.Cast.Manager!);
        await Button(manager, "Delegate …").ClickAsync();
        var deputy = teams.Cast.Security!;
        await manager.GetByLabel("Who decides instead?").FillAsync($"{deputy.Name} · {deputy.Email}");
        await Button(manager, "Delegate").ClickAsync();

        var late = await teams.PlayAsync(deputy);
        await Expect(Button(late, "Approve")).ToBeVisibleAsync();
        await late.RouteAsync("**/teams/live*", route => route.AbortAsync());
        await Button(manager, "Approve").ClickAsync();
        await Expect(Newest(manager, Item)).ToContainTextAsync("Waits for a second approval");
        await Eventually.IsTrueAsync(
            () =>
                teams
                    .Teams.Personal(teams.Teams.User(deputy.Name))
                    .Messages.Any(m => m.Card?.ToString().Contains("Waits for a second approval") == true),
            "the deputy's card tells of the decision",
            TimeSpan.FromSeconds(60)
        );

        await teams.SettleAsync();

        // News does not get through, so the old card is what this person presses.
        await Button(late, "Approve").ClickAsync();
        await late.UnrouteAsync("**/teams/live*");

        await Expect(Newest(late, Item)).ToContainTextAsync("Too late");
        await Expect(Newest(late, Item)).ToContainTextAsync(teams.Cast.Manager!.Name);
        teams
            .Desk.View(teams.Desk.Numbers[^1])
            .Notes.Count(n => n.Text.Contains("approv", StringComparison.OrdinalIgnoreCase) && n.Text.Contains(deputy.Name))
            .Should()
            .Be(0);
    }

    private static async Task AskAsync(IPage asker)
    {
        await asker.GetByRole(AriaRole.Button, new() { Name = "request equipment", Exact = true }).ClickAsync();
        var catalogue = asker.Locator(".message", new() { HasText = "What do you need?" }).Last;
        await catalogue.Locator(".ac-columnSet", new() { HasText = Item }).Last.GetByRole(AriaRole.Button, new() { Name = "Ask" }).ClickAsync();
        var dialog = asker.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("What do you need it for?").FillAsync(Reason);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(dialog).ToContainTextAsync(new Regex("Your request is on its way|Working on it"));
        await asker.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
    }

    private static ILocator Newest(IPage page, string text) => page.Locator(".message .card", new() { HasText = text }).Last;

    private static ILocator Button(IPage page, string name) =>
        page.Locator(".message").GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).Last;

    /// <summary>What a hand-made request from that person's window is told.</summary>
    private static async Task<string> PressAsync(IPage page, SandboxPerson who, string verb, JObject data)
    {
        var body = new JObject
        {
            ["who"] = who.Email,
            ["place"] = "chat",
            ["message"] = await page.Locator(".message").First.GetAttributeAsync("data-id"),
            ["verb"] = verb,
            ["data"] = data,
        };
        for (var left = 10; left > 0; left--)
        {
            var answer = await page.EvaluateAsync<string>(
                "async body => (await fetch('/teams/press', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })).text()",
                body.ToString()
            );
            var said = (string)JObject.Parse(answer)["value"]!;

            // A refusal changes nothing, so where the machine was too slow for an answer in time it is asked for again.
            if (!said.StartsWith("Working on it", StringComparison.Ordinal))
            {
                return said;
            }
        }

        throw new Xunit.Sdk.XunitException("The bot was too slow ten times.");
    }
}
