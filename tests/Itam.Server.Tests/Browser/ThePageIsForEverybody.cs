using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Itam.Server.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class ThePageIsForEverybody(BrowserFixture browser)
{
    private const string SidewaysScroll = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth";

    [Theory]
    [InlineData("light", 1440)]
    [InlineData("dark", 1440)]
    [InlineData("light", 360)]
    [InlineData("dark", 360)]
    public async Task Axe_finds_nothing_to_complain_about_contrast_included(string scheme, int width)
    {
        await using var sandbox = await OpenSandbox.StartAsync(browser, Window(width, scheme));
        await sandbox.FillAsync();
        foreach (var (path, name) in new[] { ("/", "board"), ("/desks/jira/tickets/JIRA-2", "ticket") })
        {
            await sandbox.Page.GotoAsync(path);
            await OpenAllAsync(sandbox.Page);
            (await Axe.ComplaintsAsync(sandbox.Page)).Should().BeEmpty();
            await sandbox.Page.ReloadAsync();
            await sandbox.ShootAsync($"{name}-{scheme}-{width}");
        }
    }

    [Theory]
    [InlineData(360, 1)]
    [InlineData(320, 1)]
    [InlineData(640, 2)]
    [InlineData(1024, 1)]
    [InlineData(1280, 2)]
    public async Task Nothing_scrolls_sideways(int width, int zoom)
    {
        // Zooming by 200 % halves the width that a page can use and doubles the pixels of each unit.
        var options = Window(width / zoom, "light");
        options.DeviceScaleFactor = zoom;
        await using var sandbox = await OpenSandbox.StartAsync(browser, options);
        await sandbox.FillAsync();
        var wide = await sandbox.Board.RaiseAsync(sandbox.Desk(), new(null, new string('x', 200), new string('y', 400)), default);
        sandbox
            .Desk()
            .WriteNote(
                wide,
                $"<p>{new string('z', 300)}</p><table><tr><td>{new string('a', 90)}</td><td>{new string('b', 90)}</td><td><code>{new string('c', 90)}</code></td></tr></table>"
            );
        foreach (var path in new[] { "/", $"/desks/jira/tickets/{wide}", "/desks/nowhere/tickets/1" })
        {
            await sandbox.Page.GotoAsync(path);
            await OpenAllAsync(sandbox.Page);
            (await sandbox.Page.EvaluateAsync<int>(SidewaysScroll)).Should().Be(0, $"{path} at {width} px and zoom {zoom}");
        }
    }

    [Fact]
    public async Task A_ticket_is_raised_with_the_keyboard_alone()
    {
        await using var sandbox = await OpenSandbox.StartAsync(browser);
        var page = sandbox.Page;
        await page.GotoAsync("/");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByText("Skip to the tickets")).ToBeFocusedAsync();
        await Expect(page.GetByText("Skip to the tickets")).ToBeInViewportAsync();
        await TabToAsync(page, page.GetByText("Write your own ticket"));
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, page.GetByLabel("Desk", new() { Exact = true }));
        await page.Keyboard.TypeAsync("Fresh");
        await TabToAsync(page, page.GetByLabel("Who"));
        await page.Keyboard.TypeAsync("zoe@example.com");
        await TabToAsync(page, page.GetByLabel("Subject"));
        await page.Keyboard.TypeAsync("Keyboard only");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Keyboard only" })).ToBeVisibleAsync();
        sandbox.Desk("freshservice").View("FRESHSERVICE-2").Requester.Should().Be("zoe@example.com");
    }

    [Fact]
    public async Task Every_stop_of_the_keyboard_shows_where_it_is()
    {
        await using var sandbox = await OpenSandbox.StartAsync(browser);
        await sandbox.FillAsync();
        await sandbox.Page.GotoAsync("/");
        await OpenAllAsync(sandbox.Page);
        for (var stop = 0; stop < 40; stop++)
        {
            await sandbox.Page.Keyboard.PressAsync("Tab");
            (
                await sandbox.Page.EvaluateAsync<string>(
                    "() => { const e = document.activeElement; return e === document.body ? 'body' : getComputedStyle(e).outlineStyle; }"
                )
            )
                .Should()
                .NotBe("none", $"stop {stop}");
        }
    }

    [Fact]
    public async Task News_moves_neither_the_focus_nor_what_is_open()
    {
        await using var sandbox = await OpenSandbox.StartAsync(browser);
        await sandbox.FillAsync();
        await sandbox.Page.GotoAsync("/");
        var link = sandbox.Page.Locator("a[href='/desks/jira/tickets/JIRA-2']");
        await link.FocusAsync();

        await sandbox.Board.RaiseAsync(sandbox.Desk(), new(null, "Just in", ""), default);

        await Expect(sandbox.Page.GetByRole(AriaRole.Link, new() { Name = "Just in" })).ToBeVisibleAsync();
        await Expect(link).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Who_dislikes_motion_sees_none()
    {
        await using var sandbox = await OpenSandbox.StartAsync(browser, new() { ReducedMotion = ReducedMotion.Reduce });
        await sandbox.FillAsync();
        await sandbox.Page.GotoAsync("/");
        (await sandbox.Page.EvaluateAsync<int>("() => document.getAnimations().length")).Should().Be(0);
    }

    private static BrowserNewContextOptions Window(int width, string scheme) =>
        new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = scheme == "dark" ? ColorScheme.Dark : ColorScheme.Light,
        };

    private static Task OpenAllAsync(IPage page) => page.EvaluateAsync("() => document.querySelectorAll('details').forEach(d => d.open = true)");

    private static async Task TabToAsync(IPage page, ILocator target)
    {
        for (var stop = 0; stop < 60; stop++)
        {
            if (await target.EvaluateAsync<bool>("e => e === document.activeElement"))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        throw new Xunit.Sdk.XunitException("60 presses of Tab did not get there.");
    }
}
