using System.Net;
using Itam.Sandbox.Teams;
using Microsoft.Playwright;
using Newtonsoft.Json.Linq;
using static Microsoft.Playwright.Assertions;

namespace Itam.Server.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class TheTeamsPageIsForEverybody(BrowserFixture browser)
{
    private const string SidewaysScroll = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth";

    [Fact]
    public async Task Axe_finds_nothing_to_complain_about_in_either_scheme_and_nothing_scrolls_sideways()
    {
        await using var teams = await OpenTeams.StartAsync(browser);
        foreach (
            var (scheme, width) in new[] { (ColorScheme.Light, 1440), (ColorScheme.Dark, 1440), (ColorScheme.Light, 320), (ColorScheme.Dark, 1024) }
        )
        {
            var page = await teams.PlayAsync(
                teams.Cast.Asker,
                new()
                {
                    ViewportSize = new() { Width = width, Height = 900 },
                    ColorScheme = scheme,
                }
            );
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "My devices", Exact = true }).First).ToBeVisibleAsync();
            foreach (var words in new[] { "my devices", "lost or stolen", "report a problem", "request equipment" })
            {
                var before = await page.Locator(".message:not(.mine)").CountAsync();
                await page.GetByLabel("Message to the bot").FillAsync(words);
                await page.GetByLabel("Message to the bot").PressAsync("Enter");
                await Expect(page.Locator(".message:not(.mine)")).ToHaveCountAsync(before + 1);
            }

            (await Axe.ComplaintsAsync(page)).Should().BeEmpty();
            (await page.EvaluateAsync<int>(SidewaysScroll)).Should().Be(0);
            await page.ScreenshotAsync(
                new()
                {
                    Path = Path.Combine(OpenSandbox.Repository, "artifacts", "screenshots", $"teams-{scheme}-{width}.png".ToLowerInvariant()),
                    FullPage = true,
                }
            );
        }
    }

    [Fact]
    public async Task The_keyboard_alone_opens_a_dialog_fills_it_and_comes_back()
    {
        await using var teams = await OpenTeams.StartAsync(browser);
        var page = await teams.PlayAsync(teams.Cast.Owner);
        await page.GetByLabel("Message to the bot").FillAsync("request equipment");
        await page.Keyboard.PressAsync("Enter");
        var ask = page.Locator(".ac-columnSet", new() { HasText = "Headset" }).Last.GetByRole(AriaRole.Button, new() { Name = "Ask" });
        await ask.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog).GetByLabel("What do you need it for?")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");

        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await Expect(ask).ToBeFocusedAsync();
    }

    [Fact]
    public async Task An_agent_searches_a_device_and_sends_what_was_found_and_others_are_told_that_they_may_not()
    {
        await using var teams = await OpenTeams.StartAsync(browser);
        var agent = await teams.PlayAsync(teams.Cast.Agent);
        await agent.GetByRole(AriaRole.Button, new() { Name = "Search devices" }).ClickAsync();
        await agent.GetByLabel("Serial, asset tag").FillAsync("LT-0002");
        await agent.Locator(".found").GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(agent.GetByText("Goes with your message")).ToBeVisibleAsync();
        await agent.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Expect(agent.Locator(".message.mine .card")).ToContainTextAsync("LT-0002");

        var owner = await teams.PlayAsync(teams.Cast.Owner);
        await owner.GetByRole(AriaRole.Button, new() { Name = "Search devices" }).ClickAsync();
        await Expect(owner.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Status)).ToContainTextAsync("service desk");
    }

    [Fact]
    public async Task A_card_with_a_refresh_is_asked_for_once_by_those_whom_it_names()
    {
        await using var teams = await OpenTeams.StartAsync(browser);
        var (owner, agent) = (teams.Teams.User(teams.Cast.Owner.Name), teams.Teams.User(teams.Cast.Agent.Name));
        var channel = teams.Teams.Conversations.First(c => c.Type == "channel");
        var card = JObject.Parse(
            """{"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlock","text":"For **all** <b>of</b> you"}],"refresh":{"action":{"type":"Action.Execute","verb":"devices","data":{"itam":"devices"}}}}"""
        );
        card["refresh"]!["userIds"] = new JArray(agent.ChannelId, owner.ChannelId);
        var activity = new JObject { ["type"] = "message", ["attachments"] = new JArray(new JObject { ["content"] = card }) };
        teams.Teams.Store(teams.Teams.Personal(owner), fromBot: true, (JObject)activity.DeepClone());
        teams.Teams.Store(channel, fromBot: true, activity);
        var page = await teams.PlayAsync(teams.Cast.Asker);
        var asked = 0;
        page.Request += (_, request) => asked += request.Url.EndsWith("/teams/press") ? 1 : 0;
        await page.Locator($"a[data-upn='{owner.Upn}']").ClickAsync();
        await Expect(page.Locator(".message .card").First).ToContainTextAsync("devices");
        await page.GetByLabel("Message to the bot").FillAsync("hello");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".message:not(.mine)")).ToHaveCountAsync(2);
        await Expect(page.Locator(".message .card").First).ToContainTextAsync("devices");
        asked.Should().Be(1);

        var security = await teams.PlayAsync(teams.Cast.Security!, place: "&place=triage");
        await Expect(security.Locator(".message .card")).ToHaveTextAsync("For all <b>of</b> you");
        await Expect(security.Locator(".message .card strong")).ToHaveTextAsync("all");
    }

    [Fact]
    public async Task Microsofts_Playground_gets_answers_although_it_signs_nothing()
    {
        await using var teams = await OpenTeams.StartAsync(browser);
        using var http = new HttpClient { BaseAddress = teams.Address };
        var serviceUrl = $"http://localhost:{teams.Address.Port}/teams/connector";
        var user = teams.Teams.User(teams.Cast.Owner.Name);
        var activity = teams.Teams.Channel.Message(user, teams.Teams.Personal(user), "my devices");
        activity["serviceUrl"] = serviceUrl;

        (await http.SendAsync(new(HttpMethod.Head, "/teams/playground"))).StatusCode.Should().Be(HttpStatusCode.OK);
        (await PostAsync(activity)).Should().Be(HttpStatusCode.Accepted);
        var page = await teams.PlayAsync(teams.Cast.Owner);
        await Expect(page.Locator(".message .card").First).ToContainTextAsync("You have");

        activity["serviceUrl"] = "http://elsewhere.example/_connector";
        (await PostAsync(activity)).Should().Be(HttpStatusCode.Unauthorized, "signed or not, our token goes to nobody else");
        (await http.PostAsync("/teams/playground", new StringContent("[]"))).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await http.GetStringAsync("/teams/playground/config"))
            .Should()
            .Contain(TeamsEmulator.AppId)
            .And.Contain(teams.Cast.Asker.EntraId)
            .And.Contain("userPrincipleName");

        async Task<HttpStatusCode> PostAsync(JObject body) =>
            (await http.PostAsync("/teams/playground", new StringContent(body.ToString(), System.Text.Encoding.UTF8, "application/json"))).StatusCode;
    }
}
