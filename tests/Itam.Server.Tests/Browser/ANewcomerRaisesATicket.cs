using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Itam.Server.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class ANewcomerRaisesATicket(BrowserFixture browser)
{
    [Fact]
    public async Task The_note_appears_on_the_open_page_and_is_announced()
    {
        await using var sandbox = await OpenSandbox.StartAsync(browser);
        var page = sandbox.Page;
        await page.GotoAsync("/");
        await page.GetByText("Write your own ticket").ClickAsync();
        await page.GetByLabel("Desk", new() { Exact = true }).SelectOptionAsync("servicenow");
        await page.GetByLabel("Who").FillAsync("dana@example.com");
        await page.GetByLabel("Subject").FillAsync("Cannot save my work");
        await page.GetByLabel("Description").FillAsync("No space left.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Raise the ticket" }).ClickAsync();

        await Expect(page).ToHaveURLAsync("/desks/servicenow/tickets/SERVICENOW-2");
        await Expect(page.GetByText("Waiting for the note")).ToBeVisibleAsync();
        await sandbox.ShootAsync("ticket-waiting");
        sandbox.Desk("servicenow").View("SERVICENOW-2").Requester.Should().Be("dana@example.com");

        sandbox.Desk("servicenow").WriteNoteAbout("SERVICENOW-2", "LT-0042");

        await Expect(page.GetByText("Disk 97 % full, 6.1 GB free")).ToBeVisibleAsync();
        await Expect(page.GetByText("Internal note")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("ServiceNow SERVICENOW-2: the note is there.");
        await Expect(page.GetByText("Waiting for the note")).ToHaveCountAsync(0);
        await sandbox.ShootAsync("ticket-note");
    }

    [Theory]
    [InlineData("Full disk", "dana@example.com")]
    [InlineData("Battery swells", "dana@example.com")]
    [InlineData("Names a serial", "dana@example.com")]
    [InlineData("Meeting room PC", "dana@example.com")]
    [InlineData("Nobody knows", null)]
    public async Task One_click_on_an_example_raises_it(string example, string? who)
    {
        await using var sandbox = await OpenSandbox.StartAsync(browser);
        await sandbox.Page.GotoAsync("/");
        await sandbox.Page.GetByRole(AriaRole.Button, new() { Name = example }).ClickAsync();

        await Expect(sandbox.Page.GetByText("Waiting for the note")).ToBeVisibleAsync();
        sandbox.Desk("jira").Numbers.Should().HaveCount(2);
        sandbox.Desk("jira").View("JIRA-2").Requester.Should().Be(who);
    }

    [Fact]
    public async Task Everything_can_be_read_and_raised_without_scripts()
    {
        await using var sandbox = await OpenSandbox.StartAsync(browser, new() { JavaScriptEnabled = false });
        await sandbox.FillAsync();
        await sandbox.Page.GotoAsync("/");
        await Expect(sandbox.Page.GetByText("Disk 97 % full, 6.1 GB free").First).ToBeVisibleAsync();
        await sandbox.Page.GetByRole(AriaRole.Button, new() { Name = "Nobody knows" }).ClickAsync();

        await Expect(sandbox.Page.GetByText("Waiting for the note since")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_person_whom_nobody_knows_is_named_as_the_problem_and_the_words_are_kept()
    {
        await using var sandbox = await OpenSandbox.StartAsync(browser);
        var page = sandbox.Page;
        await page.GotoAsync("/");
        await page.GetByText("Write your own ticket").ClickAsync();
        await page.GetByLabel("Who").FillAsync("stranger@example.org");
        await page.GetByLabel("Subject").FillAsync("Help");
        await page.GetByLabel("Description").FillAsync("\nFirst line is empty");
        await page.GetByRole(AriaRole.Button, new() { Name = "Raise the ticket" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Not raised yet");
        await Expect(page.GetByLabel("Who")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.GetByLabel("Subject")).ToHaveValueAsync("Help");
        await sandbox.ShootAsync("form-with-a-problem");
        sandbox.Desk("jira").Numbers.Should().HaveCount(1);
    }

    [Fact]
    public async Task Changed_words_reach_the_desk()
    {
        await using var sandbox = await OpenSandbox.StartAsync(browser);
        await sandbox.Page.GotoAsync("/desks/jira/tickets/JIRA-1");
        await sandbox.Page.GetByText("Change the words").ClickAsync();
        await sandbox.Page.GetByLabel("Description").FillAsync("It is PF3ABCDF.\nReally.");
        await sandbox.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(sandbox.Page.GetByRole(AriaRole.Article)).ToContainTextAsync("It is PF3ABCDF.");
        sandbox.Desk("jira").View("JIRA-1").Description.Should().Be("It is PF3ABCDF.\nReally.");
    }

    [Fact]
    public async Task An_ordered_fault_is_shown_and_what_the_desk_then_answered_too()
    {
        await using var sandbox = await OpenSandbox.StartAsync(browser);
        var page = sandbox.Page;
        await page.GotoAsync("/");
        var column = page.GetByRole(AriaRole.Region, new() { Name = "Jira Service Management" });
        await column.GetByText("Faults and calls").ClickAsync();
        await column.GetByRole(AriaRole.Button, new() { Name = "Busy (429)" }).ClickAsync();
        await Expect(column.GetByText("hits the next 3 calls")).ToBeVisibleAsync();

        using var http = new HttpClient { BaseAddress = sandbox.Host.Address };
        ((int)(await http.GetAsync("/jira/tickets/JIRA-1")).StatusCode).Should().Be(429);

        await Expect(column.GetByRole(AriaRole.Cell, new() { Name = "429", Exact = true })).ToBeVisibleAsync();
        await Expect(column.GetByText("hits the next 2 calls")).ToBeVisibleAsync();
        await sandbox.ShootAsync("faults");
        await column.GetByRole(AriaRole.Button, new() { Name = "All well again" }).ClickAsync();
        await Expect(column.GetByText("hits the next")).ToHaveCountAsync(0);
    }
}
