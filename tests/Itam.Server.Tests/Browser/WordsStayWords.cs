using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Itam.Server.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class WordsStayWords(BrowserFixture browser)
{
    private const string Attack = """x"><img src=x onerror=hit()><script>hit()</script></textarea></title><svg onload=hit()>'{{7*7}} &lt;b&gt;""";

    [Fact]
    public async Task Markup_typed_into_the_form_is_shown_as_text_and_no_script_runs()
    {
        await using var sandbox = await OpenSandbox.StartAsync(browser);
        var page = sandbox.Page;
        var hits = 0;
        await page.ExposeFunctionAsync("hit", () => hits++);
        await page.GotoAsync("/");
        await page.GetByText("Write your own ticket").ClickAsync();
        await page.GetByLabel("Subject").FillAsync(Attack);
        await page.GetByLabel("Description").FillAsync(Attack);
        await page.GetByRole(AriaRole.Button, new() { Name = "Raise the ticket" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(Attack);
        await Expect(page).ToHaveTitleAsync($"JIRA-2: {Attack}");
        await Expect(page.Locator("article .words")).ToHaveTextAsync(Attack);
        await Expect(page.GetByLabel("Description")).ToHaveValueAsync(Attack);
        await page.GotoAsync("/");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "onerror" })).ToHaveTextAsync(Attack);
        (await page.Locator("main img, main script").CountAsync()).Should().Be(0);
        hits.Should().Be(0);
    }

    [Fact]
    public async Task Markup_in_a_refused_form_comes_back_as_text()
    {
        await using var sandbox = await OpenSandbox.StartAsync(browser);
        var page = sandbox.Page;
        var hits = 0;
        await page.ExposeFunctionAsync("hit", () => hits++);
        await page.GotoAsync("/");
        await page.GetByText("Write your own ticket").ClickAsync();
        await page.GetByLabel("Who").FillAsync(Attack);
        await page.GetByLabel("Subject").FillAsync("x");
        await page.GetByRole(AriaRole.Button, new() { Name = "Raise the ticket" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Who")).ToHaveValueAsync(Attack);
        hits.Should().Be(0);
    }

    [Fact]
    public async Task A_script_in_a_note_is_stopped_by_the_page_even_if_a_desk_let_it_through()
    {
        await using var sandbox = await OpenSandbox.StartAsync(browser);
        var page = sandbox.Page;
        var hits = 0;
        await page.ExposeFunctionAsync("hit", () => hits++);
        sandbox.Desk().WriteNote("JIRA-1", "<p onclick=hit()>marked</p><img src=x onerror=hit()><script>hit()</script>");
        await page.GotoAsync("/desks/jira/tickets/JIRA-1");
        await page.GetByText("marked").ClickAsync();

        hits.Should().Be(0);
    }

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere()
    {
        await using var sandbox = await OpenSandbox.StartAsync(browser);
        await sandbox.FillAsync();
        var asked = new List<string>();
        sandbox.Page.Request += (_, request) => asked.Add(request.Url);
        await sandbox.Page.GotoAsync("/", new() { WaitUntil = WaitUntilState.NetworkIdle });

        asked.Should().HaveCountGreaterThan(2).And.OnlyContain(url => url.StartsWith(sandbox.Host.Address.ToString()) || url == "data:,");
    }
}
